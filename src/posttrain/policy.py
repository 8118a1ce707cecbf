"""The predictions of a network for a batch: its logits, and the log-probabilities of the tokens that came."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import ParamSpec, cast

import torch
from attrs import frozen
from torch import Tensor
from torch.utils.checkpoint import checkpoint  # pyright: ignore[reportUnknownVariableType]  # its types are half there
from transformers import PreTrainedModel

from posttrain.batch import Batch

P = ParamSpec("P")

KEPT = "logits_to_keep"
MOST_LOGITS = 2**24
"""How many logits are in memory once more, in float32, while log-probabilities are computed: 64 MB."""


@frozen
class Columns:
    """Some columns of a batch's tokens. Shapes: B rows, C columns of these, of `count` in all."""

    places: Tensor
    """[C]: their places, in ascending order."""
    count: int

    def of(self, values: Tensor) -> Tensor:
        """[B, C]: these columns of values that have all of them."""
        return values[:, self.places]

    def spread(self, values: Tensor) -> Tensor:
        """[B, count]: the values at their places, and 0 elsewhere."""
        return values.new_zeros(values.shape[0], self.count).index_copy(1, self.places, values)


@frozen
class Prediction:
    """Next-token predictions, each beside the token that came.

    Shapes: B rows of T tokens, V words of the vocabulary, and C columns: those of the T - 1 in which a token
    of some row is learnt. A network needn't compute the logits of the others, such as those of a prompt.
    """

    output: Tensor
    """[B, C, V]: the network's own logits, in its precision."""
    labels: Tensor
    """[B, C]: the token that follows."""
    mask: Tensor
    """[B, C]: 1 where that token is learnt."""
    temperature: float = 1.0
    columns: Columns | None = None
    """Which of the T - 1 columns these are; None for all of them."""

    @property
    def logits(self) -> Tensor:
        """[B, C, V]: the logits in float32, divided by the temperature."""
        return _scores(self.output, self.temperature)

    def token_log_probs(self) -> Tensor:
        """[B, T - 1]: the log-probability of each label, 0 outside of the completion.

        Large logits are upcast and normalised in parts, which keep nothing for the gradient but the logits.
        """
        return self._joined(self._part)

    def entropies(self) -> Tensor:
        """[B, T - 1]: the entropy of each prediction in nats, 0 outside of the completion.

        They are computed in parts, as the log-probabilities are.
        """
        return self._joined(self._part_entropies)

    def log_probs(self) -> Tensor:
        """[B]: the log-probability of each completion as a whole."""
        return self.token_log_probs().sum(dim=-1)

    def mean_log_probs(self) -> Tensor:
        """[B]: the mean log-probability of each completion's tokens; 0 for a completion of none."""
        return self.log_probs() / self.mask.sum(dim=-1).clamp(min=1)

    def _joined(self, compute: Callable[[range, range], Tensor]) -> Tensor:
        """[B, T - 1]: a value of each prediction, computed part by part, 0 outside of the completion."""
        rows = [torch.cat([compute(*place) for place in row], dim=1) for row in self._places()]
        values = torch.cat(rows) * self.mask
        return values if self.columns is None else self.columns.spread(values)

    def _part_entropies(self, rows: range, tokens: range) -> Tensor:
        output = self.output[rows.start : rows.stop, tokens.start : tokens.stop]
        return self._computed(_entropies, output, self.temperature)

    def _places(self) -> Iterator[list[tuple[range, range]]]:
        """Yield the rows and the tokens of each part of the logits, the parts of the same rows together."""
        rows, tokens, words = self.output.shape
        high = max(1, MOST_LOGITS // (words * max(1, tokens)))
        wide = max(1, min(tokens, MOST_LOGITS // words))
        for row in range(0, rows, high):
            some = range(row, min(rows, row + high))
            yield [(some, range(at, min(tokens, at + wide))) for at in range(0, max(1, tokens), wide)]

    def _part(self, rows: range, tokens: range) -> Tensor:
        output = self.output[rows.start : rows.stop, tokens.start : tokens.stop]
        labels = self.labels[rows.start : rows.stop, tokens.start : tokens.stop]
        return self._computed(_log_probs, output, labels, self.temperature)

    def _computed(self, compute: Callable[P, Tensor], *arguments: P.args, **further: P.kwargs) -> Tensor:
        """Return what a function computes; of large logits, its steps are computed again for the gradient."""
        has_gradient = self.output.requires_grad and torch.is_grad_enabled()
        if not has_gradient or self.output.numel() <= MOST_LOGITS:
            return compute(*arguments, **further)
        recomputed = cast("Callable[..., Tensor]", checkpoint)  # type: ignore[explicit-any]  # it takes any function
        return recomputed(compute, *arguments, use_reentrant=False, **further)


def _log_probs(output: Tensor, labels: Tensor, temperature: float) -> Tensor:
    scores = _scores(output, temperature)
    return scores.gather(-1, labels.unsqueeze(-1)).squeeze(-1) - scores.logsumexp(dim=-1)


def _entropies(output: Tensor, temperature: float) -> Tensor:
    log_probs = _scores(output, temperature).log_softmax(dim=-1)
    # A logit of -inf rules a token out. Its log-probability, -inf, would make the product with 0 a NaN.
    finite = log_probs.clamp(min=torch.finfo(log_probs.dtype).min)
    return -(finite.exp() * finite).sum(dim=-1)


def _scores(output: Tensor, temperature: float) -> Tensor:
    scores = exact(output)
    return scores if temperature == 1.0 else scores / temperature


def predict(network: PreTrainedModel, batch: Batch, temperature: float = 1.0) -> Prediction:
    """Run the network over a batch; the logits are divided by the temperature."""
    columns, there = learnt_columns(network, batch), batch.to(network.device)
    attention = there.attention if there.positions is None else None  # positions tell the sequences apart
    output = network(
        input_ids=there.ids,
        attention_mask=attention,
        position_ids=there.positions,
        use_cache=False,
        **kept_logits(columns),
    )
    return prediction_of(output.logits, there, temperature, columns)


def learnt_columns(network: PreTrainedModel, batch: Batch) -> Columns | None:
    """Return the columns whose logits are needed, on the network's device.

    Return None if that is all, or if the network only gives all.
    """
    if not _keeps_some_logits(type(network)):
        return None
    learnt = (batch.completion[:, 1:] != 0).any(dim=0)
    places = learnt.nonzero().squeeze(-1).to(network.device)
    return Columns(places, len(learnt)) if 0 < len(places) < len(learnt) else None


def kept_logits(columns: Columns | None) -> Mapping[str, Tensor]:
    """Return the argument by which transformers' networks compute the logits of these columns alone."""
    return {} if columns is None else {KEPT: columns.places}


def prediction_of(logits: Tensor, batch: Batch, temperature: float, columns: Columns | None) -> Prediction:
    """Return what a network has predicted for a batch, with the logits of these columns or of all tokens."""
    labels, completion = batch.ids[:, 1:], batch.completion[:, 1:]
    if columns is None:
        logits = logits[:, :-1]
    else:
        labels, completion = columns.of(labels), columns.of(completion)
    mask = completion.to(torch.promote_types(logits.dtype, torch.float32))
    return Prediction(logits, labels, mask, temperature, columns)


def _keeps_some_logits(kind: type[PreTrainedModel]) -> bool:
    """Return whether networks of this class compute the logits of some columns alone when asked."""
    return KEPT in inspect.signature(kind.forward).parameters


def context_length(network: PreTrainedModel) -> int | None:
    """Return the longest sequence that the network was made for, in tokens, if its config says so."""
    found: object = getattr(network.config.get_text_config(), "max_position_embeddings", None)
    return found if isinstance(found, int) and found > 0 else None


def exact(values: Tensor) -> Tensor:
    """Return the values in float32, or as they are in float64: a loss needs more than bfloat16."""
    return values.to(torch.promote_types(values.dtype, torch.float32))
