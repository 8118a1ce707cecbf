"""Generation with transformers. Shapes: B completions, P prompts, T tokens, V words of the vocabulary."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Protocol, cast

import torch
from attrs import frozen
from torch import Tensor
from transformers import Cache, DynamicCache, GenerationConfig, LogitsProcessor, LogitsProcessorList
from transformers.cache_utils import DynamicLayer, LinearAttentionCacheLayerMixin

from posttrain.batch import PADDING, chunks
from posttrain.chat.tokens import stop_ids
from posttrain.generation import (
    Computation,
    GeneratedCompletion,
    GenerationRequest,
    SamplingParameters,
    StopReason,
)
from posttrain.generators.config import TransformersGeneratorConfig
from posttrain.modes import evaluating
from posttrain.policy import exact
from posttrain.precision import computing
from posttrain.protocols import Model
from posttrain.registries import GENERATORS
from posttrain.token_sampling import draw, uniform_numbers


@frozen
class _Row:
    """One completion that is asked for."""

    prompt: tuple[int, ...]
    seed: int


@GENERATORS.register("transformers", config=TransformersGeneratorConfig)
class TransformersGenerator:
    """Completes prompts with the model's own network, so that its weights are always the current ones.

    Completions end at any of the model's stop tokens: those of its tokenizer, of its chat template and of its
    generation config. The further settings of the latter have no effect.
    """

    def __init__(self, config: TransformersGeneratorConfig, model: Model) -> None:
        self._config = config
        self._model = model

    def update_weights(self) -> None:
        """Do nothing: the weights are those of the network."""

    @torch.no_grad()
    def generate(
        self,
        requests: Sequence[GenerationRequest],
        parameters: SamplingParameters,
        computation: Computation,
    ) -> list[GeneratedCompletion]:
        """Return the completions of all requests, in their order, those of one request after each other.

        The network stays in the mode that it is in.
        """
        network = self._model.network
        rows = [_Row(request.prompt, seed) for request in requests for seed in request.seeds]
        found: list[GeneratedCompletion] = []
        with evaluating(network), computing(computation.precision, network.device):
            for some in chunks(rows, self._config.batch_size or computation.batch_size):
                found += self._generated(some, parameters)
                computation.tell(len(some))
        return found

    def _generated(self, rows: Sequence[_Row], parameters: SamplingParameters) -> list[GeneratedCompletion]:
        chooser = TokenChooser([row.seed for row in rows], parameters)
        prompts = list(dict.fromkeys(row.prompt for row in rows))
        numbers = {prompt: number for number, prompt in enumerate(prompts)}
        places = [numbers[row.prompt] for row in rows]
        ids, attention = _left_padded(prompts)
        ids, attention = (each.to(self._model.network.device) for each in (ids, attention))
        with _only(self._settings(parameters.max_tokens), self._model) as settings:
            generate = cast("_Network", self._model.network).generate
            generated = generate(
                inputs=ids[places],
                attention_mask=attention[places],
                generation_config=settings,
                logits_processor=LogitsProcessorList([chooser]),
                past_key_values=self._shared(ids, attention, places),
            )
        tokens = cast("list[list[int]]", generated[:, ids.shape[1] :].tolist())
        log_probs = cast("list[list[float]]", torch.stack(chooser.log_probs, dim=1).tolist())
        stops = {*self.stop_ids}
        return [_completion(row, known, stops) for row, known in zip(tokens, log_probs, strict=True)]

    def _shared(self, ids: Tensor, attention: Tensor, places: Sequence[int]) -> Cache | None:
        """Return the cache of all tokens of the rows' prompts but the last, each prompt computed once.

        None where that saves nothing or isn't possible: for networks with a state in place of a cache, and
        prompts of one token.
        """
        is_repeated = self._config.share_prompts and len(places) > len(ids)
        if not is_repeated or attention.sum(dim=1).min() < 2:  # noqa: PLR2004  # one to compute and one to go on from
            return None
        cache = DynamicCache(config=self._model.network.config)
        if not all(_is_selectable(layer) for layer in cache.layers):
            return None
        cast("_Network", self._model.network).generate(
            inputs=ids[:, :-1],
            attention_mask=attention[:, :-1],
            generation_config=self._settings(1),
            logits_processor=LogitsProcessorList(),
            past_key_values=cache,
        )
        if cache.get_seq_length() != ids.shape[1] - 1:
            return None
        cache.reorder_cache(cast("torch.LongTensor", torch.tensor(places, device=ids.device)))
        return cache

    @property
    def stop_ids(self) -> tuple[int, ...]:
        """The tokens that end a completion."""
        own: object = getattr(self._model.network.generation_config, "eos_token_id", None)
        ends = cast("list[object]", own) if isinstance(own, list) else [own]
        every = (*stop_ids(self._model.tokenizer), *ends)
        return tuple(dict.fromkeys(end for end in every if isinstance(end, int)))

    def _settings(self, max_tokens: int) -> GenerationConfig:
        """Return settings for the likeliest token each time, whatever the model's own say."""
        return GenerationConfig(  # type: ignore[no-untyped-call]  # transformers leaves it unannotated
            max_new_tokens=max_tokens,
            do_sample=False,
            num_beams=1,
            repetition_penalty=1.0,
            pad_token_id=PADDING,
            eos_token_id=[*self.stop_ids] or None,
        )


