"""Held-out figures: how well a model does what it was never shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from posttrain.batch import chunks, collate
from posttrain.example import Prompt, Split
from posttrain.policy import Prediction, predict
from posttrain.protocols import Model

DEMONSTRATION_LOSS = "demonstration loss"
TOKEN_ACCURACY = "token accuracy"
PREFERENCE_ACCURACY = "preference accuracy"
PREFERENCE_MARGIN = "preference margin"


@torch.no_grad()
def evaluate(model: Model, split: Split, max_length: int = 1024, batch_size: int = 64) -> dict[str, float]:
    """The figures that the split's examples allow.

    - demonstration loss: nats a completion token of the demonstrations; token accuracy: how many the model ranks first.
    - preference accuracy: the share of pairs whose chosen completion is more likely than the rejected one;
      preference margin: by how many nats, in the mean.
    """
    was_training = model.network.training
    model.network.eval()
    figures: dict[str, float] = {}
    if split.demonstrations:
        pairs = [(d.prompt, d.completion) for d in split.demonstrations]
        counts = _over(model, pairs, max_length, batch_size, _token_counts).sum(dim=0).tolist()
        figures |= {DEMONSTRATION_LOSS: counts[0] / counts[2], TOKEN_ACCURACY: counts[1] / counts[2]}
    if split.preferences:
        chosen, rejected = (
            _over(model, pairs, max_length, batch_size, Prediction.log_probs)
            for pairs in (
                [(p.prompt, p.chosen) for p in split.preferences],
                [(p.prompt, p.rejected) for p in split.preferences],
            )
        )
        margin = chosen - rejected
        figures |= {
            PREFERENCE_ACCURACY: (margin > 0).float().mean().item(),
            PREFERENCE_MARGIN: margin.mean().item(),
        }
    model.network.train(was_training)
    return figures


def _over(
    model: Model,
    pairs: Sequence[tuple[Prompt, str]],
    max_length: int,
    batch_size: int,
    measure: Callable[[Prediction], Tensor],
) -> Tensor:
    """What `measure` gives for each completion, one row for each."""
    batches = (collate(model.tokenizer, some, max_length) for some in chunks(pairs, batch_size))
    return torch.cat([measure(predict(model.network, batch)) for batch in batches])


def _token_counts(prediction: Prediction) -> Tensor:
    """[B, 3]: nats lost, tokens ranked first, tokens."""
    right = (prediction.logits.argmax(dim=-1) == prediction.labels) * prediction.mask
    rows = (-prediction.log_probs(), right.sum(dim=-1), prediction.mask.sum(dim=-1))
    return torch.stack(rows, dim=-1)
