"""The training loop that all algorithms share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import torch

from posttrain.algorithms.best import Best
from posttrain.algorithms.config import TrainingConfig
from posttrain.algorithms.learner import Learner, Objective
from posttrain.batch import Shuffled
from posttrain.checkpoint import Progress
from posttrain.context import Context
from posttrain.evaluation import evaluate
from posttrain.journal import Record

X = TypeVar("X")


def fit(
    config: TrainingConfig,
    context: Context,
    examples: Sequence[X],
    objective: Callable[[Sequence[X]], Objective],
) -> None:
    """Updates the context's model once for each of `config.steps` batches of the examples.

    Raises what `run` does.
    """
    learner = Learner(config, context, updates=config.steps)
    drawn = Shuffled(examples, config.batch_size, context.seed)

    def step(number: int) -> Mapping[str, float]:
        return learner.update(context.group.share(drawn.batch(number)), objective)

    run(config, context, learner, step)


def run(
    config: TrainingConfig, context: Context, learner: Learner, step: Callable[[int], Mapping[str, float]]
) -> None:
    """Takes `config.steps` steps, each of which gives its figures; measures, and keeps the progress.

    A stage that was stopped goes on from its last checkpoint. Raises DivergedError before an update that
    would spoil the weights, and CheckpointError when the progress can't be kept.
    """
    network = context.model.network
    if config.gradient_checkpointing:
        network.activation_checkpointing_enable()
    network.train()
    best = Best(config.keep_best, context)
    first = _restored(context, learner, best) + 1
    for number in context.journal.steps(context.stage, first, config.steps):
        torch.manual_seed(context.seed_of(number))
        context.journal.log(Record(context.stage, number, "train", step(number)))
        is_last = number == config.steps
        if number % config.evaluate_every == 0 or is_last:
            best.look(number, _measured(number, config, context), learner.module)
        if best.is_out_of_patience:
            context.journal.say(f"{context.stage}: nothing better since step {best.step}; it ends here")
            break
        if number % config.checkpoint_every == 0 and not is_last:
            _keep(number, context, learner, best)
    best.restore(learner.module)
    if config.gradient_checkpointing:
        network.activation_checkpointing_disable()  # type: ignore[no-untyped-call]  # transformers leaves it unannotated


def _measured(step: int, config: TrainingConfig, context: Context) -> Mapping[str, float]:
    figures = evaluate(context.model, context.dataset.held_out, config.max_length, group=context.group)
    context.journal.log(Record(context.stage, step, "held_out", figures))
    shown = "  ".join(f"{name} {value:.4f}" for name, value in figures.items())
    context.journal.say(f"{context.stage} {step}/{config.steps}  held out: {shown}")
    return figures


def _keep(step: int, context: Context, learner: Learner, best: Best) -> None:
    if context.checkpoints is not None:
        context.checkpoints.keep(
            Progress(
                context.stage,
                step,
                learner.done,
                learner.module.state_dict(),
                learner.optimizer.state_dict(),
                learner.scheduler.state_dict(),
                best.state(),
                context.journal.size,
            )
        )


def _restored(context: Context, learner: Learner, best: Best) -> int:
    """Brings the learner to where the stage was stopped, and gives the step; 0 for a stage that is new."""
    progress = context.checkpoints.progress(context.stage) if context.checkpoints else None
    if progress is None:
        return 0
    learner.module.load_state_dict(progress.weights)
    learner.optimizer.load_state_dict(progress.optimizer)
    learner.scheduler.load_state_dict(progress.scheduler)
    learner.done = progress.updates
    best.load(progress.best)
    return progress.step
