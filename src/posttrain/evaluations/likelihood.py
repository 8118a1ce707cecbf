"""The metrics of given completions: how likely the model thinks they are. Shapes: B rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import nan
from typing import TypeVar

import torch
from attrs import frozen
from torch import Tensor

from posttrain.batch import chunks, collate, collate_pairs
from posttrain.example import Demonstration, Preference
from posttrain.generation import Computation
from posttrain.group import ALONE, Group
from posttrain.measurement import REFERENCE_METRICS
from posttrain.policy import Prediction, predict
from posttrain.protocols import Model
from posttrain.reference import Reference

X = TypeVar("X")

DEMONSTRATION_METRICS = ("loss", "token_accuracy")
PREFERENCE_METRICS = (
    "chosen_token_accuracy",
    "preference_accuracy",
    "preference_margin",
    "normalized_preference_accuracy",
)


@frozen
class Likelihood:
    """One evaluation, in which each process of a group measures its share."""

    model: Model
    max_length: int
    computation: Computation
    reference: Reference | None
    group: Group

    def demonstrations(self, examples: Sequence[Demonstration]) -> dict[str, float]:
        """Return the metrics of demonstrations."""
        if not examples:
            return {}
        lost, right, tokens = self._sums(examples, self._demonstration_counts)
        means = (_mean(lost, tokens), _mean(right, tokens))
        return dict(zip(DEMONSTRATION_METRICS, means, strict=True))

    def preferences(self, examples: Sequence[Preference]) -> dict[str, float]:
        """Return the metrics of preferences."""
        if not examples:
            return {}
        right, tokens, *sums = self._sums(examples, self._pair_counts)
        means = [_mean(right, tokens), *(value / len(examples) for value in sums)]
        return dict(zip((*PREFERENCE_METRICS, *REFERENCE_METRICS), means, strict=False))

    def _sums(self, examples: Sequence[X], count: Callable[[Sequence[X]], Tensor]) -> list[float]:
        """Return the sums over all examples of the [B, n] rows that `count` gives, one for each column."""
        group = self.group if len(examples) >= self.group.size else ALONE
        shares = chunks(group.share(examples), self.computation.batch_size)
        rows = [self._reported(count, some) for some in shares]
        return [column.item() for column in group.sum(torch.stack(rows).sum(dim=0))]

    def _reported(self, count: Callable[[Sequence[X]], Tensor], some: Sequence[X]) -> Tensor:
        sums = count(some).cpu().sum(dim=0, dtype=torch.float64)
        self.computation.tell(len(some))
        return sums

    def _demonstration_counts(self, examples: Sequence[Demonstration]) -> Tensor:
        pairs = [(example.prompt, example.completion) for example in examples]
        batch = collate(self.model.tokenizer, pairs, self.max_length)
        return _token_counts(predict(self.model.network, batch))

    def _pair_counts(self, examples: Sequence[Preference]) -> Tensor:
        """[B, 5 or 7]: of the chosen one, tokens ranked first and all; is it likelier, by how many nats.

        Then whether it is likelier by its mean, and whether it has become likelier by more, also by its mean.
        """
        batch = collate_pairs(self.model.tokenizer, examples, self.max_length)
        prediction = predict(self.model.network, batch)
        sums = prediction.log_probs()
        lengths = prediction.mask.sum(dim=-1).clamp(min=1)
        counts = _token_counts(prediction).chunk(2)[0]
        columns = [
            counts[:, 1],
            counts[:, 2],
            _is_higher(sums),
            _difference(sums),
            _is_higher(sums / lengths),
        ]
        if self.reference is not None:
            with self.reference.restored() as network:
                rewards = sums - predict(network, batch).log_probs()
            columns += [_is_higher(rewards), _is_higher(rewards / lengths)]
        return torch.stack(columns, dim=-1)


def _difference(pairs: Tensor) -> Tensor:
    chosen, rejected = pairs.chunk(2)
    return chosen - rejected


def _is_higher(pairs: Tensor) -> Tensor:
    return (_difference(pairs) > 0).to(pairs.dtype)


def _mean(total: float, count: float) -> float:
    return total / count if count else nan


def _token_counts(prediction: Prediction) -> Tensor:
    """[B, 3]: nats lost, tokens ranked first, tokens."""
    right = (prediction.output.argmax(dim=-1) == prediction.labels) * prediction.mask
    rows = (-prediction.log_probs(), right.sum(dim=-1), prediction.mask.sum(dim=-1))
    return torch.stack(rows, dim=-1)
