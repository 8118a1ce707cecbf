"""Held-out figures: how well a model does what it was never shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import torch
from attrs import frozen
from torch import Tensor

from posttrain.batch import chunks, collate, collate_pairs
from posttrain.chat.tokens import encode
from posttrain.example import Demonstration, Preference, Split, Task
from posttrain.group import ALONE, Group
from posttrain.policy import Prediction, context_length, predict
from posttrain.protocols import Model
from posttrain.rollout import roll_out

X = TypeVar("X")

DEMONSTRATION_LOSS = "demonstration loss"
TOKEN_ACCURACY = "token accuracy"  # noqa: S105  # a figure, no secret
CHOSEN_ACCURACY = "chosen token accuracy"
PREFERENCE_ACCURACY = "preference accuracy"
PREFERENCE_MARGIN = "preference margin"
EXACT_MATCH = "exact match"


def measurable(split: Split) -> tuple[str, ...]:
    """The names of the figures that `evaluate` gives of this split."""
    names: list[str] = []
    if split.of(Demonstration):
        names += [DEMONSTRATION_LOSS, TOKEN_ACCURACY]
    if split.of(Preference):
        names += [CHOSEN_ACCURACY, PREFERENCE_ACCURACY, PREFERENCE_MARGIN]
    if _answered(split):
        names += [EXACT_MATCH]
    return tuple(names)


def _answered(split: Split) -> tuple[Task, ...]:
    return tuple(task for task in split.of(Task) if isinstance(task.columns.get("answer"), str))


@torch.no_grad()
def evaluate(
    model: Model, split: Split, max_length: int = 1024, batch_size: int = 64, group: Group = ALONE
) -> dict[str, float]:
    """The figures that the split's examples allow. Leaves the network in the mode that it found it in.

    What of an example is beyond `max_length`, or beyond the model's context, doesn't count.

    - demonstration loss: nats a completion token; token accuracy: the share that the model ranks first.
    - preference accuracy: the share of pairs whose chosen completion is more likely than the rejected one;
      preference margin: by how many nats, in the mean.
    - exact match: the share of tasks whose answer is what the model says, its likeliest token each time.
    """
    was_training = model.network.training
    model.network.train(mode=False)
    fitting = min(max_length, context_length(model.network) or max_length)
    look = _Look(model, fitting, batch_size, group)
    figures = look.demonstrations(split.of(Demonstration)) | look.preferences(split.of(Preference))
    figures |= look.tasks(_answered(split))
    model.network.train(mode=was_training)
    return figures


@frozen
class _Look:
    """One evaluation, in which each process of a group measures its share."""

    model: Model
    max_length: int
    batch_size: int
    group: Group

    def demonstrations(self, examples: Sequence[Demonstration]) -> dict[str, float]:
        if not examples:
            return {}
        lost, right, tokens = self._sums(examples, self._token_counts)
        return {DEMONSTRATION_LOSS: lost / tokens, TOKEN_ACCURACY: right / tokens}

    def preferences(self, examples: Sequence[Preference]) -> dict[str, float]:
        if not examples:
            return {}
        preferred, margin, right, tokens = self._sums(examples, self._pair_counts)
        return {
            CHOSEN_ACCURACY: right / tokens,
            PREFERENCE_ACCURACY: preferred / len(examples),
            PREFERENCE_MARGIN: margin / len(examples),
        }

    def tasks(self, examples: Sequence[Task]) -> dict[str, float]:
        if not examples:
            return {}
        longest = max(len(encode(self.model.tokenizer, "", task.answer).ids) for task in examples)

        def matches(some: Sequence[Task]) -> Tensor:
            texts = roll_out(self.model, [task.prompt for task in some], longest).texts
            right = [text == task.answer for text, task in zip(texts, some, strict=True)]
            return torch.tensor([[sum(right)]], dtype=torch.float64)

        [right] = self._sums(examples, matches)
        return {EXACT_MATCH: right / len(examples)}

    def _sums(self, examples: Sequence[X], count: Callable[[Sequence[X]], Tensor]) -> list[float]:
        """The sums over all examples of what `count` gives as [B, n] rows, a number for each column."""
        group = self.group if len(examples) >= self.group.size else ALONE
        shares = chunks(group.share(examples), self.batch_size)
        rows = [count(some).sum(dim=0, dtype=torch.float64) for some in shares]
        return [column.item() for column in group.sum(torch.stack(rows).sum(dim=0))]

    def _token_counts(self, examples: Sequence[Demonstration]) -> Tensor:
        pairs = [(example.prompt, example.completion) for example in examples]
        return _token_counts(
            predict(self.model.network, collate(self.model.tokenizer, pairs, self.max_length))
        )

    def _pair_counts(self, examples: Sequence[Preference]) -> Tensor:
        """[B, 4]: is the chosen one likelier, by how many nats; its tokens ranked first, and all of them."""
        batch = collate_pairs(self.model.tokenizer, examples, self.max_length)
        prediction = predict(self.model.network, batch)
        chosen, rejected = prediction.log_probs().chunk(2)
        counts = _token_counts(prediction).chunk(2)[0]
        margin = chosen - rejected
        return torch.stack(((margin > 0).float(), margin, counts[:, 1], counts[:, 2]), dim=-1)


def _token_counts(prediction: Prediction) -> Tensor:
    """[B, 3]: nats lost, tokens ranked first, tokens."""
    right = (prediction.logits.argmax(dim=-1) == prediction.labels) * prediction.mask
    rows = (-prediction.log_probs(), right.sum(dim=-1), prediction.mask.sum(dim=-1))
    return torch.stack(rows, dim=-1)
