"""Damaged files of a run: each ends in an error that names the file and says what can be done."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
import torch

from posttrain.checkpoint import Checkpoints, Start
from posttrain.config import ExperimentConfig
from posttrain.journal import read_records
from posttrain.past_run import read_run
from posttrain.run import Run
from posttrain.run_errors import CheckpointError, MetricsError, RunError
from posttrain.train import train

from .small import experiment, quiet, trained

Damage = Callable[[Path], object]
BEGIN = "without this file, --resume goes on from the start of the stage"
NOTHING = "the run can't go on; train again without --resume"


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> tuple[ExperimentConfig, Run]:
    """A run that ended in its second stage, with a checkpoint of the first step."""
    folder = tmp_path_factory.mktemp("stopped")
    config = experiment(folder, "dpo.checkpoint_every=1", "dpo.optimizer={name: sgd, lr: 1e30}")
    with pytest.raises(Exception, match="the norm of its gradient"):
        trained(config)
    return config, Run(folder / "runs/small")


def resumed(stopped: tuple[ExperimentConfig, Run], name: str, damage: Damage) -> str:
    """What going on with the run says after damage to one of its files, which is whole again afterwards."""
    config, run = stopped
    file = run.checkpoints / name if name.endswith(".pt") else run.metrics
    files = [file, run.metrics]
    before = [each.read_bytes() for each in files]
    damage(file)
    try:
        with pytest.raises((CheckpointError, MetricsError)) as caught:
            train(config, "small", quiet(), go_on=True)
    finally:
        for each, content in zip(files, before, strict=True):
            each.write_bytes(content)
    error = caught.value
    assert isinstance(error, CheckpointError | MetricsError)
    assert str(file) == error.file
    return str(error).removeprefix(f"the checkpoint {file}").removeprefix(str(file))


def changed(**values: object) -> Damage:
    """Give a checkpoint other values."""

    def damage(file: Path) -> None:
        held = cast("dict[str, object]", torch.load(file))
        torch.save({**held, **values}, file)

    return damage


def without(name: str) -> Damage:
    """Take a value from a checkpoint."""

    def damage(file: Path) -> None:
        held = cast("dict[str, object]", torch.load(file))
        del held[name]
        torch.save(held, file)

    return damage


def cut(file: Path) -> None:
    """Lose the second half."""
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


DAMAGES: dict[str, Damage] = {
    "empty": lambda file: file.write_bytes(b""),
    "cut": cut,
    "text": lambda file: file.write_text("hello"),
    "pickle": lambda file: file.write_bytes(pickle.dumps({"stage": Path("x")})),
    "list": lambda file: torch.save([1, 2], file),
    "missing": without("journal"),
    "unknown": changed(other=1),
    "type": changed(stage=7),
    "negative": changed(journal=-1),
    "weights": changed(weights={"a": 1}),
}
OF_PROGRESS: dict[str, Damage] = {
    "best": changed(best=(1, None)),
    "best state": changed(best=((1, "high", 2), dict[str, torch.Tensor]())),
    "masters": changed(masters=["a"]),
    "optimizer": changed(optimizer=(1,)),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
@pytest.mark.parametrize(("name", "remedy"), [("start.pt", NOTHING), ("progress.pt", BEGIN)])
def test_checkpoint(stopped: tuple[ExperimentConfig, Run], name: str, remedy: str, damage: Damage) -> None:
    """A checkpoint that can't be read, or has other contents, is refused."""
    told = resumed(stopped, name, damage)

    assert told.startswith(": can't be read: ")
    assert told.endswith(f"; {remedy}")
    assert 1 == len(told.splitlines())


@pytest.mark.parametrize("damage", OF_PROGRESS.values(), ids=OF_PROGRESS)
def test_progress(stopped: tuple[ExperimentConfig, Run], damage: Damage) -> None:
    """So is a checkpoint whose further contents are of another kind."""
    assert resumed(stopped, "progress.pt", damage).startswith(": can't be read: its ")


