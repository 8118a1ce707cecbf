"""Held-out figures: how well a model does on examples that it was never shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import nan
from typing import TypeVar

import torch
from attrs import frozen
from torch import Tensor

from posttrain.batch import chunks, collate, collate_pairs
from posttrain.chat.tokens import encode
from posttrain.example import Demonstration, Preference, Split, Task
from posttrain.generation import Computation, SamplingParameters
from posttrain.generators.config import TransformersGeneratorConfig
from posttrain.group import ALONE, Group
from posttrain.journal import REWARD_ACCURACY
from posttrain.modes import evaluating
from posttrain.policy import Prediction, context_length, predict
from posttrain.precision import Precision, computing
from posttrain.protocols import Model
from posttrain.reference import Reference
from posttrain.registries import GENERATORS
from posttrain.rollout import roll_out

X = TypeVar("X")

DEMONSTRATION_LOSS = "demonstration loss"
TOKEN_ACCURACY = "token accuracy"  # noqa: S105  # a figure, no secret
CHOSEN_ACCURACY = "chosen token accuracy"
PREFERENCE_ACCURACY = "preference accuracy"
PREFERENCE_MARGIN = "preference margin"
NORMALIZED_ACCURACY = "normalized preference accuracy"
EXACT_MATCH = "exact match"


def measurable(split: Split) -> tuple[str, ...]:
    """Return the names of the figures that `evaluate` gives of this split."""
    names: list[str] = []
    if split.of(Demonstration):
        names += [DEMONSTRATION_LOSS, TOKEN_ACCURACY]
    if split.of(Preference):
        names += [CHOSEN_ACCURACY, PREFERENCE_ACCURACY, PREFERENCE_MARGIN, NORMALIZED_ACCURACY]
    if _answered(split):
        names += [EXACT_MATCH]
    return tuple(names)


def _answered(split: Split) -> tuple[Task, ...]:
    return tuple(task for task in split.of(Task) if isinstance(task.columns.get("answer"), str))


@torch.no_grad()
def evaluate(  # noqa: PLR0913  # each is a setting of the stage that asks
    model: Model,
    split: Split,
    max_length: int = 1024,
    batch_size: int = 64,
    *,
    precision: Precision = "float32",
    reference: Reference | None = None,
    group: Group = ALONE,
) -> dict[str, float]:
    """Return the figures that the split's examples allow. The network stays in the mode that it is in.

    Tokens of an example beyond `max_length`, or beyond the model's context, don't count. A figure is NaN if
    no token is left that would.

    - demonstration loss: nats a completion token; token accuracy: the share that the model ranks first.
    - preference accuracy: the share of pairs whose chosen completion is more likely than the rejected one;
      preference margin: by how many nats, in the mean. Both favour short completions; normalized preference
      accuracy compares the means over the tokens.
    - reward accuracy, with a reference model: the share of pairs whose chosen completion has become more
    likely
      by more, in comparison with the reference, than the rejected one: DPO's implicit reward.
    - exact match: the share of tasks whose answer is the model's completion, of the likeliest token each
    time.
    """
    fitting = min(max_length, context_length(model.network) or max_length)
    look = _Evaluation(model, fitting, batch_size, reference, group, precision)
    with evaluating(model.network), computing(precision, model.network.device):
        figures = look.demonstrations(split.of(Demonstration)) | look.preferences(split.of(Preference))
        return figures | look.tasks(_answered(split))


@frozen
class _Evaluation:
    """One evaluation, in which each process of a group measures its share."""

    model: Model
    max_length: int
    batch_size: int
    reference: Reference | None
    group: Group
    precision: Precision

    def demonstrations(self, examples: Sequence[Demonstration]) -> dict[str, float]:
        if not examples:
            return {}
        lost, right, tokens = self._sums(examples, self._token_counts)
        return {DEMONSTRATION_LOSS: _mean(lost, tokens), TOKEN_ACCURACY: _mean(right, tokens)}

    def preferences(self, examples: Sequence[Preference]) -> dict[str, float]:
        if not examples:
            return {}
        right, tokens, *sums = self._sums(examples, self._pair_counts)
        names = [PREFERENCE_ACCURACY, PREFERENCE_MARGIN, NORMALIZED_ACCURACY, REWARD_ACCURACY]
        means = {name: value / len(examples) for name, value in zip(names, sums, strict=False)}
        return {CHOSEN_ACCURACY: _mean(right, tokens), **means}

    def tasks(self, examples: Sequence[Task]) -> dict[str, float]:
        if not examples:
            return {}
        longest = max(len(encode(self.model.tokenizer, "", task.answer).ids) for task in examples)
        greedy = SamplingParameters(longest, temperature=0)
        generator = GENERATORS.build("transformers", TransformersGeneratorConfig(), self.model)

        def matches(some: Sequence[Task]) -> Tensor:
            prompts = [(task.prompt, (0,)) for task in some]
            texts = roll_out(self.model, generator, prompts, greedy, Computation(self.precision)).texts
            right = [text == task.answer for text, task in zip(texts, some, strict=True)]
            return torch.tensor([[sum(right)]], dtype=torch.float64)

        [right] = self._sums(examples, matches)
        return {EXACT_MATCH: right / len(examples)}

    def _sums(self, examples: Sequence[X], count: Callable[[Sequence[X]], Tensor]) -> list[float]:
        """Return the sums over all examples of the [B, n] rows that `count` gives, one for each column."""
        group = self.group if len(examples) >= self.group.size else ALONE
        shares = chunks(group.share(examples), self.batch_size)
        rows = [count(some).cpu().sum(dim=0, dtype=torch.float64) for some in shares]
        return [column.item() for column in group.sum(torch.stack(rows).sum(dim=0))]

    def _token_counts(self, examples: Sequence[Demonstration]) -> Tensor:
        pairs = [(example.prompt, example.completion) for example in examples]
        return _token_counts(
            predict(self.model.network, collate(self.model.tokenizer, pairs, self.max_length))
        )

    def _pair_counts(self, examples: Sequence[Preference]) -> Tensor:
        """[B, 5 or 6]: of the chosen one, tokens ranked first and all; is it likelier, by how many nats.

        Then whether it is likelier by its mean, and whether it has become likelier by more.
        """
        batch = collate_pairs(self.model.tokenizer, examples, self.max_length)
        prediction = predict(self.model.network, batch)
        sums = prediction.log_probs()
        means = sums / prediction.mask.sum(dim=-1).clamp(min=1)
        counts = _token_counts(prediction).chunk(2)[0]
        columns = [counts[:, 1], counts[:, 2], _is_higher(sums), _difference(sums), _is_higher(means)]
        if self.reference is not None:
            with self.reference.restored() as network:
                columns.append(_is_higher(sums - predict(network, batch).log_probs()))
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
