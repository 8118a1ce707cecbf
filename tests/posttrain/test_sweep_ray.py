"""`posttrain sweep --launcher ray`, on a Ray of two cores that is started once."""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import ray

from .program import posttrain, python
from .small import write
from .swept import (
    LONG,
    SHORT,
    killed,
    metrics,
    processes,
    table,
    undisturbed,
    undisturbed_long,
)


@pytest.fixture(scope="module")
def launcher() -> Iterator[str]:
    """The launcher's option for a Ray that runs.

    Afterwards, SIGTERM does what it did before: processes that other tests fork are ended by it.
    """
    handler = signal.getsignal(signal.SIGTERM)
    ray.init(address="local", num_cpus=2, log_to_driver=False, logging_level=logging.ERROR)
    try:
        yield f"ray:{{address: '{ray.get_runtime_context().gcs_address}'}}"
    finally:
        ray.shutdown()
        signal.signal(signal.SIGTERM, handler)


def test_sweep(tmp_path: Path, launcher: str) -> None:
    """Points are tasks: one fails for a reason of its own, and the other comes to what it does anywhere."""
    write(tmp_path)
    axis = "dpo.optimizer={name: adamw, lr: 1e9},{name: adamw, lr: 1e-3}"
    result = posttrain("sweep", "small.yaml", axis, "--launcher", launcher, folder=tmp_path)
    runs = tmp_path / "runs/small-sweep"
    failed, done = table(runs).values()

    assert 1 == result.code
    assert str(failed["failure"]).startswith("dpo: at step 2 the loss is ")
    assert f"posttrain: 1 of 2 points failed:\n{failed['name']}: {failed['failure']}\n" == result.err
    assert done["failure"] is None
    assert undisturbed(tmp_path) == metrics(runs / str(done["name"]))


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
