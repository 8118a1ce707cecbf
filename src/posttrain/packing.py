"""Several sequences in one row of a batch. Shapes: B rows, T tokens."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from transformers import PreTrainedTokenizerBase

from posttrain.batch import PADDING, Batch, fit_row
from posttrain.chat.tokens import encode
from posttrain.example import Completion, Prompt


def collate_packed(
    tokenizer: PreTrainedTokenizerBase, pairs: Sequence[tuple[Prompt, Completion]], max_length: int
) -> Batch:
    """Return the same examples in fewer rows, several behind one another in each, with less padding.

    Rows are filled first fit, by the longest first; a row is at most `max_length` wide.
    """
    encoded = [encode(tokenizer, prompt, completion) for prompt, completion in pairs]
    cut = [[*zip(row.ids, row.learnt, strict=True)][:max_length] for row in encoded]
    rows = _filled(sorted(cut, key=len, reverse=True), max_length)
    width = max(sum(map(len, row)) for row in rows)
    ids = [fit_row([token for part in row for token, _ in part], width, PADDING) for row in rows]
    learnt = [fit_row([counts for part in row for _, counts in part], width, 0) for row in rows]
    places = [[place for part in row for place in range(len(part))] for row in rows]
    positions = torch.tensor([[*row, *range(width - len(row))] for row in places])
    completion = torch.tensor(learnt) * (positions > 0)  # nothing comes before the first token of a sequence
    return Batch(torch.tensor(ids), torch.ones_like(positions), completion, positions)


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
