"""The training loop that all algorithms share."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

import torch
from attrs import define
from transformers import PreTrainedModel

from posttrain.algorithms.best import Best
from posttrain.algorithms.config import TrainingConfig
from posttrain.algorithms.learner import Learner, Objective
from posttrain.algorithms.length import report_epochs
from posttrain.batch import Shuffled
from posttrain.checkpoint import Progress
from posttrain.context import Context
from posttrain.interrupt import Postponement, interruptible, postponed
from posttrain.journal import TRAIN, Record
from posttrain.measurement import Measurement
from posttrain.modes import learning
from posttrain.reference import Reference

X = TypeVar("X")


def fit(
    config: TrainingConfig,
    context: Context,
    examples: Sequence[X],
    objective: Callable[[Sequence[X]], Objective],
    reference: Reference | None = None,
) -> None:
    """Update the context's model once for each of `config.steps` batches of the examples.

    Raises what `run` does.
    """
    report_epochs(context, examples, config.batch_size, config.steps)
    learner = Learner(config, context, updates=config.steps)
    drawn = Shuffled(examples, config.batch_size, context.seed)

    def step(number: int) -> Mapping[str, float]:
        return learner.update(context.group.share(drawn.batch(number)), objective)

    run(config, context, learner, step, reference)


def run(
    config: TrainingConfig,
    context: Context,
    learner: Learner,
    step: Callable[[int], Mapping[str, float]],
    reference: Reference | None = None,
) -> None:
    """Take `config.steps` steps, each of which returns its metrics; evaluate, and keep the progress.

    With a reference model, held-out preferences are measured by it as well.

    A stage that was stopped goes on from its last checkpoint. One that Ctrl-C or SIGTERM stops leaves a
    checkpoint of its last whole step. Raises DivergedError before an update that would spoil the weights, and
    CheckpointError when the progress can't be kept.
    """
    network = context.model.network
    best = Best(config.keep_best, context)
    steps = _Steps(config, context, learner, best, reference, *_restored(context, learner, best))
    with learning(network, dropout=config.dropout), _recomputing(network, config.gradient_checkpointing):
        try:
            with postponed(context.group) as signals:
                steps.take(step, signals)
            signals.check()  # once no more can come: one may have come since the last step
        except KeyboardInterrupt:
            steps.keep()
            raise
    best.restore(learner.module)


@contextmanager
def _recomputing(network: PreTrainedModel, is_on: bool) -> Generator[None]:  # noqa: FBT001  # a setting's value
    """Have the network compute its activations again for the gradient, if this is on."""
    if is_on:
        network.activation_checkpointing_enable()
    try:
        yield
    finally:
        if is_on:
            network.activation_checkpointing_disable()  # type: ignore[no-untyped-call]  # transformers leaves it unannotated


def measured(config: TrainingConfig, context: Context, reference: Reference | None = None) -> Measurement:
    """Evaluate the context's model as a stage of this config does: before, during and after it."""
    return context.evaluation.evaluate(config.computation, config.max_length, reference)


@define
class _Steps:
    """The steps of a stage under way."""

    config: TrainingConfig
    context: Context
    learner: Learner
    best: Best
    reference: Reference | None
    done: int
    """The last step that is whole."""
    is_measured: bool
    """Whether that step has been measured, if it is one of those that are."""

    def take(self, step: Callable[[int], Mapping[str, float]], signals: Postponement) -> None:
        """Take the steps that are left, up to the last or until nothing gets better."""
        context, config, best = self.context, self.config, self.best
        self._measure()
        for number in context.journal.steps(context.stage, self.done + 1, config.steps):
            if best.is_out_of_patience:
                break
            torch.manual_seed(context.local_seed(number))
            context.journal.log(Record.of(context.stage, number, TRAIN, step(number)))
            self.done, self.is_measured = number, False
            signals.check()
            if number % config.checkpoint_every == 0 or number == config.steps:
                self.keep()  # first: measuring can take longer than a cluster waits before it kills
            self._measure()
            signals.check()
        if best.is_out_of_patience:
            context.journal.say(f"{context.stage}: nothing better since step {best.step}; it ends here")

    def keep(self) -> None:
        """Write a checkpoint of the last whole step. Raises CheckpointError."""
        context, learner = self.context, self.learner
        if context.checkpoints is None:
            return
        context.journal.sync()
        context.checkpoints.keep(
            Progress(
                context.stage,
                self.done,
                learner.done,
                *learner.state(),
                self.best.state(),
                context.journal.size,
                self.is_measured,
            )
        )

    def _measure(self) -> None:
        """Evaluate the model on the held-out split, if it is time to after this step and hasn't been done."""
        number, config, context = self.done, self.config, self.context
        is_time = number > 0 and (number % config.evaluate_every == 0 or number == config.steps)
        if is_time and not self.is_measured:
            with interruptible():
                found = measured(config, context, self.reference)
            metrics = context.journal.log_evaluation(context.stage, number, found)
            context.journal.say_evaluation(f"{context.stage} {number}/{config.steps}", metrics)
            self.best.look(number, metrics, self.learner.module)
        self.is_measured = True


def _restored(context: Context, learner: Learner, best: Best) -> tuple[int, bool]:
    """Bring the learner to where the stage was stopped; return the step and whether it has been measured."""
    checkpoints = context.checkpoints
    progress = checkpoints.progress(context.stage) if checkpoints else None
    if checkpoints is None or progress is None:
        return 0, True
    with checkpoints.fitting("progress.pt"):
        learner.restore(progress)
        best.load(progress.best)
    return progress.step, progress.is_measured
