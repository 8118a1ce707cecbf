"""What a policy answers, greedily and sampled, beside the network asked directly."""

from __future__ import annotations

from collections import Counter

import pytest
import torch

from posttrain.models.causal import CausalModel
from posttrain.rollout import GumbelNoise, roll_out

from .direct import END, ids
from .tiny import model, often_ending

PROMPTS = ("ab", "e", "fghab")
LONGEST = 12


@pytest.fixture
def made() -> CausalModel:
    """A model whose likeliest token changes from one to the next."""
    found = model()
    random = torch.Generator().manual_seed(12)
    with torch.no_grad():
        for weight in found.network.parameters():
            weight.add_(torch.randn(weight.shape, generator=random), alpha=0.2)
    return found


@torch.no_grad()
def argmax(of: CausalModel, prompt: str) -> list[int]:
    """The likeliest tokens, without a cache and without rows beside them."""
    row = ids(prompt)
    while len(row) < len(prompt) + LONGEST:
        row.append(int(of.network(input_ids=torch.tensor([row])).logits[0, -1].argmax()))
        if row[-1] == END:
            break
    return row[len(prompt) :]


def completions(of: CausalModel, prompts: tuple[str, ...], seeds: list[int] | None) -> list[list[int]]:
    """The completions' tokens."""
    batch = roll_out(of, prompts, LONGEST, seeds=seeds).batch
    return [row[kept == 1].tolist() for row, kept in zip(batch.ids, batch.completion, strict=True)]


def test_greedy(made: CausalModel) -> None:
    """Without seeds each token is the likeliest, whatever rows are beside it, up to the longest."""
    expected = [argmax(made, prompt) for prompt in PROMPTS]

    assert expected == completions(made, PROMPTS, None)
    assert 1 < len({token for row in expected for token in row})


def test_own_settings(made: CausalModel) -> None:
    """What a model's own settings say of generation changes nothing."""
    expected = [argmax(made, prompt) for prompt in PROMPTS]
    settings = made.network.generation_config
    assert settings is not None
    settings.do_sample, settings.temperature, settings.repetition_penalty = True, 9.0, 5.0
    settings.no_repeat_ngram_size, settings.suppress_tokens = 1, expected[0][:1]

    assert expected == completions(made, PROMPTS, None)


def test_rollout(made: CausalModel) -> None:
    """A rollout has prompts and completions in one batch, the latter's text, and which came to an end."""
    found = completions(made, PROMPTS, [1, 2, 3])
    rollout = roll_out(made, PROMPTS, LONGEST, seeds=[1, 2, 3])
    whole = [[*ids(prompt), *row] for prompt, row in zip(PROMPTS, found, strict=True)]

    assert whole == [
        row[kept == 1].tolist() for row, kept in zip(rollout.batch.ids, rollout.batch.attention, strict=True)
    ]
    assert tuple(row[-1] == END for row in found) == rollout.ended
    assert tuple(made.tokenizer.decode(row, skip_special_tokens=True) for row in found) == rollout.texts


def test_ended() -> None:
    """A completion that comes to its end says so; one that is cut off doesn't."""
    made = often_ending(["ab"])
    rollout = roll_out(made, ["ab"] * 20, 4, seeds=range(20))
    cut = ~torch.tensor(rollout.ended)

    assert {True, False} == set(rollout.ended)
    assert (rollout.batch.completion.sum(dim=1)[cut] == 4).all()


@pytest.mark.parametrize("temperature", [0.5, 2.0])
def test_frequencies(temperature: float) -> None:
    """The token with the largest noisy score comes as often as the softmax says: chi-squared over 20,000."""
    scores = torch.tensor([0.5, -1.0, 1.0, 0.0, 0.3])
    count = 20_000
    noisy = GumbelNoise(range(count), temperature)(torch.zeros(count, 1), scores.expand(count, -1))
    counts = noisy.argmax(dim=-1).bincount(minlength=5)
    expected = count * torch.softmax(scores / temperature, dim=-1)

    assert ((counts - expected) ** 2 / expected).sum().item() < 18.5  # by chance once in 1,000, at 4 degrees


def test_row_alone(made: CausalModel) -> None:
    """What a prompt is answered depends on its seed, and not on the rows beside it or their order."""
    together = completions(made, PROMPTS, [5, 6, 7])
    alone = [completions(made, (prompt,), [seed])[0] for prompt, seed in zip(PROMPTS, (5, 6, 7), strict=True)]
    reversed_order = completions(made, PROMPTS[::-1], [7, 6, 5])[::-1]

    assert together == alone == reversed_order


def test_seeds(made: CausalModel) -> None:
    """Other seeds give other completions of the same prompt, the same seed the same."""
    found = completions(made, ("ab",) * 8, [0, 1, 2, 3, 4, 5, 6, 0])

    assert found[0] == found[7]
    assert 5 <= len(Counter(map(tuple, found)))


@pytest.mark.parametrize("mode", [True, False])
def test_mode(made: CausalModel, *, mode: bool) -> None:
    """The network stays in the mode that it was in."""
    made.network.train(mode=mode)
    roll_out(made, PROMPTS, 2)

    assert mode == made.network.training
