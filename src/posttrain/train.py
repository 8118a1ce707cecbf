"""An experiment, from its config to its run folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext, suppress
from functools import partial
from typing import TYPE_CHECKING

import torch
from attrs import field, frozen
from safetensors import SafetensorError

from posttrain.algorithms.config import TrainingConfig
from posttrain.algorithms.loop import measured
from posttrain.checkpoint import Checkpoints, Metrics, Start
from posttrain.config import ExperimentConfig
from posttrain.context import Context, EvaluationContext
from posttrain.errors import MissingMetricError
from posttrain.events import EventWriter
from posttrain.group import Group, device, join
from posttrain.interrupt import interruptible, terminable, uninterrupted
from posttrain.journal import BEFORE, EVAL, Journal, Record
from posttrain.lock import held
from posttrain.measurement import Measurement
from posttrain.past_run import stage_metrics
from posttrain.plot import draw
from posttrain.protocols import Evaluation, Trainer
from posttrain.run import Run, resume, save_model, start
from posttrain.run_errors import SaveError
from posttrain.stages import Stage, evaluation_of, stages_of
from posttrain.threads import idle_cores
from posttrain.weights import load_trained_state, trained_state
from typed_registry.errors import MissingExtraError

if TYPE_CHECKING:
    from rich.console import Console


@frozen
class Outcome:
    """The result of a run."""

    run: Run
    metrics: Metrics
    """The held-out metrics before the first stage and after each, by the stage's title."""
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
    stages = stages_of(config)
    datasets = {spec: spec.build() for spec in dict.fromkeys(stage.dataset for stage in stages)}
    model = config.model.build()
    torch.nn.Module.to(model.network, computes_on)
    engine = config.generator.build(model)
    evaluators: dict[str, Evaluation] = {}
    for stage in stages:  # before the folder is made, which would be left behind
        split = datasets[stage.dataset].held_out
        there = EvaluationContext(model, split, engine, group=group)
        evaluators[stage.title] = evaluation_of(stage, stages, there)
    run = (resume if go_on else start)(config, name, group)
    events = EventWriter(run.tensorboard)
    journal = Journal(run.metrics, console, group.is_writer, (events,))
    checkpoints = Checkpoints(run.checkpoints, group.is_writer)
    context = partial(
        Context,
        model,
        journal=journal,
        seed=config.seed,
        group=group,
        checkpoints=checkpoints,
        engine=engine,
    )
    contexts = {
        stage.title: context(
            dataset=datasets[stage.dataset], stage=stage.title, evaluator=evaluators[stage.title]
        )
        for stage in stages
    }
    return _Training(name, run, stages, contexts, checkpoints, events)


