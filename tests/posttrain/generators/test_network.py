"""Completions by transformers, greedy and sampled, beside the network called directly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
import torch

from posttrain.generation import Computation, GeneratedCompletion, GenerationRequest, SamplingParameters
from posttrain.generators.config import TransformersGeneratorConfig
from posttrain.models.causal import CausalModel
from posttrain.registries import GENERATORS
from posttrain.rollout import roll_out
from tests.posttrain.direct import END, ids
from tests.posttrain.rolled import rolled
from tests.posttrain.tiny import model, often_ending

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
    batch = rolled(of, prompts, LONGEST, seeds).batch
    return [row[kept == 1].tolist() for row, kept in zip(batch.ids, batch.completion, strict=True)]


def test_greedy(made: CausalModel) -> None:
    """Without seeds each token is the likeliest, whatever rows are beside it, up to the longest."""
    expected = [argmax(made, prompt) for prompt in PROMPTS]

    assert expected == completions(made, PROMPTS, None)
    assert 1 < len({token for row in expected for token in row})


class Saying:
    """A generator that always completes by the same text."""

    def __init__(self, text: str) -> None:
        self.tokens = tuple(ids(text))

    def update_weights(self) -> None:
        """Do nothing."""

    def generate(
        self, requests: Sequence[GenerationRequest], parameters: SamplingParameters, computation: Computation
    ) -> list[GeneratedCompletion]:
        """Return the text for each request."""
        del parameters, computation
        zeros = (0.0,) * len(self.tokens)
        return [GeneratedCompletion(self.tokens, zeros, "stop") for _ in requests]


def test_spaces(made: CausalModel) -> None:
    """Rewards see the text as it was generated, also with a tokenizer that takes spaces away."""
    made.tokenizer.clean_up_tokenization_spaces = True
    text = "it is 2 . is n't it ?"

    assert text != made.tokenizer.decode(ids(text))
    assert (text,) == roll_out(
        made, Saying(text), [("ab", (1,))], SamplingParameters(30), Computation()
    ).texts


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
    rollout = rolled(made, PROMPTS, LONGEST, [1, 2, 3])
    whole = [[*ids(prompt), *row] for prompt, row in zip(PROMPTS, found, strict=True)]

    assert whole == [
        row[kept == 1].tolist() for row, kept in zip(rollout.batch.ids, rollout.batch.attention, strict=True)
    ]
    assert tuple(row[-1] == END for row in found) == rollout.ended
    assert tuple(made.tokenizer.decode(row, skip_special_tokens=True) for row in found) == rollout.texts


def test_ended() -> None:
    """A completion that comes to its end says so; one that is cut off doesn't."""
    made = often_ending(["ab"])
    rollout = rolled(made, ["ab"] * 20, 4, range(20))
    cut = ~torch.tensor(rollout.ended)

    assert {True, False} == set(rollout.ended)
    assert (rollout.batch.completion.sum(dim=1)[cut] == 4).all()


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
    rolled(made, PROMPTS, 2)

    assert mode == made.network.training


class Counted:
    """Counts the tokens that go through a network."""

    def __init__(self, made: CausalModel, monkeypatch: pytest.MonkeyPatch) -> None:
        self.shapes: list[tuple[int, int]] = []
        forward = made.network.forward

        def counted(*given: object, **named: object) -> object:
            tokens = named["input_ids"]
            assert isinstance(tokens, torch.Tensor)
            self.shapes.append((tokens.shape[0], tokens.shape[1]))
            return forward(*given, **named)

        monkeypatch.setattr(made.network, "forward", counted)


GROUPS = [("fghab", [1, 2, 3, 4]), ("ab", [5, 6, 7])]


@pytest.mark.parametrize("size", [None, 3, 1])
@pytest.mark.parametrize("is_shared", [True, False])
def test_groups(made: CausalModel, *, is_shared: bool, size: int | None) -> None:
    """Completions of one prompt are those that each of its seeds has alone, prompts shared or not."""
    config = TransformersGeneratorConfig(share_prompts=is_shared, batch_size=size)
    generator = GENERATORS.build("transformers", config, made)
    together = roll_out(made, generator, GROUPS, SamplingParameters(LONGEST), Computation())
    alone = [rolled(made, [prompt], LONGEST, [seed]) for prompt, seeds in GROUPS for seed in seeds]

    assert [each.completions[0].tokens for each in alone] == [each.tokens for each in together.completions]
    found = [each.log_probs for each in together.completions]
    for one, other in zip(alone, found, strict=True):
        assert pytest.approx(one.completions[0].log_probs, abs=1e-5) == other


def test_shared(made: CausalModel, monkeypatch: pytest.MonkeyPatch) -> None:
    """A prompt with several completions goes through the network once, but for its last token."""
    counted = Counted(made, monkeypatch)
    generator = GENERATORS.build("transformers", TransformersGeneratorConfig(), made)
    roll_out(made, generator, GROUPS, SamplingParameters(2), Computation())

    assert [(2, 4), (7, 1), (7, 1)] == counted.shapes


def test_one_token(made: CausalModel, monkeypatch: pytest.MonkeyPatch) -> None:
    """A prompt of one token has nothing to share."""
    counted = Counted(made, monkeypatch)
    generator = GENERATORS.build("transformers", TransformersGeneratorConfig(), made)
    roll_out(made, generator, [("e", [1, 2])], SamplingParameters(2), Computation())

    assert [(2, 1), (2, 1)] == counted.shapes


@pytest.mark.parametrize(("own", "given"), [(2, None), (None, 2), (2, 5)])
def test_chunks(
    made: CausalModel, monkeypatch: pytest.MonkeyPatch, own: int | None, given: int | None
) -> None:
    """No more completions are sampled at once than the generator's setting says, or else the caller."""
    counted = Counted(made, monkeypatch)
    config, computation = TransformersGeneratorConfig(batch_size=own), Computation(batch_size=given)
    rolled(made, PROMPTS, 2, config=config, computation=computation)

    assert 2 == max(rows for rows, _ in counted.shapes)


def test_stop_ids(made: CausalModel) -> None:
    """A completion ends at any token by which the model's generation config says that it does."""
    [free] = rolled(made, ["ab"], LONGEST).completions
    settings = made.network.generation_config
    assert settings is not None
    settings.eos_token_id = [END, free.tokens[1]]
    [found] = rolled(made, ["ab"], LONGEST).completions

    assert (free.tokens[:2], "stop") == (found.tokens, found.stop_reason)
    assert (free.log_probs[:2], 2) == (found.log_probs, len(found.log_probs))


def test_stop_reason() -> None:
    """The stop reason is `stop` for a completion that has come to its end, and `length` for others."""
    found = rolled(often_ending(["ab"]), ["ab"] * 20, 4, range(20)).completions

    assert {"stop", "length"} == {each.stop_reason for each in found}
    assert all((each.tokens[-1] == END) == (each.stop_reason == "stop") for each in found)


def test_top_p(made: CausalModel) -> None:
    """With a small `top_p` the likeliest token is taken each time, with certainty."""
    sampled = rolled(made, PROMPTS, LONGEST, [1, 2, 3], top_p=1e-6)

    assert [argmax(made, prompt) for prompt in PROMPTS] == [[*each.tokens] for each in sampled.completions]
    assert {0.0} == {log_prob for each in sampled.completions for log_prob in each.log_probs}
