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
from posttrain.algorithms.loop import measured
from posttrain.checkpoint import Checkpoints, Figures, Start
from posttrain.config import ExperimentConfig
from posttrain.context import Context
from posttrain.errors import MissingFigureError, SaveError
from posttrain.evaluation import measurable
from posttrain.events import write_events
from posttrain.figures import stage_figures
from posttrain.group import Group, device, join
from posttrain.interrupt import interruptible, terminable, uninterrupted
from posttrain.journal import BEFORE, Journal, Record
from posttrain.lock import held
from posttrain.plot import draw
from posttrain.protocols import Trainer
from posttrain.run import Run, resume, save_model, start
from posttrain.weights import load_trained_state, trained_state
from typed_registry import Spec
from typed_registry.errors import MissingExtraError

if TYPE_CHECKING:
    from rich.console import Console


Stage: TypeAlias = tuple[str, Spec[Trainer, [Context]]]
"""Its title, and the algorithm."""


@frozen
class Outcome:
    """The result of a run."""

    run: Run
    figures: Figures
    """The held-out figures before the first stage and after each, by the stage's title."""
    interrupted: bool


def train(config: ExperimentConfig, name: str, console: Console, *, go_on: bool = False) -> Outcome:
    """Train the experiment's model through its stages, and leave everything in a run folder.

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
    computes_on = device(config.device)
    dataset, model = config.dataset.build(), config.model.build()
    torch.nn.Module.to(model.network, computes_on)
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
        """Go through the stages that are left, and save the model."""
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
                self.figures["interrupted"] = self._evaluated(self._stage_under_way())
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
        left = [*stages]
        if begun is None:
            self.context.journal.rewind(0)
            self.figures[BEFORE] = self._evaluated(left[0])
            self.context.journal.log(Record(BEFORE, 0, "held_out", self.figures[BEFORE]))
        else:
            self._go_back(begun)
            left = left[left.index(begun.stage) :]
        for title in left:
            if begun is None or title != begun.stage:
                self._begin(title)
            stages[title].train()
            self.figures[f"after {title}"] = self._measured(title)

    def _begin(self, title: str) -> None:
        weights = trained_state(self.context.model.network)
        self.context.journal.sync()
        self.checkpoints.begin(Start(title, weights, self.figures, self.context.journal.size))

    def _go_back(self, begun: Start) -> None:
        """Go back to the last checkpoint; the stage restores the rest itself."""
        with self.checkpoints.fitting("start.pt"):
            load_trained_state(self.context.model.network, begun.weights)
            self._config_of(begun.stage)
        self.figures.update(begun.figures)
        progress = self.checkpoints.progress(begun.stage)
        self.context.journal.rewind(progress.journal if progress else begun.journal)
        self.context.group.wait()

    def _measured(self, title: str) -> dict[str, float]:
        """Return the held-out figures of the model that a stage has left, as the stage has measured them."""
        config = self._config_of(title)
        found = stage_figures(self.context.journal.records, title, config.keep_best if config else None)
        return {**found} or self._evaluated(title)

    def _evaluated(self, title: str) -> dict[str, float]:
        """Evaluate the model as it is now, as this stage does."""
        return measured(self._config_of(title) or TrainingConfig(), self.context)

    def _config_of(self, title: str) -> TrainingConfig | None:
        """Return the config of a stage if it is of our kind. Raises KeyError for a stage that isn't there."""
        config = dict(_stages(self.config))[title].config
        return config if isinstance(config, TrainingConfig) else None

    def _stage_under_way(self) -> str:
        titles = [title for title, _ in _stages(self.config)]
        return next((title for title in titles if f"after {title}" not in self.figures), titles[-1])

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
    """Return how many cores nothing else uses: threads on busy cores wait for each other."""
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return max(1, (os.cpu_count() or 1) - round(busy))


def _require_figures(stages: Iterable[Stage], known: tuple[str, ...]) -> None:
    """Refuse to choose weights by a figure that there won't be. Raises MissingFigureError."""
    for title, stage in stages:
        if not isinstance(stage.config, TrainingConfig):
            continue
        best, given = stage.config.keep_best, known + stage.config.further_figures
        if best is not None and best.figure not in given:
            raise MissingFigureError(title, best.figure, given)


def _stages(config: ExperimentConfig) -> Iterator[Stage]:
    """Yield each stage with its title: its algorithm's name, with a number when that has been used."""
    used: list[str] = []
    for stage in (config.warm_start, config.algorithm):
        if stage is not None:
            used.append(stage.name)
            number = used.count(stage.name)
            yield stage.name if number == 1 else f"{stage.name} {number}", stage
