"""Several sequences in one row of a batch. Shapes: B rows, T tokens."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from transformers import PreTrainedTokenizerBase

from posttrain.batch import Batch, encode, fit_row, padding_of
from posttrain.example import Prompt


def collate_packed(
    tokenizer: PreTrainedTokenizerBase, pairs: Sequence[tuple[Prompt, str]], max_length: int
) -> Batch:
    """The same examples in fewer rows, several behind one another in each: less padding to compute.

    Rows are filled first fit, by the longest first; a row is at most `max_length` wide.
    """
    encoded = [encode(tokenizer, prompt, completion) for prompt, completion in pairs]
    cut = [_cut(prompt, completion, max_length) for prompt, completion in encoded]
    rows = _filled(sorted(cut, key=len, reverse=True), max_length)
    width = max(sum(map(len, row)) for row in rows)
    padding = padding_of(tokenizer)
    ids = [fit_row([token for part in row for token, _ in part], width, padding) for row in rows]
    counted = [fit_row([counts for part in row for _, counts in part], width, 0) for row in rows]
    places = [[place for part in row for place in range(len(part))] for row in rows]
    positions = torch.tensor([[*row, *range(width - len(row))] for row in places])
    completion = torch.tensor(counted) * (positions > 0)  # nothing comes before the first token of a sequence
    return Batch(torch.tensor(ids), torch.ones_like(positions), completion, positions)


def _cut(prompt: list[int], completion: list[int], max_length: int) -> list[tuple[int, int]]:
    """Tokens, each with whether it counts, up to the longest length."""
    whole = [(token, 0) for token in prompt] + [(token, 1) for token in completion]
    return whole[:max_length]


def _filled(parts: Sequence[list[tuple[int, int]]], width: int) -> list[list[list[tuple[int, int]]]]:
    rows: list[list[list[tuple[int, int]]]] = []
    for part in parts:
        fitting = (row for row in rows if sum(map(len, row)) + len(part) <= width)
        row = next(fitting, None)
        if row is None:
            rows.append([part])
        else:
            row.append(part)
    return rows
