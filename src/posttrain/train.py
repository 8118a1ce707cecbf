"""An experiment, from its config to its run folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING, TypeAlias

import torch
from attrs import evolve, field, frozen
from safetensors import SafetensorError

from posttrain.algorithms.config import TrainingConfig
from posttrain.checkpoint import Checkpoints, Figures, Start
from posttrain.config import ExperimentConfig
from posttrain.context import Context
from posttrain.errors import MissingFigureError, SaveError
from posttrain.evaluation import evaluate, measurable
from posttrain.events import write_events
from posttrain.group import Group, device, join
from posttrain.interrupt import interruptible, terminable, uninterrupted
from posttrain.journal import BEFORE, Journal, Record
from posttrain.lock import held
from posttrain.plot import draw
from posttrain.protocols import Trainer
from posttrain.run import Run, resume, save_model, start
from typed_registry import Spec
from typed_registry.errors import MissingExtraError

if TYPE_CHECKING:
    from rich.console import Console


Stage: TypeAlias = tuple[str, Spec[Trainer, [Context]]]
"""Its title, and the algorithm."""


@frozen
class Outcome:
    """What a run came to."""

    run: Run
    figures: Figures
    """The held-out figures before the first stage and after each, by the stage's title."""
    interrupted: bool


def train(config: ExperimentConfig, name: str, console: Console, *, go_on: bool = False) -> Outcome:
    """Trains the experiment's model through its stages, and leaves everything in a run folder.

    The folder is new; or, to `go_on`, that of the run of this name that was stopped, whose last checkpoint
    is where this one begins. Ctrl-C or SIGTERM ends the training early: a checkpoint and the model are saved
    as they are after the last whole step, then the model is measured, and the outcome says so. A model whose
    training fails is saved, too, before the error goes on.

    Raises ExperimentError when the model or the data can't be used, the training diverges, or the run to go
    on with is still under way.
    """
    torch.set_num_threads(config.threads or idle_cores())
    torch.manual_seed(config.seed)
    group = join()
    try:
        with terminable():
            return _prepared(config, name, console, group, go_on=go_on).finish()
    finally:
        group.leave()


def _prepared(
    config: ExperimentConfig, name: str, console: Console, group: Group, *, go_on: bool
) -> _Training:
    dataset, model = config.dataset.build(), config.model.build()
    torch.nn.Module.to(model.network, device())
    run = (resume if go_on else start)(config, name, group)
    journal = Journal(run.metrics, console, group.is_writer)
    checkpoints = Checkpoints(run.checkpoints, group.is_writer)
    context = Context(model, dataset, journal, BEFORE, config.seed, group, checkpoints)
    return _Training(config, name, run, context, checkpoints)


@frozen
class _Training:
    """A run under way."""

    config: ExperimentConfig
    name: str
    run: Run
    context: Context
    checkpoints: Checkpoints
    figures: Figures = field(factory=Figures)

    def finish(self) -> Outcome:
        """Goes through the stages that are left, and saves what they came to."""
        with held(self.run.folder) if self.context.group.is_writer else nullcontext():
            return self._finished()

    def _finished(self) -> Outcome:
        stages = self._built()
        try:
            self._go_through(stages)
        except KeyboardInterrupt:
            self._save()  # nothing interrupts it: signals are ignored from the first on
            self._measure_interrupted()
            return Outcome(self.run, self.figures, interrupted=True)
        except BaseException:
            with uninterrupted(), suppress(SaveError):  # the error that came first is the one to tell
                self._save()
            raise
        with uninterrupted():
            self._save()
            self.checkpoints.discard()
        return Outcome(self.run, self.figures, interrupted=False)

    def _measure_interrupted(self) -> None:
        """Measure the model that is saved already; a further Ctrl-C or SIGTERM ends that, too."""
        try:
            with interruptible():
                self._measure("interrupted")
        except KeyboardInterrupt:
            self.context.journal.say("The model wasn't evaluated after the interruption.")

    def _built(self) -> dict[str, Trainer]:
        try:
            titled = list(_stages(self.config))
            _require_figures(titled, measurable(self.context.dataset.held_out))
            return {title: stage.build(evolve(self.context, stage=title)) for title, stage in titled}
        except BaseException:
            if not self.run.checkpoints.exists() and self.context.group.is_writer:
                self.run.discard()  # nothing has been done yet
            raise

    def _go_through(self, stages: dict[str, Trainer]) -> None:
        begun = self.checkpoints.start()
        if begun is None:
            self.context.journal.rewind(0)
            self._measure(BEFORE)
        else:
            self._go_back(begun)
        left = [*stages][[*stages].index(begun.stage) :] if begun else [*stages]
        for title in left:
            if begun is None or title != begun.stage:
                self._begin(title)
            stages[title].train()
            self._measure(f"after {title}")

    def _begin(self, title: str) -> None:
        weights = self.context.model.network.state_dict()
        self.context.journal.sync()
        self.checkpoints.begin(Start(title, weights, self.figures, self.context.journal.size))

    def _go_back(self, begun: Start) -> None:
        """Go back to the last checkpoint; the stage restores the rest itself."""
        with self.checkpoints.fitting("start.pt"):
            self.context.model.network.load_state_dict(begun.weights)
        self.figures.update(begun.figures)
        progress = self.checkpoints.progress(begun.stage)
        self.context.journal.rewind(progress.journal if progress else begun.journal)
        self.context.group.wait()

    def _measure(self, title: str) -> None:
        context = self.context
        measured = evaluate(context.model, context.dataset.held_out, group=context.group)
        self.figures[title] = measured
        if not context.journal.records:
            context.journal.log(Record(BEFORE, 0, "held_out", measured))

    def _save(self) -> None:
        if not self.context.group.is_writer:
            return
        try:
            save_model(self.run, self.context.model)
            draw(self.context.journal.records, self.name, self.run.curves)
            self._save_for_tensorboard()
        except (OSError, SafetensorError) as error:
            reason = error.strerror if isinstance(error, OSError) else None
            raise SaveError(str(self.run.folder), reason or str(error)) from error

    def _save_for_tensorboard(self) -> None:
        try:
            write_events(self.context.journal.records, self.run.tensorboard)
        except MissingExtraError as error:
            self.context.journal.say(str(error))  # no reason to fail a run that has all the rest


def idle_cores() -> int:
    """How many cores nothing else uses: threads on busy cores wait for each other."""
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return max(1, (os.cpu_count() or 1) - round(busy))


def _require_figures(stages: Iterable[Stage], known: tuple[str, ...]) -> None:
    """Refuses to choose weights by a figure that there won't be. Raises MissingFigureError."""
    for title, stage in stages:
        best = stage.config.keep_best if isinstance(stage.config, TrainingConfig) else None
        if best is not None and best.figure not in known:
            raise MissingFigureError(title, best.figure, known)


def _stages(config: ExperimentConfig) -> Iterator[Stage]:
    """Each stage with its title: its algorithm's name, with a number when that has been used."""
    used: list[str] = []
    for stage in (config.warm_start, config.algorithm):
        if stage is not None:
            used.append(stage.name)
            number = used.count(stage.name)
            yield stage.name if number == 1 else f"{stage.name} {number}", stage
