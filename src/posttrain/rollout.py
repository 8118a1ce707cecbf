"""Rollouts: the answers of a policy to prompts, sampled or greedy. Shapes: B sequences, T tokens, V words."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Protocol, cast

import torch
from attrs import frozen
from torch import Tensor
from transformers import GenerationConfig, LogitsProcessor, LogitsProcessorList, PreTrainedModel

from posttrain.batch import Batch, chunks, concatenate, pad, padding_of
from posttrain.chat.tokens import prompt_ids
from posttrain.example import Prompt
from posttrain.modes import evaluating
from posttrain.policy import exact
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
    log_probs: Tensor
    """[B, T - 1]: the log-probability of each token of the completions when it was drawn, 0 elsewhere."""


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
        """Return noisy scores [B, V] for scores [B, V]."""
        del input_ids
        rows = [torch.rand(scores.shape[-1], generator=generator) for generator in self._generators]
        noise = torch.stack(rows).to(scores.device)
        return scores / self._temperature - torch.log(-torch.log(noise))


class Recorder(LogitsProcessor):
    """Adds the noise, if there is any, and keeps the log-probability of each token that is drawn.

    It is that of the policy at the temperature of the sampling; without noise, at a temperature of 1.
    """

    def __init__(self, noise: GumbelNoise | None, temperature: float) -> None:
        self._noise = noise
        self._temperature = temperature
        self.log_probs: list[Tensor] = []
        """[B] for each token."""

    def __call__(self, input_ids: Tensor, scores: Tensor) -> Tensor:
        """Return noisy scores [B, V] for scores [B, V]."""
        drawn = scores if self._noise is None else self._noise(input_ids, scores)
        chosen = drawn.argmax(dim=-1, keepdim=True)
        scaled = exact(scores) / self._temperature
        log_probs = scaled.gather(-1, chosen) - scaled.logsumexp(dim=-1, keepdim=True)
        self.log_probs.append(log_probs.squeeze(-1))
        return drawn


def roll_out(  # noqa: PLR0913  # each is a setting of the sampling
    model: Model,
    prompts: Sequence[Prompt],
    max_tokens: int,
    *,
    seeds: Sequence[int] | None = None,
    temperature: float = 1.0,
    batch_size: int | None = None,
) -> Rollout:
    """Return one completion for each prompt: sampled by its seed, or the likeliest tokens without seeds.

    So many are sampled at once, by default all. Leaves the network in the mode that it found it in.
    """
    padding = padding_of(model.tokenizer)
    parts: list[Rollout] = []
    with evaluating(model.network):
        for places in chunks(range(len(prompts)), batch_size):
            some = None if seeds is None else [seeds[place] for place in places]
            asked = [prompt_ids(model.tokenizer, prompts[place]) for place in places]
            parts.append(_rolled_out(model, asked, max_tokens, some, temperature))
    width = max(part.batch.ids.shape[1] for part in parts) - 1
    return Rollout(
        concatenate([part.batch for part in parts], padding),
        tuple(text for part in parts for text in part.texts),
        tuple(ended for part in parts for ended in part.ended),
        torch.cat([widened(part.log_probs, width) for part in parts]),
    )


def widened(rows: Tensor, width: int) -> Tensor:
    """Return rows [B, T], filled up with 0 to a width."""
    return torch.nn.functional.pad(rows, (0, width - rows.shape[1]))


@torch.no_grad()
def _rolled_out(
    model: Model,
    asked: Sequence[list[int]],
    max_tokens: int,
    seeds: Sequence[int] | None,
    temperature: float,
) -> Rollout:
    tokenizer, network = model.tokenizer, model.network
    noise = None if seeds is None else GumbelNoise(seeds, temperature)
    recorder = Recorder(noise, 1.0 if noise is None else temperature)
    ids, attention = _left_padded(asked, padding_of(tokenizer))
    with _only(_greedy(model, max_tokens), network) as greedy:
        generated = _generate(network)(
            inputs=ids.to(network.device),
            attention_mask=attention.to(network.device),
            generation_config=greedy,
            logits_processor=LogitsProcessorList([recorder]),
        )
    rows = cast("list[list[int]]", generated[:, ids.shape[1] :].tolist())
    answers = [_until(row, tokenizer.eos_token_id) for row in rows]
    texts = tokenizer.batch_decode(answers, skip_special_tokens=True)
    ended = tuple(bool(answer) and answer[-1] == tokenizer.eos_token_id for answer in answers)
    batch = pad(list(zip(asked, answers, strict=True)), padding_of(tokenizer))
    return Rollout(batch, tuple(texts), ended, _placed(torch.stack(recorder.log_probs, dim=1).cpu(), batch))


def _placed(log_probs: Tensor, batch: Batch) -> Tensor:
    """[B, T - 1]: the log-probabilities of each row's tokens, each where the one before it stands."""
    learnt = batch.completion[:, 1:].bool()
    count = torch.arange(log_probs.shape[1]).expand_as(log_probs)
    placed = torch.zeros(learnt.shape, dtype=log_probs.dtype)
    placed[learnt] = log_probs[count < learnt.sum(dim=1, keepdim=True)]
    return placed


class _Generate(Protocol):
    """The way of a network to generate, as far as it is used."""

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
    """Put the network's own settings aside: transformers takes from them what these leave open."""
    own = network.generation_config
    network.generation_config = settings
    try:
        yield settings
    finally:
        network.generation_config = own


def _greedy(model: Model, max_tokens: int) -> GenerationConfig:
    """Return settings for the likeliest token each time, whatever the model's own say."""
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
    """Return the tokens up to the end of text, which belongs to them."""
    return row[: row.index(end) + 1] if isinstance(end, int) and end in row else row