@frozen
class _Training:
    """A run under way."""

    name: str
    run: Run
    stages: Sequence[Stage]
    contexts: Mapping[str, Context]
    """The context of each stage, by its title. They have everything in common but the stage and its data."""
    checkpoints: Checkpoints
    events: EventWriter
    metrics: Metrics = field(factory=Metrics)

    @property
    def context(self) -> Context:
        """The context of the first stage, for what all have in common."""
        return self.contexts[self.stages[0].title]

    def finish(self) -> Outcome:
        """Go through the stages that are left, and save the model."""
        with held(self.run.folder) if self.context.group.is_writer else nullcontext():
            return self._finished()

    def _finished(self) -> Outcome:
        trainers = self._built()
        try:
            self._go_through(trainers)
        except KeyboardInterrupt:
            self._save()  # nothing interrupts it: signals are ignored from the first on
            self._measure_interrupted()
            return Outcome(self.run, self.metrics, interrupted=True)
        except BaseException:
            with uninterrupted(), suppress(SaveError):  # the error that came first is the one to tell
                self._save()
            raise
        with uninterrupted():
            self._save()
            self.checkpoints.discard()
        return Outcome(self.run, self.metrics, interrupted=False)

    def _measure_interrupted(self) -> None:
        """Measure the model that is saved already; a further Ctrl-C or SIGTERM ends that, too."""
        try:
            with interruptible():
                self.metrics["interrupted"] = self._evaluated(self._stage_under_way())
        except KeyboardInterrupt:
            self.context.journal.say("The model wasn't evaluated after the interruption.")

    def _built(self) -> dict[str, Trainer]:
        try:
            for stage in self.stages:
                _require_metric(stage, self.contexts[stage.title].evaluation.metrics)
            return {stage.title: stage.algorithm.build(self.contexts[stage.title]) for stage in self.stages}
        except BaseException:
            if not self.run.checkpoints.exists() and self.context.group.is_writer:
                self.run.discard()  # nothing has been done yet
            raise

    def _go_through(self, trainers: dict[str, Trainer]) -> None:
        begun = self.checkpoints.start()
        if begun is None:
            self.context.journal.rewind(0)
            self._begin_events()
            self._look(self.stages[0], BEFORE)
        for stage in self.stages if begun is None else self._gone_back(begun):
            if begun is None or stage.title != begun.stage:
                self._begin(stage)
            trainers[stage.title].train()
            self.metrics[f"after {stage.title}"] = self._measured(stage)

    def _begin(self, stage: Stage) -> None:
        """Keep the model at the start of a stage; measure it if no stage before has measured it alike."""
        at = self.stages.index(stage)
        if at and not stage.is_measured_as(self.stages[at - 1]):
            self._look(stage, f"{BEFORE} {stage.title}")
        weights = trained_state(self.context.model.network)
        self.context.journal.sync()
        self.checkpoints.begin(Start(stage.title, weights, self.metrics, self.context.journal.size))
        self.context.group.wait()  # until the writer has removed the former progress

    def _look(self, stage: Stage, title: str) -> None:
        """Measure the model before a stage; log and print it."""
        found = self._measurement(stage)
        metrics = self.context.journal.log_evaluation(title, 0, found)
        self.context.journal.say_evaluation(title, metrics)
        self.metrics[title] = {**metrics}

    def _gone_back(self, begun: Start) -> Sequence[Stage]:
        """Go back to the last checkpoint, and return the stages that are left, which restore the rest."""
        with self.checkpoints.fitting("start.pt"):
            load_trained_state(self.context.model.network, begun.weights)
            left = self.stages[[*self.contexts].index(begun.stage) :]
        self.metrics.update(begun.metrics)
        progress = self.checkpoints.progress(begun.stage)
        self.context.journal.rewind(progress.journal if progress else begun.journal)
        self._begin_events()
        self.context.group.wait()
        return left

    def _measured(self, stage: Stage) -> dict[str, float]:
        """Return the held-out metrics of the model that a stage has left, as the stage has measured them."""
        found = stage_metrics(self.context.journal.records, stage.title, stage.keep_best)
        return {**found} or self._evaluated(stage)

    def _evaluated(self, stage: Stage) -> dict[str, float]:
        """Return the metrics of the model as it is now, without logging them."""
        return {**Record.of(stage.title, 0, EVAL, self._measurement(stage).metrics).values}

    def _measurement(self, stage: Stage) -> Measurement:
        """Evaluate the model as it is now, as this stage does."""
        return measured(stage.settings or TrainingConfig(), self.contexts[stage.title])

    def _stage_under_way(self) -> Stage:
        under_way = (stage for stage in self.stages if f"after {stage.title}" not in self.metrics)
        return next(under_way, self.stages[-1])

    def _save(self) -> None:
        if not self.context.group.is_writer:
            return
        try:
            save_model(self.run, self.context.model)
            draw(self.context.journal.records, self.name, self.run.curves)
            self.events.close()
        except (OSError, SafetensorError) as error:
            reason = error.strerror if isinstance(error, OSError) else None
            raise SaveError(str(self.run.folder), reason or str(error)) from error

    def _begin_events(self) -> None:
        if not self.context.group.is_writer:
            return
        try:
            self.events.begin(self.context.journal.records)
        except (MissingExtraError, OSError) as error:
            self.context.journal.say(str(error))  # no reason to fail a run that has all the rest


def _require_metric(stage: Stage, known: tuple[str, ...]) -> None:
    """Refuse to choose weights by a metric that there won't be. Raises MissingMetricError."""
    settings, best = stage.settings, stage.keep_best
    if settings is None or best is None:
        return
    given = tuple(f"{EVAL}/{name}" for name in known + settings.further_metrics)
    if best.metric not in given:
        raise MissingMetricError(stage.title, best.metric, given)
