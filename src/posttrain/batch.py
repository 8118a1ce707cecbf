"""Text to padded tensors. Shapes: B sequences, T tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import TypeVar

import torch
from attrs import frozen
from torch import Tensor
from transformers import PreTrainedTokenizerBase

from posttrain.example import Prompt

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


def collate(
    tokenizer: PreTrainedTokenizerBase, pairs: Sequence[tuple[Prompt, str]], max_length: int
) -> Batch:
    """The batch of these prompts and completions. What is longer than `max_length` loses its end."""
    encoded = [_encode(tokenizer, prompt, completion) for prompt, completion in pairs]
    width = min(max_length, max(len(prompt) + len(completion) for prompt, completion in encoded))
    padding = tokenizer.pad_token_id if isinstance(tokenizer.pad_token_id, int) else 0
    rows = [_fit([*prompt, *completion], width, padding) for prompt, completion in encoded]
    kept = [_fit([1] * (len(p) + len(c)), width, 0) for p, c in encoded]
    counted = [_fit([0] * len(p) + [1] * len(c), width, 0) for p, c in encoded]
    return Batch(torch.tensor(rows), torch.tensor(kept), torch.tensor(counted))


def shuffled(examples: Sequence[X], size: int, seed: int) -> Iterator[list[X]]:
    """Batches of `size` without end, each example once before any comes again."""
    random = Random(seed)
    queue: list[X] = []
    while True:
        while len(queue) < size:
            queue.extend(random.sample(examples, len(examples)))
        yield queue[:size]
        del queue[:size]


def chunks(examples: Sequence[X], size: int) -> Iterable[Sequence[X]]:
    """The examples in order, `size` at a time."""
    return (examples[start : start + size] for start in range(0, len(examples), size))


def _encode(
    tokenizer: PreTrainedTokenizerBase, prompt: Prompt, completion: str
) -> tuple[list[int], list[int]]:
    end = [tokenizer.eos_token_id] if isinstance(tokenizer.eos_token_id, int) else []
    return _ids(tokenizer, render(tokenizer, prompt)), [*_ids(tokenizer, completion), *end]


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


def _fit(values: list[int], width: int, padding: int) -> list[int]:
    return (values + [padding] * width)[:width]
