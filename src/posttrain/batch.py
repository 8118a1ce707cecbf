"""Text to padded tensors. Shapes: B sequences, T tokens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from random import Random
from typing import Generic, TypeVar

import torch
from attrs import frozen
from torch import Tensor
from transformers import PreTrainedTokenizerBase

from posttrain.chat.tokens import Encoded, encode
from posttrain.example import Completion, Preference, Prompt

X = TypeVar("X")

PADDING = 0
"""The id that fills rows up. Nothing looks at it; a tokenizer's own may be one without an embedding."""


@frozen
class Batch:
    """Prompts with their completions as token ids, padded on the right."""

    ids: Tensor
    """[B, T] token ids."""
    attention: Tensor
    """[B, T]: 1 for a token, 0 for padding."""
    completion: Tensor
    """[B, T]: 1 for a token that is learnt: of the completion, or of its assistant's turns; ends included."""
    positions: Tensor | None = None
    """[B, T]: each token's place in its own sequence, if a row has several, which don't see each other."""

    def rows(self, rows: Sequence[int]) -> Batch:
        """Return the batch of some of its rows."""
        chosen = torch.tensor(rows)
        positions = None if self.positions is None else self.positions[chosen]
        return Batch(self.ids[chosen], self.attention[chosen], self.completion[chosen], positions)

    def to(self, device: torch.device) -> Batch:
        """Return the same batch on a device."""
        positions = None if self.positions is None else self.positions.to(device)
        return Batch(self.ids.to(device), self.attention.to(device), self.completion.to(device), positions)


def collate(
    tokenizer: PreTrainedTokenizerBase, pairs: Sequence[tuple[Prompt, Completion]], max_length: int
) -> Batch:
    """Return the batch of these prompts and completions. What is longer than `max_length` loses its end."""
    encoded = [encode(tokenizer, prompt, completion) for prompt, completion in pairs]
    return stack(encoded, max_length)


def collate_pairs(
    tokenizer: PreTrainedTokenizerBase, preferences: Sequence[Preference], max_length: int
) -> Batch:
    """Return one batch of 2 B rows: the chosen completions, then the rejected ones."""
    return collate(tokenizer, pairs_of(preferences), max_length)


def pairs_of(preferences: Sequence[Preference]) -> list[tuple[Prompt, Completion]]:
    """Return the prompts with their chosen completions, then those with the rejected ones."""
    chosen = [(preference.prompt, preference.chosen) for preference in preferences]
    rejected = [(preference.prompt, preference.rejected) for preference in preferences]
    return chosen + rejected


def stack(rows: Sequence[Encoded], max_length: int | None = None) -> Batch:
    """Return the batch of these rows, padded to the longest of them or cut off at `max_length`."""
    longest = max(len(row.ids) for row in rows)
    width = longest if max_length is None else min(max_length, longest)
    ids = [fit_row([*row.ids], width, PADDING) for row in rows]
    kept = [fit_row([1] * len(row.ids), width, 0) for row in rows]
    learnt = [fit_row([*row.learnt], width, 0) for row in rows]
    return Batch(torch.tensor(ids), torch.tensor(kept), torch.tensor(learnt))


def pad(rows: Sequence[tuple[Sequence[int], Sequence[int]]]) -> Batch:
    """Return the batch of these prompts and completions, which are token ids already."""
    encoded = [Encoded([*p, *c], [0] * len(p) + [1] * len(c)) for p, c in rows]
    return stack(encoded)


def concatenate(batches: Sequence[Batch]) -> Batch:
    """Return the batch of the rows of all these batches, in each of whose rows there is one sequence."""
    width = max(batch.ids.shape[1] for batch in batches)

    def column(parts: Iterable[Tensor], value: int) -> Tensor:
        filled = [torch.nn.functional.pad(part, (0, width - part.shape[1]), value=value) for part in parts]
        return torch.cat(filled)

    return Batch(
        column((batch.ids for batch in batches), PADDING),
        column((batch.attention for batch in batches), 0),
        column((batch.completion for batch in batches), 0),
    )


@frozen
class Shuffled(Generic[X]):
    """Batches of `size` without end, each example once before any comes again.

    Which examples a batch has depends on its number and the seed alone, so that a run can go on anywhere.
    """

    examples: Sequence[X]
    size: int
    seed: int

    def batch(self, number: int) -> list[X]:
        """Return the batch of this number, from 1."""
        start = (number - 1) * self.size
        return [self._drawn(position) for position in range(start, start + self.size)]

    def _drawn(self, position: int) -> X:
        epoch, place = divmod(position, len(self.examples))
        return self.examples[_order(len(self.examples), self.seed, epoch)[place]]


@lru_cache(maxsize=4)
def _order(count: int, seed: int, epoch: int) -> Sequence[int]:
    return Random(f"{seed} {epoch}").sample(range(count), count)


def chunks(examples: Sequence[X], size: int | None) -> Iterable[Sequence[X]]:
    """Return the examples in their order, `size` at a time, or all at once."""
    size = size or max(1, len(examples))
    return (examples[start : start + size] for start in range(0, len(examples), size))


def fit_row(values: list[int], width: int, padding: int) -> list[int]:
    """Return the values, filled up or cut off to the width."""
    return (values + [padding] * width)[:width]
