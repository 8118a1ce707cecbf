"""A run's metrics, as TensorBoard reads them."""

from __future__ import annotations

from importlib import import_module
from math import isnan, nan
from pathlib import Path
from typing import Protocol, cast

import pytest

from posttrain.config import ExperimentConfig
from posttrain.events import write_events
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
    """The points of a run's metrics by the tags that they should have."""
    points: dict[str, list[tuple[int, object]]] = {}
    for row in rows(outcome.run):
        step = FIRST[str(row["stage"])] + cast("int", row["step"])
        for figure in [*row][3:]:
            tag = f"{row['stage']}/{row['kind']}/{figure}"
            points.setdefault(tag, []).append(
                (step, pytest.approx(row[figure]))
            )  # as single precision has it
    return points


def test_scalars(tmp_path: Path) -> None:
    """Every figure of every record is a scalar, at its step of the whole run."""
    outcome = trained(experiment(tmp_path))
    read = scalars(outcome.run.tensorboard)

    assert {f"before/held_out/{figure}" for figure in EVERY_KIND} <= {*read}
    assert logged(outcome) == read


def test_resumed(tmp_path: Path) -> None:
    """A run that was stopped and goes on has each point once, those of an undisturbed run."""
    write(tmp_path)
    settings = ("dpo.steps=100", "dpo.checkpoint_every=5")
    metrics = tmp_path / "runs/small/metrics.jsonl"
    presses = [lambda: metrics.exists() and metrics.read_text().count('"dpo"') > 12]
    stopped = interrupted("train", "small.yaml", *settings, folder=tmp_path, presses=presses)
    before = scalars(tmp_path / "runs/small/tensorboard")["dpo/train/loss"]
    resumed = posttrain("train", "small.yaml", *settings, "--resume", folder=tmp_path)
    after = scalars(tmp_path / "runs/small/tensorboard")["dpo/train/loss"]
    whole = trained(ExperimentConfig.load(tmp_path / "small.yaml", [*settings, f"output={tmp_path}/whole"]))

    assert (130, 0) == (stopped.code, resumed.code)
    assert 0 < len(before) < 100
    assert [*range(7, 107)] == [step for step, _ in after]
    assert scalars(whole.run.tensorboard)["dpo/train/loss"] == after


def test_no_number(tmp_path: Path) -> None:
    """What is no number is written as that."""
    write_events([Record("sft", 1, "train", {"loss": nan})], tmp_path / "board")
    [(step, value)] = scalars(tmp_path / "board")["sft/train/loss"]

    assert 1 == step
    assert isnan(value)


def test_again(tmp_path: Path) -> None:
    """What is written later stands in place of what was there, and nothing else is left."""
    for loss in (3.0, 2.0):
        write_events([Record("sft", 1, "train", {"loss": loss})], tmp_path / "board")

    assert {"sft/train/loss": [(1, 2.0)]} == scalars(tmp_path / "board")
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
    assert ["config.yaml", "curves.png", "metrics.jsonl", "model"] == sorted(
        path.name for path in (tmp_path / "runs/small").iterdir()
    )
