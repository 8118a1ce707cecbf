"""`posttrain sweep --launcher ray`, on a Ray of two cores that is started once."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import ray

from .program import posttrain, python
from .small import write
from .swept import (
    LONG,
    ONE,
    OTHER,
    SHORT,
    killed,
    metrics,
    processes,
    sweep,
    table,
    undisturbed,
    undisturbed_long,
)


@pytest.fixture(scope="session")
def launcher() -> Iterator[str]:
    """The launcher's option for a Ray that runs."""
    ray.init(address="local", num_cpus=2, log_to_driver=False, logging_level=logging.ERROR)
    try:
        yield f"ray:{{address: '{ray.get_runtime_context().gcs_address}'}}"
    finally:
        ray.shutdown()


def test_sweep(tmp_path: Path, launcher: str) -> None:
    """The points are run as tasks, and come to what they come to anywhere else."""
    write(tmp_path)
    result = sweep(tmp_path, "--launcher", launcher)
    runs = tmp_path / "runs/small-sweep"

    assert (0, "") == (result.code, result.err)
    assert [ONE, OTHER] == [*table(runs)]
    assert undisturbed(tmp_path, "dpo.beta=0.2") == metrics(runs / OTHER)


def test_killed(tmp_path: Path, launcher: str) -> None:
    """A worker that is killed is replaced by another, which goes on and comes to the same."""
    write(tmp_path)
    result = killed(tmp_path, "--launcher", launcher)
    runs = tmp_path / "runs/small-sweep"

    assert (0, "") == (result.code, result.err)
    assert [1, 2] == [len(processes(runs / f"{name}.log")) for name in (SHORT, LONG)]
    assert undisturbed_long() == metrics(runs / LONG)


def test_killed_too_often(tmp_path: Path, launcher: str) -> None:
    """When there are no tries left, that is told, and the other points are done."""
    write(tmp_path)
    result = killed(tmp_path, "--launcher", launcher.replace("}", ", retries: 0}"))
    rows = table(tmp_path / "runs/small-sweep")

    assert 1 == result.code
    assert result.err.startswith(f"posttrain: 1 of 2 points failed:\n{LONG}: ")
    assert rows[SHORT]["failure"] is None
    assert "WorkerCrashedError" in str(rows[LONG]["failure"])


def test_failure(tmp_path: Path, launcher: str) -> None:
    """A point that fails is told at the end, with the reason that it has itself."""
    write(tmp_path)
    (tmp_path / "a.jsonl").write_text('{"prompt": "a", "completion": "b"}\n' * 4)
    axis = "dataset={name: files, path: a.jsonl},{name: sorting, letters: 3, examples: 40, held_out: 16}"
    result = posttrain(
        "sweep", "small.yaml", axis, "warm_start=null", "--launcher", launcher, folder=tmp_path
    )

    assert 1 == result.code
    assert result.err.endswith(
        ": dpo learns from preferences, and the dataset has none; it has 3 demonstrations\n"
    )


def test_without_ray(tmp_path: Path) -> None:
    """Where Ray isn't installed, that is told before anything is started."""
    file = write(tmp_path)
    code = (
        "import sys; sys.modules['ray'] = None; from posttrain.cli import main; "
        "sys.argv = ['posttrain', 'sweep', 'small.yaml', 'seed=0,1', '--launcher', 'ray']; main()"
    )
    result = python(code, tmp_path)
    told = "sweeping with Ray needs ray, which isn't installed: pip install 'posttrain[sweep]'"

    assert (1, f"posttrain: {told}\n") == (result.code, result.err)
    assert [file] == [*tmp_path.iterdir()]