@pytest.mark.parametrize(
    ("name", "values", "remedy"),
    [
        ("start.pt", {"weights": {}}, NOTHING),
        ("progress.pt", {"weights": {}}, BEGIN),
        ("progress.pt", {"masters": [torch.ones(1)]}, BEGIN),
        ("progress.pt", {"optimizer": {}}, BEGIN),
    ],
)
def test_other_model(
    stopped: tuple[ExperimentConfig, Run], name: str, values: dict[str, object], remedy: str
) -> None:
    """A checkpoint of another model is refused."""
    told = resumed(stopped, name, changed(**values))

    assert told.startswith(": doesn't fit the model: ")
    assert told.endswith(f"; {remedy}")


@pytest.mark.parametrize("name", ["start.pt", "progress.pt"])
def test_journal(stopped: tuple[ExperimentConfig, Run], name: str) -> None:
    """A checkpoint that was written beside longer metrics doesn't make a file of that size."""
    config, run = stopped
    file = run.checkpoints / name
    before, metrics = file.read_bytes(), run.metrics.read_bytes()
    if name == "start.pt":
        (run.checkpoints / "progress.pt").rename(run.folder / "aside")
    changed(journal=10**13)(file)
    with pytest.raises(MetricsError) as caught:
        train(config, "small", quiet(), go_on=True)
    size = run.metrics.stat().st_size
    file.write_bytes(before)
    if name == "start.pt":
        (run.folder / "aside").rename(run.checkpoints / "progress.pt")

    assert metrics == run.metrics.read_bytes()
    assert (
        f"{run.metrics}: has {size} bytes, and had 10000000000000 at the checkpoint; put the file back as "
        "the run wrote it, or train again without --resume" == str(caught.value)
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{not JSON", "isn't JSON: Expecting property name enclosed in double quotes"),
        (b"\xff\xfe", "isn't JSON: 'utf-8' codec can't decode byte 0xff in position 0"),
        (b"[1]", "isn't a record: an object is expected"),
        (b'{"step": 1, "kind": "train"}', "isn't a record: it has no stage"),
        (b'{"stage": "a", "step": "1", "kind": "b"}', "isn't a record: step is no number: '1'"),
        (b'{"stage": "a", "step": 1, "kind": "b", "c": []}', "isn't a record: c is no number: []"),
        (b"[" * 100_000, "isn't JSON: maximum recursion depth exceeded"),
    ],
)
def test_metrics(tmp_path: Path, line: bytes, reason: str) -> None:
    """A line that isn't a record is refused, and named."""
    file = tmp_path / "metrics.jsonl"
    file.write_bytes(b'{"stage": "a", "step": 1, "kind": "b"}\n' + line + b"\n")
    with pytest.raises(MetricsError) as caught:
        read_records(file)

    assert str(caught.value).startswith(f"{file}:2: {reason}")


def test_unfinished_line(tmp_path: Path) -> None:
    """A last line that a killed program didn't finish is left out."""
    file = tmp_path / "metrics.jsonl"
    file.write_text('{"stage": "a", "step": 1, "kind": "b"}\n{"stage": "a", "st')

    assert ["a"] == [record.stage for record in read_records(file)]


def test_damaged_metrics_of_run(stopped: tuple[ExperimentConfig, Run]) -> None:
    """A run with metrics that can't be read isn't gone on with."""
    told = resumed(stopped, "metrics.jsonl", lambda file: file.write_bytes(b"{}\n" + file.read_bytes()))

    assert told.startswith(":1: isn't a record: ")


def test_compared(tmp_path: Path) -> None:
    """A run with damaged metrics can't be compared, which is said with the file and the line."""
    run = trained(experiment(tmp_path, "warm_start=null")).run
    run.metrics.write_text("{}\n")
    with pytest.raises(RunError) as caught:
        read_run(run.folder)

    assert (
        f"{run.folder} is no run: its metrics.jsonl can't be read: line 1 isn't a record: it has no stage"
        == str(caught.value)
    )


def test_planted_link(tmp_path: Path) -> None:
    """A link in the folder of the checkpoints isn't written through."""
    victim, folder = tmp_path / "victim", tmp_path / "checkpoints"
    victim.write_text("untouched")
    folder.mkdir()
    (folder / ".start.pt").symlink_to(victim)
    Checkpoints(folder).begin(Start("sft", {"a": torch.ones(1)}, {}, 0))

    assert "untouched" == victim.read_text()
    assert ["start.pt"] == [path.name for path in folder.iterdir()]
