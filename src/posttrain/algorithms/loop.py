"""The training loop that all algorithms share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import isfinite
from typing import TypeVar

import torch
from attrs import field, frozen
from torch import Tensor

from posttrain.algorithms.config import TrainingConfig
from posttrain.context import Context
from posttrain.errors import DivergedError
from posttrain.evaluation import evaluate
from posttrain.journal import Record

B = TypeVar("B")


@frozen
class Objective:
    """What a batch gives: the loss to minimise, and figures to watch."""

    loss: Tensor
    """A scalar with a gradient."""
    figures: Mapping[str, float] = field(factory=dict[str, float])


def fit(
    config: TrainingConfig,
    context: Context,
    batches: Iterator[B],
    objective: Callable[[B], Objective],
) -> None:
    """Updates the context's model once for each of `config.steps` batches, and reports to its journal.

    Raises DivergedError before a step whose loss or gradient is no number would spoil the weights.
    """
    network = context.model.network
    network.train()
    optimizer = config.optimizer.build(network.parameters())
    scheduler = config.scheduler.build(optimizer, config.steps)
    for step in context.journal.steps(context.stage, config.steps):
        optimizer.zero_grad()
        result = objective(next(batches))
        torch.autograd.backward(result.loss)
        norm = torch.nn.utils.clip_grad_norm_(network.parameters(), config.max_grad_norm)
        loss, gradient = result.loss.item(), norm.item()
        if not (isfinite(loss) and isfinite(gradient)):
            raise DivergedError(context.stage, step, loss, gradient)
        optimizer.step()
        rate = float(optimizer.param_groups[0]["lr"])
        scheduler.step()
        values = {"loss": loss, "learning rate": rate, "gradient norm": gradient, **result.figures}
        context.journal.log(Record(context.stage, step, "train", values))
        if step % config.evaluate_every == 0 or step == config.steps:
            _report(step, config, context)


def _report(step: int, config: TrainingConfig, context: Context) -> None:
    figures = evaluate(context.model, context.dataset.held_out, config.max_length)
    context.journal.log(Record(context.stage, step, "held_out", figures))
    shown = "  ".join(f"{name} {value:.4f}" for name, value in figures.items())
    context.journal.say(f"{context.stage} {step}/{config.steps}  held out: {shown}")