class TokenChooser(LogitsProcessor):
    """Chooses each token by a uniform number, and makes it the likeliest, which transformers then takes.

    Keeps the log-probabilities of the tokens that are chosen.
    """

    def __init__(self, seeds: Sequence[int], parameters: SamplingParameters) -> None:
        self._parameters = parameters
        self._numbers = uniform_numbers(seeds, parameters.max_tokens) if parameters.temperature else None
        self.log_probs: list[Tensor] = []
        """[B] for each token."""

    def __call__(self, input_ids: Tensor, scores: Tensor) -> Tensor:
        """Return the scores [B, V], with that of the chosen token raised above all others."""
        del input_ids
        known = exact(scores)
        if self._numbers is None:
            chosen = known.argmax(dim=-1)
            log_probs = known.gather(-1, chosen.unsqueeze(-1)).squeeze(-1) - known.logsumexp(dim=-1)
        else:
            numbers = self._numbers[:, len(self.log_probs)]
            chosen, log_probs = draw(known / self._parameters.temperature, numbers, self._parameters.top_p)
        self.log_probs.append(log_probs)
        return scores.scatter_(-1, chosen.unsqueeze(-1), torch.inf)


class _Network(Protocol):
    """A network that generates tokens.

    To type checkers, `generate` of transformers' own class is a tensor.
    """

    def generate(
        self,
        *,
        inputs: Tensor,
        attention_mask: Tensor,
        generation_config: GenerationConfig,
        logits_processor: LogitsProcessorList,
        past_key_values: Cache | None,
    ) -> Tensor: ...


def _is_selectable(layer: object) -> bool:
    return isinstance(layer, DynamicLayer) and not isinstance(layer, LinearAttentionCacheLayerMixin)


@contextmanager
def _only(settings: GenerationConfig, model: Model) -> Generator[GenerationConfig]:
    """Put the network's own settings aside: transformers takes from them what these leave open."""
    own = model.network.generation_config
    model.network.generation_config = settings
    try:
        yield settings
    finally:
        model.network.generation_config = own


def _left_padded(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    width = max(map(len, rows))
    ids = [[PADDING] * (width - len(row)) + [*row] for row in rows]
    attention = [[0] * (width - len(row)) + [1] * len(row) for row in rows]
    return torch.tensor(ids), torch.tensor(attention)


def _completion(tokens: list[int], log_probs: list[float], stops: set[int]) -> GeneratedCompletion:
    """Return the tokens up to the first that ends a completion, which belongs to them."""
    end = next((place for place, token in enumerate(tokens, start=1) if token in stops), None)
    reason: StopReason = "length" if end is None else "stop"
    return GeneratedCompletion(tuple(tokens[:end]), tuple(log_probs[:end]), reason)
