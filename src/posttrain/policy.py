"""The predictions of a network for a batch: its logits, and the log-probabilities of the tokens that came."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

import torch
from attrs import frozen
from torch import Tensor
from torch.utils.checkpoint import checkpoint  # pyright: ignore[reportUnknownVariableType]  # its types are half there
from transformers import PreTrainedModel

from posttrain.batch import Batch

MOST_LOGITS = 2**24
"""How many logits are in memory once more, in float32, while log-probabilities are computed: 64 MB."""


@frozen
class Prediction:
    """Next-token predictions, each beside the token that came. Shapes: B, T - 1 and V, the vocabulary."""

    output: Tensor
    """[B, T - 1, V]: the network's own logits, in its precision."""
    labels: Tensor
    """[B, T - 1]: the token that follows."""
    mask: Tensor
    """[B, T - 1]: 1 where that token is learnt."""
    temperature: float = 1.0

    @property
    def logits(self) -> Tensor:
        """[B, T - 1, V]: the logits in float32, divided by the temperature."""
        return _scores(self.output, self.temperature)

    def token_log_probs(self) -> Tensor:
        """[B, T - 1]: the log-probability of each label, 0 outside of the completion.

        Large logits are upcast and normalised in parts, which keep nothing for the gradient but the logits.
        """
        return self._joined(self._part)

    @torch.no_grad()
    def entropies(self) -> Tensor:
        """[B, T - 1]: the entropy of each prediction in nats, 0 outside of the completion."""
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
        return torch.cat(rows) * self.mask

    def _part_entropies(self, rows: range, tokens: range) -> Tensor:
        return _entropies(self.output[rows.start : rows.stop, tokens.start : tokens.stop], self.temperature)

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
        if self.output.requires_grad and self.output.numel() > MOST_LOGITS:
            compute = cast("Callable[..., Tensor]", checkpoint)  # type: ignore[explicit-any]  # it takes any function
            return compute(_log_probs, output, labels, self.temperature, use_reentrant=False)
        return _log_probs(output, labels, self.temperature)


def _log_probs(output: Tensor, labels: Tensor, temperature: float) -> Tensor:
    scores = _scores(output, temperature)
    return scores.gather(-1, labels.unsqueeze(-1)).squeeze(-1) - scores.logsumexp(dim=-1)


def _entropies(output: Tensor, temperature: float) -> Tensor:
    probs = _scores(output, temperature).softmax(dim=-1)
    return -torch.xlogy(probs, probs).sum(dim=-1)


def _scores(output: Tensor, temperature: float) -> Tensor:
    scores = exact(output)
    return scores if temperature == 1.0 else scores / temperature


def predict(network: PreTrainedModel, batch: Batch, temperature: float = 1.0) -> Prediction:
    """Run the network over a batch; the logits are divided by the temperature."""
    there = batch.to(network.device)
    attention = there.attention if there.positions is None else None  # positions tell the sequences apart
    output = network(
        input_ids=there.ids, attention_mask=attention, position_ids=there.positions, use_cache=False
    )
    logits: Tensor = output.logits[:, :-1]
    mask = there.completion[:, 1:].to(torch.promote_types(logits.dtype, torch.float32))
    return Prediction(logits, there.ids[:, 1:], mask, temperature)


def context_length(network: PreTrainedModel) -> int | None:
    """Return the longest sequence that the network was made for, in tokens, if its config says so."""
    found: object = getattr(network.config.get_text_config(), "max_position_embeddings", None)
    return found if isinstance(found, int) and found > 0 else None


def exact(values: Tensor) -> Tensor:
    """Return the values in float32, or as they are in float64: a loss needs more than bfloat16."""
    return values.to(torch.promote_types(values.dtype, torch.float32))
