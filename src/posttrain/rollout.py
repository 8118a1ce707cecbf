"""Rollouts: what a policy answers to prompts, sampled or greedily. Shapes: B sequences, T tokens, V words."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Protocol, cast

import torch
from attrs import frozen
from torch import Tensor
from transformers import GenerationConfig, LogitsProcessor, LogitsProcessorList, PreTrainedModel

from posttrain.batch import Batch, pad, padding_of
from posttrain.chat.tokens import prompt_ids
from posttrain.example import Prompt
from posttrain.protocols import Model


@frozen
class Rollout:
    """Completions of one policy, with their prompts before them."""

    batch: Batch
    """Of B rows, padded on the right; the end of text belongs to a completion that came to it."""
    texts: tuple[str, ...]
    """The completions as text, without what is special."""
    ended: tuple[bool, ...]
    """Whether each came to its end, before it had as many tokens as were allowed."""


class GumbelNoise(LogitsProcessor):
    """Makes the likeliest token a sampled one.

    The largest of `logits / temperature + Gumbel noise` is drawn with the softmax's probabilities (Maddison,
    Tarlow and Minka 2014, "A* Sampling", section 2). Each row has a generator of its own, so what a prompt
    is answered depends on its seed alone, whichever rows are beside it and whichever process has it.
    """

    def __init__(self, seeds: Sequence[int], temperature: float) -> None:
        self._generators = [torch.Generator().manual_seed(seed) for seed in seeds]
        self._temperature = temperature

    def __call__(self, input_ids: Tensor, scores: Tensor) -> Tensor:
        """Scores [B, V] to noisy scores [B, V]."""
        del input_ids
        rows = [torch.rand(scores.shape[-1], generator=generator) for generator in self._generators]
        noise = torch.stack(rows).to(scores.device)
        return scores / self._temperature - torch.log(-torch.log(noise))


@torch.no_grad()
def roll_out(
    model: Model,
    prompts: Sequence[Prompt],
    max_tokens: int,
    *,
    seeds: Sequence[int] | None = None,
    temperature: float = 1.0,
) -> Rollout:
    """One completion for each prompt: sampled by its seed, or the likeliest tokens without seeds.

    Leaves the network in the mode that it found it in.
    """
    tokenizer, network = model.tokenizer, model.network
    asked = [prompt_ids(tokenizer, prompt) for prompt in prompts]
    processors = [] if seeds is None else [GumbelNoise(seeds, temperature)]
    was_training = network.training
    network.train(mode=False)
    ids, attention = _left_padded(asked, padding_of(tokenizer))
    with _only(_greedy(model, max_tokens), network) as greedy:
        generated = _generate(network)(
            inputs=ids.to(network.device),
            attention_mask=attention.to(network.device),
            generation_config=greedy,
            logits_processor=LogitsProcessorList(processors),
        )
    network.train(mode=was_training)
    rows = cast("list[list[int]]", generated[:, ids.shape[1] :].tolist())
    answers = [_until(row, tokenizer.eos_token_id) for row in rows]
    texts = tokenizer.batch_decode(answers, skip_special_tokens=True)
    ended = tuple(bool(answer) and answer[-1] == tokenizer.eos_token_id for answer in answers)
    return Rollout(pad(list(zip(asked, answers, strict=True)), padding_of(tokenizer)), tuple(texts), ended)


class _Generate(Protocol):
    """What is used of a network's own way to generate."""

    def __call__(
        self,
        *,
        inputs: Tensor,
        attention_mask: Tensor,
        generation_config: GenerationConfig,
        logits_processor: LogitsProcessorList,
    ) -> Tensor: ...


def _generate(network: PreTrainedModel) -> _Generate:
    return cast("_Generate", network.generate)  # transformers' own type takes it for a tensor


@contextmanager
def _only(settings: GenerationConfig, network: PreTrainedModel) -> Generator[GenerationConfig]:
    """Puts the network's own settings aside: transformers takes from there what these leave open."""
    own = network.generation_config
    network.generation_config = settings
    try:
        yield settings
    finally:
        network.generation_config = own


def _greedy(model: Model, max_tokens: int) -> GenerationConfig:
    """The likeliest token each time, whatever the model's own settings say."""
    return GenerationConfig(  # type: ignore[no-untyped-call]  # transformers leaves it unannotated
        max_new_tokens=max_tokens,
        do_sample=False,
        num_beams=1,
        repetition_penalty=1.0,
        pad_token_id=padding_of(model.tokenizer),
        eos_token_id=model.tokenizer.eos_token_id,
    )


def _left_padded(rows: Sequence[Sequence[int]], padding: int) -> tuple[Tensor, Tensor]:
    width = max(map(len, rows))
    ids = [[padding] * (width - len(row)) + [*row] for row in rows]
    attention = [[0] * (width - len(row)) + [1] * len(row) for row in rows]
    return torch.tensor(ids), torch.tensor(attention)


def _until(row: list[int], end: object) -> list[int]:
    """The tokens up to the end of text, which belongs to them."""
    return row[: row.index(end) + 1] if isinstance(end, int) and end in row else row
