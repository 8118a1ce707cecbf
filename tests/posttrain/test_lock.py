"""A folder in which another process is at work."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path

import pytest

from posttrain.errors import DivergedError
from posttrain.lock import held
from posttrain.run_errors import BusyError
from posttrain.sweep import start
from posttrain.sweep.grid import Point
from posttrain.sweep.job import Job, Result
from posttrain.train import train

from .program import posttrain
from .small import experiment, quiet, trained, write


def test_free(tmp_path: Path) -> None:
    """A folder can be held again and again, one after the other, and nothing of it stays."""
    for _ in range(2):
        with held(tmp_path), pytest.raises(BusyError) as caught, held(tmp_path):
            raise AssertionError("two hold it")

        assert f"another process is at work in {tmp_path}" == str(caught.value)
        assert [] == [*tmp_path.iterdir()]


def test_run(tmp_path: Path) -> None:
    """Nobody goes on with a run that is still under way."""
    config = experiment(tmp_path, "sft.optimizer={name: adamw, lr: 1e9}")
    with pytest.raises(DivergedError):
        trained(config)
    folder = tmp_path / "runs/small"
    before = (folder / "metrics.jsonl").read_bytes()
    with held(folder), pytest.raises(BusyError) as caught:
        train(config, "small", quiet(), go_on=True)

    assert f"another process is at work in {folder}" == str(caught.value)
    assert before == (folder / "metrics.jsonl").read_bytes()


def test_sweep(tmp_path: Path) -> None:
    """Nor with a sweep."""
    write(tmp_path)
    folder = tmp_path / "runs/small-sweep"
    folder.mkdir(parents=True)
    with held(folder):
        result = posttrain("sweep", "small.yaml", "seed=0,1", folder=tmp_path)

    assert (1, "posttrain: another process is at work in runs/small-sweep\n") == (result.code, result.err)
    assert [] == [*folder.iterdir()]


class Performed:
    """A launcher of jobs that are done at once."""

    def launch(self, jobs: Sequence[Job]) -> Generator[Result]:
        """Say that each is done."""
        yield from (Result(job.name) for job in jobs)


def test_end_of_sweep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sweep holds its folder until all is written, since another one keeps what is in the table."""
    seen: list[bool] = []
    folder = tmp_path / "runs"
    folder.mkdir()

    def note(*_given: object) -> None:
        seen.append((folder / ".lock").exists())

    monkeypatch.setattr(start, "save_results", note)
    monkeypatch.setattr(start, "draw_sweep", note)
    start.Sweep([Point("one", {}, experiment(tmp_path))]).run(Performed(), note)

    assert [True] * 4 == seen
    assert [] == [*folder.iterdir()]
