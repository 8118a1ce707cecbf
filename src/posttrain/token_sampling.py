"""Draws one token from the predictions for each row. Shapes: B rows, V words of the vocabulary."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

BLOCK = 512
"""Words whose probabilities are first summed, so that not all of a vocabulary are accumulated."""
LIKELIEST = 1024
"""Words that are sorted for `top_p`, unless a row needs more of them: sorting a vocabulary takes seconds."""


def uniform_numbers(seeds: Sequence[int], count: int) -> Tensor:
    """Return numbers from [0, 1), one for each row and token: [B, count] in float64 on the CPU.

    A row's numbers depend on its seed alone, whichever rows are beside it and whatever the count is.

    >>> uniform_numbers([7, 8], 3)[:1, :2].equal(uniform_numbers([7], 2))
    True
    """
    generators = [torch.Generator().manual_seed(seed) for seed in seeds]
    return torch.stack([torch.rand(count, generator=each, dtype=torch.float64) for each in generators])


def draw(scores: Tensor, numbers: Tensor, top_p: float = 1.0) -> tuple[Tensor, Tensor]:
    """Return a token for each row, and the log-probability with which it was drawn: [B] each.

    `scores` are logits that are divided by the temperature already, [B, V], and `numbers` are uniform, [B].
    The token is the first at which the cumulated probability exceeds the number (inverse transform sampling).
    With `top_p`, only the likeliest tokens whose probabilities together reach it are drawn from (nucleus
    sampling; Holtzman et al. 2020, "The Curious Case of Neural Text Degeneration", section 3.1).
    """
    probs = scores.softmax(dim=-1)
    if top_p < 1:
        probs = probs * nucleus(probs, top_p)
        probs = probs / probs.sum(dim=-1, keepdim=True)
    tokens = inverse_transform(probs, numbers)
    return tokens, probs.gather(-1, tokens.unsqueeze(-1)).squeeze(-1).log()


def nucleus(probs: Tensor, top_p: float) -> Tensor:
    """Return which tokens are the likeliest that together have a probability of `top_p`: [B, V] booleans.

    >>> nucleus(torch.tensor([[0.2, 0.5, 0.3]]), 0.6)
    tensor([[False,  True,  True]])
    """
    ordered, order = probs.topk(min(LIKELIEST, probs.shape[-1]))
    if (ordered.sum(dim=-1) < top_p).any():
        ordered, order = probs.sort(dim=-1, descending=True)
    before = ordered.cumsum(dim=-1) - ordered
    return torch.zeros_like(probs, dtype=torch.bool).scatter(-1, order, before < top_p)


def inverse_transform(probs: Tensor, numbers: Tensor) -> Tensor:
    """Return the first place at which each row's cumulated probabilities exceed its share of their sum.

    Shapes: probs [B, V], which need not sum up to 1, and numbers [B] from [0, 1); returns [B]. Only blocks of
    words are accumulated, and then the words of one block.

    >>> inverse_transform(torch.tensor([[0.2, 0.5, 0.3]] * 3), torch.tensor([0.1, 0.69, 0.71]))
    tensor([0, 1, 2])
    """
    exact = torch.float32 if probs.device.type == "mps" else torch.float64  # Apple's GPU has no float64
    blocks = torch.nn.functional.pad(probs, (0, -probs.shape[-1] % BLOCK)).view(len(probs), -1, BLOCK)
    sums = blocks.sum(dim=-1).to(exact)
    block, rest = _first_above(sums, numbers.to(probs.device, exact) * sums.sum(dim=-1))
    rows = torch.arange(len(probs), device=probs.device)
    place, _ = _first_above(blocks[rows, block].to(exact), rest)
    return (block * BLOCK + place).clamp(max=probs.shape[-1] - 1)


def _first_above(values: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """Return the first place at which the sum of the values exceeds the target, and what is left there.

    Rounding never leads to a value of 0: the target is brought below the sum of all.
    """
    sums = values.cumsum(dim=-1)
    last = sums[:, -1]
    below = torch.minimum(target, torch.nextafter(last, torch.zeros_like(last))).clamp(min=0)
    place = torch.searchsorted(sums, below.unsqueeze(-1), right=True).clamp(max=values.shape[-1] - 1)
    before = sums.gather(-1, place) - values.gather(-1, place)
    return place.squeeze(-1), below - before.squeeze(-1)
