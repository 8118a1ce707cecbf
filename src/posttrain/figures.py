"""A run's folder, read again: its config, and the held-out figures of the model in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import frozen

from posttrain.algorithms.config import BestConfig
from posttrain.config import ExperimentConfig
from posttrain.errors import MetricsError, RunError
from posttrain.journal import Record, read_records
from posttrain.run import Run
from posttrain.stages import stages_of


@frozen
class Past:
    """The config of a run, and what it has measured."""

    run: Run
    config: ExperimentConfig
    records: Sequence[Record]

    @property
    def figures(self) -> Mapping[str, float]:
        """The held-out figures of the model that the run left: the last, or those of the best weights."""
        titles = [record.stage for record in self.records if record.kind == "held_out"]
        return stage_figures(self.records, titles[-1], _best(self.config, titles[-1])) if titles else {}


def stage_figures(records: Sequence[Record], stage: str, best: BestConfig | None) -> Mapping[str, float]:
    """Return the held-out figures of the model that a stage left: the last, or those of the best weights."""
    looks = [record for record in records if record.kind == "held_out" and record.stage == stage]
    found = [look for look in looks if best and best.figure in look.values]
    if best is None or not found:
        return looks[-1].values if looks else {}
    choose = max if best.goal == "max" else min
    return choose(found, key=lambda look: look.values[best.figure]).values


def read_run(folder: Path) -> Past:
    """Read a run's folder. Raises RunError, and ConfigError for a config that can't be loaded any more."""
    run = Run(folder)
    if not run.config.is_file():
        raise RunError(str(folder), "it has no config.yaml")
    config = ExperimentConfig.load(run.config)
    try:
        return Past(run, config, read_records(run.metrics))
    except MetricsError as error:
        reason = f"line {error.line} {error.reason}"
        raise RunError(str(folder), f"its {run.metrics.name} can't be read: {reason}") from None
    except OSError as error:
        raise RunError(str(folder), f"its {run.metrics.name} can't be read: {error}") from None


def _best(config: ExperimentConfig, title: str) -> BestConfig | None:
    settings = next((stage.settings for stage in stages_of(config) if stage.title == title), None)
    return settings.keep_best if settings else None
