"""A run's metrics, as TensorBoard reads them."""

from __future__ import annotations

from importlib import import_module
from math import isnan, nan
from pathlib import Path
from typing import Protocol, cast

import pytest

from posttrain.config import ExperimentConfig
from posttrain.events import EventWriter
from posttrain.journal import Record
from posttrain.train import Outcome

from .program import interrupted, posttrain, python
from .small import EVERY_KIND, experiment, rows, trained, write

FIRST = {"before": 0, "sft": 0, "dpo": 6}
"""The updates of the small experiment that are done when a stage begins."""


class Scalar(Protocol):
    """A point, as TensorBoard has read it."""

    step: int
    value: float


class Reader(Protocol):
    """What is used of TensorBoard's reader, which has no types."""

    def Reload(self) -> object: ...  # noqa: N802  # as it is called there
    def Tags(self) -> dict[str, list[str]]: ...  # noqa: N802  # as above
    def Scalars(self, tag: str) -> list[Scalar]: ...  # noqa: N802  # as above


def scalars(folder: Path) -> dict[str, list[tuple[int, float]]]:
    """Every tag's points, as TensorBoard reads them: each is a step with its value."""
    module = import_module("tensorboard.backend.event_processing.event_accumulator")
    reader = cast("Reader", module.EventAccumulator(str(folder), size_guidance={"scalars": 0}))
    reader.Reload()
    read = {tag: reader.Scalars(tag) for tag in reader.Tags()["scalars"]}
    return {tag: [(point.step, point.value) for point in points] for tag, points in read.items()}


def logged(outcome: Outcome) -> dict[str, list[tuple[int, object]]]:
    """The points of a run's metrics by their names."""
    points: dict[str, list[tuple[int, object]]] = {}
    for row in rows(outcome.run):
        step = FIRST[str(row["stage"])] + cast("int", row["step"])
        for name in [*row][3:]:
            value = pytest.approx(row[name])  # as single precision has it
            points.setdefault(name, []).append((step, value))
    return points


def test_scalars(tmp_path: Path) -> None:
    """Every metric of every record is a scalar, at its step of the whole run."""
    outcome = trained(experiment(tmp_path))
    read = scalars(outcome.run.tensorboard)

    assert {*EVERY_KIND, "train/loss"} <= {*read}
    assert logged(outcome) == read


def test_resumed(tmp_path: Path) -> None:
    """A run that was stopped and goes on has each point once, those of an undisturbed run."""
    write(tmp_path)
    settings = ("dpo.steps=100", "dpo.checkpoint_every=5")
    metrics = tmp_path / "runs/small/metrics.jsonl"
    presses = [lambda: metrics.exists() and metrics.read_text().count('"dpo"') > 12]
    stopped = interrupted("train", "small.yaml", *settings, folder=tmp_path, presses=presses)
    before = scalars(tmp_path / "runs/small/tensorboard")["train/loss"]
    resumed = posttrain("train", "small.yaml", *settings, "--resume", folder=tmp_path)
    after = scalars(tmp_path / "runs/small/tensorboard")["train/loss"]
    whole = trained(ExperimentConfig.load(tmp_path / "small.yaml", [*settings, f"output={tmp_path}/whole"]))

    assert (130, 0) == (stopped.code, resumed.code)
    assert 6 < len(before) < 106
    assert [*range(1, 107)] == [step for step, _ in after]
    assert scalars(whole.run.tensorboard)["train/loss"] == after


def written(folder: Path, *records: Record) -> EventWriter:
    """A writer that has begun with these records."""
    writer = EventWriter(folder)
    writer.begin(records)
    return writer


def test_no_number(tmp_path: Path) -> None:
    """What is no number is written as that."""
    written(tmp_path / "board", Record("sft", 1, "train", {"train/loss": nan})).close()
    [(step, value)] = scalars(tmp_path / "board")["train/loss"]

    assert 1 == step
    assert isnan(value)


def test_during_run(tmp_path: Path) -> None:
    """Metrics can be read while the run goes on, at the latest after an evaluation."""
    writer = written(tmp_path / "board")
    writer.write(Record("sft", 1, "train", {"train/loss": 3.0}))
    writer.write(Record("sft", 1, "eval", {"eval/loss": 4.0}))
    found = scalars(tmp_path / "board")
    writer.close()

    assert {"train/loss": [(1, 3.0)], "eval/loss": [(1, 4.0)]} == found


def test_stages(tmp_path: Path) -> None:
    """Steps are counted over all stages."""
    stages = [("before", 0), ("sft", 1), ("sft", 2), ("before dpo", 0), ("dpo", 1)]
    records = [Record(stage, step, "eval", {"eval/loss": 1.0}) for stage, step in stages]
    written(tmp_path / "board", *records).close()

    assert [0, 1, 2, 2, 3] == [step for step, _ in scalars(tmp_path / "board")["eval/loss"]]


def test_again(tmp_path: Path) -> None:
    """A run that goes on replaces what was there, and nothing else is left."""
    for loss in (3.0, 2.0):
        written(tmp_path / "board", Record("sft", 1, "train", {"train/loss": loss})).close()

    assert {"train/loss": [(1, 2.0)]} == scalars(tmp_path / "board")
    assert [tmp_path / "board"] == [*tmp_path.iterdir()]


def test_without_tensorboard(tmp_path: Path) -> None:
    """Where TensorBoard isn't installed, a run has all the rest, and says what to install."""
    write(tmp_path)
    code = (
        "import sys; sys.modules['tensorboard'] = None; from posttrain.cli import main; "
        "sys.argv = ['posttrain', 'train', 'small.yaml']; main()"
    )
    result = python(code, tmp_path)
    told = "writing for TensorBoard needs tensorboard, which isn't installed: pip install tensorboard"

    assert (0, "") == (result.code, result.err)
    assert told in result.out
    assert ["completions", "config.yaml", "curves.png", "metrics.jsonl", "model"] == sorted(
        path.name for path in (tmp_path / "runs/small").iterdir()
    )
