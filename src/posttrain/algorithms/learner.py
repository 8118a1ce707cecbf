"""The weights that a stage trains, and what updates them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from math import isfinite
from typing import TypeVar

import torch
from attrs import field, frozen
from torch import Tensor
from torch.nn import Module

from posttrain.algorithms.config import TrainingConfig
from posttrain.batch import chunks
from posttrain.checkpoint import Progress
from posttrain.context import Context
from posttrain.errors import DivergedError, SmallBatchError
from posttrain.journal import LOSS
from posttrain.precision import computing
from posttrain.weights import MasterWeights, load_trained_state, trained_state

X = TypeVar("X")

RATE = "learning_rate"
NORM = "grad_norm"


@frozen
class Mean:
    """The mean of a metric, kept as a sum and a count.

    Means of the parts of a batch are joined by adding up both.
    """

    total: float
    count: float

    @property
    def value(self) -> float:
        """The mean; 0 of nothing."""
        return self.total / self.count if self.count else 0.0

    @classmethod
    def of(cls, values: Tensor, mask: Tensor | None = None) -> Mean:
        """Return the mean of the values, or of those at which the mask is 1. Shapes alike, of any form."""
        kept = torch.ones_like(values) if mask is None else mask
        return cls((values.detach() * kept).sum().item(), kept.sum().item())


@frozen
class Objective:
    """The loss of a batch, which is minimised, and metrics."""

    loss: Tensor
    """A scalar with a gradient: a mean over what `weight` counts."""
    metrics: Mapping[str, Mean] = field(factory=dict[str, Mean])
    """By names such as `kl`, which is logged as `train/kl`."""
    weight: float = 1.0
    """How many tokens, pairs or completions the loss is the mean of. Parts of a batch count by it."""


class Learner:
    """Turns batches into updates of a module's weights. Lives for one stage.

    A batch may be cut into micro-batches and shared among processes: each part's gradient counts by the
    weight of its objective, so that the update is that of the whole batch.
    """

    def __init__(
        self, config: TrainingConfig, context: Context, *, updates: int, module: Module | None = None
    ) -> None:
        """`module` has the weights, by default the context's model; `updates` is how many there will be."""
        self.module = context.model.network if module is None else module
        self._config = config
        self._context = context
        self._weights = MasterWeights(self.module)
        self.optimizer = config.optimizer.build(self._weights.updated)
        self.scheduler = config.scheduler.build(self.optimizer, updates)
        self.done = 0
        """Updates so far."""
        _report_warm_up(config, context, updates)

    def update(self, items: Sequence[X], objective: Callable[[Sequence[X]], Objective]) -> dict[str, float]:
        """Update the weights by this process's share of a batch; the metrics are those of the whole batch.

        Raises DivergedError when the loss or the gradient is no number, before that spoils the weights, and
        SmallBatchError when there is nothing for this process.
        """
        if not items:
            raise SmallBatchError(self._context.stage, self._context.group.size)
        self.optimizer.zero_grad()
        metrics = self._backward(items, objective)
        norm = torch.nn.utils.clip_grad_norm_(self._weights.updated, self._config.max_grad_norm).item()
        self.done += 1
        if not (isfinite(metrics[LOSS]) and isfinite(norm)):
            raise DivergedError(self._context.stage, self.done, metrics[LOSS], norm)
        self.optimizer.step()
        self._weights.write()
        rate = float(self.optimizer.param_groups[0]["lr"])
        self.scheduler.step()
        loss = metrics.pop(LOSS)
        return {LOSS: loss, RATE: rate, NORM: norm, **metrics}

    def state(self) -> tuple[dict[str, Tensor], list[Tensor], dict[str, object], dict[str, object]]:
        """Return what a checkpoint keeps of the weights, their copies, the optimizer and the schedule."""
        return (
            trained_state(self.module),
            self._weights.state(),
            self.optimizer.state_dict(),
            self.scheduler.state_dict(),
        )

    def restore(self, progress: Progress) -> None:
        """Go on from a checkpoint."""
        load_trained_state(self.module, progress.weights)
        self._weights.load(progress.masters)
        self.optimizer.load_state_dict(progress.optimizer)
        self.scheduler.load_state_dict(progress.scheduler)
        self.done = progress.updates

    def _backward(
        self, items: Sequence[X], objective: Callable[[Sequence[X]], Objective]
    ) -> dict[str, float]:
        """Add up the parts' gradients, and return the metrics of all processes."""
        parts = [self._part(some, objective) for some in chunks(items, self._config.micro_batch_size)]
        means = [{LOSS: Mean(part.loss.item() * part.weight, part.weight), **part.metrics} for part in parts]
        rows = [[(each.total, each.count) for each in part.values()] for part in means]
        sums = self._context.group.sum(torch.tensor(rows, dtype=torch.float64).sum(dim=0))  # on the CPU
        weight = sums[0, 1].item() or 1.0  # where nothing counts, the loss and its gradient are 0
        self._context.group.sum_gradients(self._weights.updated)
        for parameter in self._weights.updated:
            if parameter.grad is not None:
                parameter.grad /= weight
        ratios = sums[:, 0] / sums[:, 1].where(sums[:, 1] != 0, 1.0)
        return {name: ratio.item() for name, ratio in zip(means[0], ratios, strict=True)}

    def _part(self, items: Sequence[X], objective: Callable[[Sequence[X]], Objective]) -> Objective:
        """Return the objective of a part, whose gradient is added to that of the parts before."""
        with self.autocast():
            result = objective(items)
        torch.autograd.backward(result.loss * result.weight)
        self._weights.collect_gradients()
        return Objective(result.loss.detach(), result.metrics, result.weight)

    def autocast(self) -> AbstractContextManager[object]:
        """Have the network compute in the config's precision."""
        return computing(self._config.precision, self._context.model.network.device)


def _report_warm_up(config: TrainingConfig, context: Context, updates: int) -> None:
    """Report that the learning rate never comes to the optimizer's, as there are too few updates."""
    steps: object = getattr(config.scheduler.config, "warmup_steps", 0)
    if isinstance(steps, int) and steps >= updates:
        context.journal.say(
            f"{context.stage}: the learning rate warms up over {steps} updates, and there are {updates}, so "
            "that it never comes to the optimizer's; to reach it, lower the scheduler's warmup_steps"
        )
