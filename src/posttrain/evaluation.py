"""Held-out figures: how well a model does what it was never shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeAlias

import torch
from torch import Tensor

from posttrain.batch import chunks, collate
from posttrain.example import Prompt, Split
from posttrain.policy import Prediction, predict
from posttrain.protocols import Model

Measure: TypeAlias = Callable[[Sequence[tuple[Prompt, str]], Callable[[Prediction], Tensor]], Tensor]
"""Pairs of prompt and completion, and what to take from their predictions, to a row for each pair."""

DEMONSTRATION_LOSS = "demonstration loss"
TOKEN_ACCURACY = "token accuracy"  # noqa: S105  # a figure, no secret
CHOSEN_ACCURACY = "chosen token accuracy"
PREFERENCE_ACCURACY = "preference accuracy"
PREFERENCE_MARGIN = "preference margin"


@torch.no_grad()
def evaluate(model: Model, split: Split, max_length: int = 1024, batch_size: int = 64) -> dict[str, float]:
    """The figures that the split's examples allow. Leaves the network in the mode that it found it in.

    - demonstration loss: nats a completion token; token accuracy: the share that the model ranks first.
    - preference accuracy: the share of pairs whose chosen completion is more likely than the rejected one;
      preference margin: by how many nats, in the mean.
    """
    was_training = model.network.training
    model.network.train(mode=False)
    measure = partial(_measure, model, max_length, batch_size)
    figures = _of_demonstrations(split, measure) | _of_preferences(split, measure)
    model.network.train(mode=was_training)
    return figures


def _of_demonstrations(split: Split, measure: Measure) -> dict[str, float]:
    if not split.demonstrations:
        return {}
    pairs = [(example.prompt, example.completion) for example in split.demonstrations]
    lost, right, tokens = measure(pairs, _token_counts).sum(dim=0).unbind()
    return {DEMONSTRATION_LOSS: (lost / tokens).item(), TOKEN_ACCURACY: (right / tokens).item()}


def _of_preferences(split: Split, measure: Measure) -> dict[str, float]:
    if not split.preferences:
        return {}
    chosen = measure([(p.prompt, p.chosen) for p in split.preferences], Prediction.log_probs)
    rejected = measure([(p.prompt, p.rejected) for p in split.preferences], Prediction.log_probs)
    margin = chosen - rejected
    _, right, tokens = measure([(p.prompt, p.chosen) for p in split.preferences], _token_counts).sum(dim=0)
    return {
        CHOSEN_ACCURACY: (right / tokens).item(),
        PREFERENCE_ACCURACY: (margin > 0).float().mean().item(),
        PREFERENCE_MARGIN: margin.mean().item(),
    }


def _measure(
    model: Model,
    max_length: int,
    batch_size: int,
    pairs: Sequence[tuple[Prompt, str]],
    what: Callable[[Prediction], Tensor],
) -> Tensor:
    """What `what` gives for each completion, one row for each."""
    batches = (collate(model.tokenizer, some, max_length) for some in chunks(pairs, batch_size))
    return torch.cat([what(predict(model.network, batch)) for batch in batches])


def _token_counts(prediction: Prediction) -> Tensor:
    """[B, 3]: nats lost, tokens ranked first, tokens."""
    right = (prediction.logits.argmax(dim=-1) == prediction.labels) * prediction.mask
    rows = (-prediction.log_probs(), right.sum(dim=-1), prediction.mask.sum(dim=-1))
    return torch.stack(rows, dim=-1)
