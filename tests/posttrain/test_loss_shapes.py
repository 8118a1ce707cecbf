"""Losses that return something of another shape than the algorithm needs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from posttrain.errors import LossError
from posttrain.registries import ALGORITHMS, LOSSES

from .given import TASKS, context

if TYPE_CHECKING:
    from torch import Tensor


class EachToken:
    """A loss of next-token prediction without its mean."""

    def __call__(self, logits: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        """Return the loss of each token."""
        del labels, mask
        return logits.sum(dim=-1)


class EachPair:
    """A loss of preferences without its mean."""

    def __call__(self, chosen: Tensor, rejected: Tensor, beta: float) -> Tensor:
        """Return the loss of each pair."""
        return beta * (rejected - chosen)


class Mean:
    """A loss of a policy that takes the mean itself."""

    def __call__(self, log_probs: Tensor, old_log_probs: Tensor, advantages: Tensor, mask: Tensor) -> Tensor:
        """Return a scalar."""
        del old_log_probs, advantages
        return (log_probs * mask).mean()


@pytest.fixture
def registered() -> Iterator[None]:
    """Have these losses in the registry while a test runs."""
    with LOSSES.isolated():
        LOSSES.register("each_token")(EachToken)
        LOSSES.register("each_pair")(EachPair)
        LOSSES.register("mean")(Mean)
        yield


ROLLOUTS = {"max_tokens": 4, "loss": "mean"}


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"name": "sft", "loss": "each_token"},
            "must return a scalar, and returned a tensor of shape [2, 4]",
        ),
        ({"name": "dpo", "loss": "each_pair"}, "must return a scalar, and returned a tensor of shape [2]"),
        ({"name": "grpo", **ROLLOUTS}, "must return a loss for each token, [16, 5], and returned a scalar"),
        ({"name": "ppo", **ROLLOUTS}, "must return a loss for each token, [1, 5], and returned a scalar"),
    ],
)
@pytest.mark.usefixtures("registered")
def test_shape(tmp_path: Path, settings: dict[str, object], message: str) -> None:
    """A loss of another shape is an error at the first step, even if it could have been averaged silently."""
    trainer = ALGORITHMS.from_mapping({**settings, "batch_size": 2, "steps": 1}).build(
        context(tmp_path, tasks=TASKS[:2])
    )
    with pytest.raises(LossError) as caught:
        trainer.train()

    assert f"the loss {settings['loss']!r} {message}" == str(caught.value)
