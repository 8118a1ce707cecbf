"""Drawing tokens by uniform numbers."""

from __future__ import annotations

from typing import cast

import pytest
import torch
from torch import Tensor

from posttrain.token_sampling import draw, inverse_transform, nucleus, uniform_numbers

SCORES = torch.tensor([0.5, -1.0, 1.0, 0.0, 0.3])


def frequencies(scores: Tensor, count: int, top_p: float = 1.0) -> Tensor:
    """Return how often each token is drawn, each time by another seed."""
    numbers = uniform_numbers(range(count), 1)[:, 0]
    return draw(scores.expand(count, -1), numbers, top_p)[0].bincount(minlength=len(scores))


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
def test_frequencies(temperature: float) -> None:
    """Tokens come as often as the softmax says: chi-squared over 20,000 draws."""
    counts = frequencies(SCORES / temperature, 20_000)
    expected = 20_000 * torch.softmax(SCORES / temperature, dim=-1)

    assert ((counts - expected) ** 2 / expected).sum().item() < 18.5  # by chance once in 1,000, at 4 degrees


def test_large_vocabulary() -> None:
    """Tokens of all blocks of a vocabulary come as often as the softmax says."""
    scores = torch.randn(1300, generator=torch.Generator().manual_seed(0))
    numbers = (torch.arange(100_000, dtype=torch.float64) + 0.5) / 100_000
    counts = draw(scores.expand(100_000, -1), numbers)[0].bincount(minlength=1300)

    torch.testing.assert_close(counts / 100_000, scores.softmax(dim=-1), atol=1.1e-5, rtol=0)


def test_nucleus() -> None:
    """With `top_p`, only the likeliest tokens come, in the proportions of their probabilities."""
    counts = frequencies(SCORES, 20_000, top_p=0.6)
    kept = torch.tensor([1.0, 0.0, 1.0, 0.0, 0.0])  # the first has 0.38 of the probability, the next 0.23
    expected = 20_000 * kept * SCORES.exp() / (kept * SCORES.exp()).sum()

    assert [0, 0, 0] == counts[kept == 0].tolist()
    assert ((counts - expected)[kept == 1] ** 2 / expected[kept == 1]).sum().item() < 10.8


def test_nucleus_of_many() -> None:
    """A nucleus of more tokens than are sorted at first is found as well."""
    probs = torch.softmax(torch.randn(2, 5000, generator=torch.Generator().manual_seed(0)) / 10, dim=-1)
    kept = nucleus(probs, 0.9)
    ordered = probs.sort(dim=-1, descending=True).values.cumsum(dim=-1)

    assert [int((row < 0.9).sum()) + 1 for row in ordered] == kept.sum(dim=-1).tolist()
    assert (kept.sum(dim=-1) > 1024).all()
    assert probs[0][kept[0]].min() >= probs[0][~kept[0]].max()


@pytest.mark.parametrize("top_p", [1.0, 0.6])
def test_log_probs(top_p: float) -> None:
    """The log-probability is that among the tokens that can be drawn."""
    numbers = torch.linspace(0, 0.999, 50, dtype=torch.float64)
    tokens, log_probs = draw(SCORES.expand(50, -1), numbers, top_p)
    probs = SCORES.softmax(dim=-1)
    kept = probs * nucleus(probs.unsqueeze(0), top_p)[0]

    torch.testing.assert_close(log_probs, (kept / kept.sum())[tokens].log())


@pytest.mark.parametrize("number", [0.0, 0.5, 1 - 2**-53])
def test_impossible(number: float) -> None:
    """A token without probability is never drawn, whatever is rounded."""
    probs = torch.zeros(1, 2000)
    probs[0, [700, 1100]] = torch.tensor([1e-30, 0.1])
    found = inverse_transform(probs, torch.tensor([number], dtype=torch.float64)).item()

    assert found in {700, 1100}


def test_rows() -> None:
    """What a row draws doesn't depend on the rows beside it."""
    scores, numbers = torch.randn(20, 3000), uniform_numbers(range(20), 1)[:, 0]
    together = draw(scores, numbers)[0]
    alone = [draw(scores[row : row + 1], numbers[row : row + 1])[0] for row in range(20)]

    assert together.equal(torch.cat(alone))


def test_numbers() -> None:
    """The numbers of a row are those of its seed, of however many they are the first."""
    numbers = uniform_numbers([3, 4, 2**63 - 1], 40)

    assert numbers.shape == (3, 40)
    assert numbers[1:2, :17].equal(uniform_numbers([4], 17))
    assert 120 == len({*cast("list[float]", numbers.flatten().tolist())})
    assert 0 <= numbers.min().item() <= numbers.max().item() < 1
