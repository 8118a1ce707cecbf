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

from posttrain.example import Preference, Prompt

X = TypeVar("X")


@frozen
class Batch:
    """Prompts with their completions as token ids, padded on the right."""

    ids: Tensor
    """[B, T] token ids."""
    attention: Tensor
    """[B, T]: 1 for a token, 0 for padding."""
    completion: Tensor
    """[B, T]: 1 for a token of the completion, its end included."""
    positions: Tensor | None = None
    """[B, T]: each token's place in its own sequence, where a row holds several that don't see each other."""

    def rows(self, rows: Sequence[int]) -> Batch:
        """The batch of some of its rows."""
        chosen = torch.tensor(rows)
        positions = None if self.positions is None else self.positions[chosen]
        return Batch(self.ids[chosen], self.attention[chosen], self.completion[chosen], positions)

    def to(self, device: torch.device) -> Batch:
        """The same on a device."""
        positions = None if self.positions is None else self.positions.to(device)
        return Batch(self.ids.to(device), self.attention.to(device), self.completion.to(device), positions)


def collate(
    tokenizer: PreTrainedTokenizerBase, pairs: Sequence[tuple[Prompt, str]], max_length: int
) -> Batch:
    """The batch of these prompts and completions. What is longer than `max_length` loses its end."""
    encoded = [encode(tokenizer, prompt, completion) for prompt, completion in pairs]
    return pad(encoded, padding_of(tokenizer), max_length)


def collate_pairs(
    tokenizer: PreTrainedTokenizerBase, preferences: Sequence[Preference], max_length: int
) -> Batch:
    """One batch of 2 B rows: the chosen completions, then the rejected ones."""
    return collate(tokenizer, pairs_of(preferences), max_length)


def pairs_of(preferences: Sequence[Preference]) -> list[tuple[Prompt, str]]:
    """The prompts with their chosen completions, then those with the rejected ones."""
    chosen = [(preference.prompt, preference.chosen) for preference in preferences]
    rejected = [(preference.prompt, preference.rejected) for preference in preferences]
    return chosen + rejected


def pad(
    rows: Sequence[tuple[Sequence[int], Sequence[int]]], padding: int, max_length: int | None = None
) -> Batch:
    """The batch of these prompts and completions, which are token ids already."""
    longest = max(len(prompt) + len(completion) for prompt, completion in rows)
    width = longest if max_length is None else min(max_length, longest)
    ids = [fit_row([*prompt, *completion], width, padding) for prompt, completion in rows]
    kept = [fit_row([1] * (len(p) + len(c)), width, 0) for p, c in rows]
    counted = [fit_row([0] * len(p) + [1] * len(c), width, 0) for p, c in rows]
    return Batch(torch.tensor(ids), torch.tensor(kept), torch.tensor(counted))


def concatenate(batches: Sequence[Batch], padding: int) -> Batch:
    """The batch of the rows of all these, whose rows hold one sequence each."""
    width = max(batch.ids.shape[1] for batch in batches)

    def column(parts: Iterable[Tensor], value: int) -> Tensor:
        filled = [torch.nn.functional.pad(part, (0, width - part.shape[1]), value=value) for part in parts]
        return torch.cat(filled)

    return Batch(
        column((batch.ids for batch in batches), padding),
        column((batch.attention for batch in batches), 0),
        column((batch.completion for batch in batches), 0),
    )


def padding_of(tokenizer: PreTrainedTokenizerBase) -> int:
    """The id that fills rows up; any will do where the tokenizer has none, as nothing looks at it."""
    return tokenizer.pad_token_id if isinstance(tokenizer.pad_token_id, int) else 0


@frozen
class Shuffled(Generic[X]):
    """Batches of `size` without end, each example once before any comes again.

    Which examples a batch has depends on its number and the seed alone, so that a run can go on anywhere.
    """

    examples: Sequence[X]
    size: int
    seed: int

    def batch(self, number: int) -> list[X]:
        """The batch of this number, from 1."""
        start = (number - 1) * self.size
        return [self._drawn(position) for position in range(start, start + self.size)]

    def _drawn(self, position: int) -> X:
        epoch, place = divmod(position, len(self.examples))
        return self.examples[_order(len(self.examples), self.seed, epoch)[place]]


@lru_cache(maxsize=4)
def _order(count: int, seed: int, epoch: int) -> Sequence[int]:
    return Random(f"{seed} {epoch}").sample(range(count), count)


def chunks(examples: Sequence[X], size: int | None) -> Iterable[Sequence[X]]:
    """The examples in order, `size` at a time, or all at once."""
    size = size or max(1, len(examples))
    return (examples[start : start + size] for start in range(0, len(examples), size))


def encode(
    tokenizer: PreTrainedTokenizerBase, prompt: Prompt, completion: str
) -> tuple[list[int], list[int]]:
    """The tokens of a prompt and of its completion, whose end belongs to it."""
    end = [tokenizer.eos_token_id] if isinstance(tokenizer.eos_token_id, int) else []
    return prompt_ids(tokenizer, prompt), [*_ids(tokenizer, completion), *end]


def prompt_ids(tokenizer: PreTrainedTokenizerBase, prompt: Prompt) -> list[int]:
    """The tokens of a prompt."""
    return _ids(tokenizer, render(tokenizer, prompt))


def length(tokenizer: PreTrainedTokenizerBase, completion: str) -> int:
    """The tokens of a completion, its end included."""
    return len(_ids(tokenizer, completion)) + 1


def lengths(tokenizer: PreTrainedTokenizerBase, texts: Sequence[str]) -> list[int]:
    """The tokens of each text."""
    parts = chunks(texts, 1000)
    return [len(ids) for part in parts for ids in tokenizer([*part], add_special_tokens=False)["input_ids"]]


def render(tokenizer: PreTrainedTokenizerBase, prompt: Prompt) -> str:
    """The prompt as text: a conversation goes through the chat template, or is written `role: content`."""
    if isinstance(prompt, str):
        return prompt
    if tokenizer.chat_template is None:
        return "".join(f"{turn.role}: {turn.content}\n" for turn in prompt) + "assistant: "
    turns = [{"role": turn.role, "content": turn.content} for turn in prompt]
    return str(tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True))


def _ids(tokenizer: PreTrainedTokenizerBase, text: str) -> list[int]:
    return list(tokenizer(text, add_special_tokens=False)["input_ids"])


def fit_row(values: list[int], width: int, padding: int) -> list[int]:
    """The values, filled up or cut off to the width."""
    return (values + [padding] * width)[:width]
