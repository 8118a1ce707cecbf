"""A model that is there already, measured as an experiment measures it."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import torch
from attrs import evolve, frozen
from torch import Tensor
from torch.nn import Module, Parameter

from posttrain.algorithms.config import TrainingConfig
from posttrain.context import EvaluationContext
from posttrain.errors import ModelError, NothingMeasuredError
from posttrain.generation import Computation
from posttrain.group import Group, device, join
from posttrain.journal import BEFORE, EVAL, Record
from posttrain.measurement import JudgedCompletion
from posttrain.protocols import Evaluation
from posttrain.reference import Reference
from posttrain.run import Run
from posttrain.run_model import RunModel, first_weights, newest, open_folder, open_run
from posttrain.stages import Stage, evaluation_of, stages_of
from posttrain.subject import Subject
from posttrain.threads import idle_cores

if TYPE_CHECKING:
    from rich.console import Console


@frozen
class Report:
    """The metrics and the completions of a model."""

    title: str
    """When in the run the model is from, as in the tables of training: `before`, `after dpo`, `dpo 100`."""
    stage: str
    """The title of the stage that has measured it."""
    metrics: Mapping[str, float]
    """By names such as `eval/exact_match`."""
    completions: tuple[JudgedCompletion, ...]


def evaluate(subject: Subject, console: Console) -> Report:
    """Measure a model as the training of an experiment does, to the last digit, and show the progress.

    The numbers of a run's model are those that the run has logged for it. Raises ExperimentError when the
    model or the data can't be used, or there is nothing to measure.
    """
    config = subject.config
    torch.set_num_threads(config.threads or idle_cores())
    torch.manual_seed(config.seed)
    group = join()
    try:
        return _evaluated(subject, console, group)
    finally:
        group.leave()


def _evaluated(subject: Subject, console: Console, group: Group) -> Report:
    config, stages = subject.config, stages_of(subject.config)
    computes_on = device(config.device)
    measured = _Measured(subject, stages, _opened(subject))
    model, stage = measured.found.model, measured.stage
    Module.to(model.network, computes_on)
    split, engine = stage.dataset.build().held_out, config.generator.build(model)
    evaluation = evaluation_of(stage, stages, EvaluationContext(model, split, engine, group=group))
    if not evaluation.metrics:
        raise NothingMeasuredError(stage.evaluation.name, split.summary)
    settings = stage.settings or TrainingConfig()
    reference = measured.reference(settings.further_metrics, console)
    with _watched(evaluation, settings.computation, console, group) as computation:
        found = evaluation.evaluate(computation, settings.max_length, reference)
    metrics = Record.of(stage.title, 0, EVAL, found.metrics).values
    return Report(measured.title, stage.title, metrics, found.completions)


def _opened(subject: Subject) -> RunModel:
    if subject.path.is_file():
        return RunModel(subject.config.model.build(), "start", BEFORE)
    if not subject.is_run:
        return RunModel(open_folder(subject.path), "model")
    run = Run(subject.path)
    return open_run(run, subject.origin, subject.checkpoint or newest(run))


@frozen
class _Measured:
    """A model beside the stages of the experiment that measures it."""

    subject: Subject
    stages: Sequence[Stage]
    found: RunModel

    @property
    def stage(self) -> Stage:
        """The stage that measures: the one that is named, the model's own, or else the last."""
        if self.found.stage == BEFORE and self.subject.stage is None:
            return self.stages[0]
        wanted = self.subject.stage or self.found.stage
        return next((stage for stage in self.stages if stage.title == wanted), self.stages[-1])

    @property
    def title(self) -> str:
        """When in the run the model is from; of any other model the name of its folder."""
        found, path = self.found, self.subject.path
        if found.stage == BEFORE or not self.subject.is_run:
            return BEFORE if found.stage else path.resolve().name
        titles = [stage.title for stage in stages_of(self.subject.origin)]
        if found.stage is None:
            return f"after {titles[-1]}" if Run(path).is_done else "model"
        if found.checkpoint == "start":
            return BEFORE if found.stage == titles[0] else f"{BEFORE} {found.stage}"
        return f"{found.stage} {found.step}"

    def reference(self, further: Sequence[str], console: Console) -> Reference | None:
        """Return the reference model of the stage, if it has these further metrics by it.

        Report that they are left out if the run has no weights of its start any more.
        """
        if not further or self.found.stage == BEFORE:
            return None
        weights, network = self._first(), self.found.model.network
        named = {each: name for name, each in network.named_parameters() if each.requires_grad}
        if weights is not None and weights.keys() >= {*named.values()}:
            return Reference(network, {each: _like(weights[name], each) for each, name in named.items()})
        names = " and ".join(f"{EVAL}/{name}" for name in further)
        left_out = f"{names} are left out: the model at the start of {self.stage.title} isn't there any more"
        console.print(left_out, soft_wrap=True, highlight=False)
        return None

    def _first(self) -> Mapping[str, Tensor] | None:
        """Return the weights of the run's model at the start of the stage, if they are still there."""
        if self.found.stage == self.stage.title:
            return self.found.first
        is_first = self.stage.title == self.stages[0].title
        try:
            return first_weights(self.subject.origin) if self.subject.is_run and is_first else None
        except ModelError:
            return None


def _like(weight: Tensor, own: Parameter) -> Tensor:
    return weight.to(own.device, own.dtype)


@runtime_checkable
class _Counted(Protocol):
    """An evaluation that knows how many sequences it measures."""

    @property
    def sequences(self) -> int: ...


@contextmanager
def _watched(
    evaluation: Evaluation, computation: Computation, console: Console, group: Group
) -> Generator[Computation]:
    """Show a progress bar while the block runs, and yield the computation that moves it."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("[bold]measured"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    count = evaluation.sequences if isinstance(evaluation, _Counted) else None
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("", total=None if count is None else len(group.share(range(count))))

        def report(sequences: int) -> None:
            progress.advance(task, sequences)

        yield evolve(computation, report=report)
