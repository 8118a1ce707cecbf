"""An experiment, from its config to its run folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import torch
from attrs import evolve, frozen

from posttrain.config import ExperimentConfig
from posttrain.context import Context
from posttrain.evaluation import evaluate
from posttrain.interrupt import uninterrupted
from posttrain.journal import Journal, Record
from posttrain.plot import draw
from posttrain.protocols import Trainer
from posttrain.run import Run, save_model, start
from typed_registry import Spec

if TYPE_CHECKING:
    from rich.console import Console


@frozen
class Outcome:
    """What a run came to."""

    run: Run
    figures: Mapping[str, Mapping[str, float]]
    """The held-out figures before the first stage and after each, by the stage's title."""
    interrupted: bool


def train(config: ExperimentConfig, name: str, console: Console) -> Outcome:
    """Trains the experiment's model through its stages, and leaves everything in a new run folder.

    Ctrl-C ends the training early: the model is saved as it is then, and the outcome says so. So is a model
    whose training fails, before the error goes on.

    Raises ExperimentError when the model or the data can't be used, or the training diverges.
    """
    torch.set_num_threads(config.threads or idle_cores())
    torch.manual_seed(config.seed)
    dataset, model = config.dataset.build(), config.model.build()
    run = start(config, name)
    context = Context(model, dataset, Journal(run.metrics, console), "before", config.seed)
    try:
        stages = {title: stage.build(evolve(context, stage=title)) for title, stage in _stages(config)}
    except BaseException:
        run.discard()  # nothing has been done yet
        raise
    figures: dict[str, Mapping[str, float]] = {}
    interrupted = False
    try:
        _measure(context, figures, "before")
        for title, trainer in stages.items():
            trainer.train()
            _measure(context, figures, f"after {title}")
    except KeyboardInterrupt:
        interrupted = True
        _measure(context, figures, "interrupted")
    finally:
        with uninterrupted():
            save_model(run, model)
            draw(context.journal.records, name, run.curves)
    return Outcome(run, figures, interrupted)


def idle_cores() -> int:
    """How many cores nothing else uses: threads on busy cores wait for each other."""
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return max(1, (os.cpu_count() or 1) - round(busy))


def _stages(config: ExperimentConfig) -> Iterator[tuple[str, Spec[Trainer, [Context]]]]:
    """Each stage with its title: its algorithm's name, with a number when that has been used."""
    used: list[str] = []
    for stage in (config.warm_start, config.algorithm):
        if stage is not None:
            used.append(stage.name)
            number = used.count(stage.name)
            yield stage.name if number == 1 else f"{stage.name} {number}", stage


def _measure(context: Context, figures: dict[str, Mapping[str, float]], title: str) -> None:
    measured = evaluate(context.model, context.dataset.held_out)
    figures[title] = measured
    if not context.journal.records:
        context.journal.log(Record("before", 0, "held_out", measured))
