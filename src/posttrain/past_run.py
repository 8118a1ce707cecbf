"""A run's folder, read again: its config, and the held-out metrics of the model in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite, nan
from pathlib import Path

from attrs import frozen

from posttrain.algorithms.config import BestConfig
from posttrain.completion_table import read_answers, table_file
from posttrain.config import ExperimentConfig
from posttrain.journal import EVAL, Record, read_records
from posttrain.run import Run
from posttrain.run_errors import MetricsError, RunError
from posttrain.stages import stages_of


@frozen
class PastRun:
    """The config and the records of a run."""

    run: Run
    config: ExperimentConfig
    records: Sequence[Record]

    @property
    def metrics(self) -> Mapping[str, float]:
        """The held-out metrics of the model that the run left: the last, or those of the best weights."""
        return self._last.values if self._last else {}

    @property
    def answers(self) -> list[tuple[str, str, str]]:
        """Prompts that are held out, each with the completions of the first model and of the last."""
        first, last = next((look for look in self.records if look.kind == EVAL), None), self._last
        if first is None or last is None:
            return []
        files = [table_file(self.run.completions, look.stage, look.step) for look in (first, last)]
        before, after = map(read_answers, files)
        return [(prompt, text, after[prompt]) for prompt, text in before.items() if prompt in after]

    @property
    def _last(self) -> Record | None:
        titles = [record.stage for record in self.records if record.kind == EVAL]
        return kept_look(self.records, titles[-1], _best(self.config, titles[-1])) if titles else None


def stage_metrics(records: Sequence[Record], stage: str, best: BestConfig | None) -> Mapping[str, float]:
    """Return the held-out metrics of the model that a stage left: the last, or those of the best weights."""
    look = kept_look(records, stage, best)
    return look.values if look else {}


def kept_look(records: Sequence[Record], stage: str, best: BestConfig | None) -> Record | None:
    """Return the evaluation of the model that a stage left, if it was evaluated.

    As in `Best`, a metric that isn't a finite number is never the best.
    """
    looks = [record for record in records if record.kind == EVAL and record.stage == stage]
    found = [look for look in looks if best and isfinite(look.values.get(best.metric, nan))]
    if best is None or not found:
        return looks[-1] if looks else None
    choose = max if best.goal == "max" else min
    return choose(found, key=lambda look: look.values[best.metric])


def read_run(folder: Path) -> PastRun:
    """Read a run's folder. Raises RunError, and ConfigError for a config that can't be loaded any more."""
    run = Run(folder)
    if not run.config.is_file():
        raise RunError(str(folder), "it has no config.yaml")
    config = ExperimentConfig.load(run.config)
    try:
        return PastRun(run, config, read_records(run.metrics))
    except MetricsError as error:
        reason = f"line {error.line} {error.reason}"
        raise RunError(str(folder), f"its {run.metrics.name} can't be read: {reason}") from None
    except OSError as error:
        raise RunError(str(folder), f"its {run.metrics.name} can't be read: {error}") from None


def _best(config: ExperimentConfig, title: str) -> BestConfig | None:
    return next((stage.keep_best for stage in stages_of(config) if stage.title == title), None)
