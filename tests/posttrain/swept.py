"""Sweeps of the small experiment by the command, and one of their processes killed."""

from __future__ import annotations

import json
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from typed_registry._annotations.type_guards import is_sequence, is_table

from .program import WAIT, Result, posttrain
from .small import experiment, trained

AXES = ("dpo.beta=0.1,0.2",)
ONE, OTHER = "beta=0.1", "beta=0.2"
"""The points of the sweeps here."""
LONG_AXES = ("dpo.steps=2,120", "sft.steps=2", "dpo.checkpoint_every=10", "dpo.evaluate_every=120")
SHORT, LONG = "steps=2", "steps=120"
"""The points of those that are killed: the second is long enough for that."""


def sweep(folder: Path, *given: str) -> Result:
    """The command, on two points."""
    return posttrain("sweep", "small.yaml", *AXES, *given, folder=folder)


def long_sweep(folder: Path, *given: str) -> Result:
    """The command, on a short point and one that can be killed."""
    return posttrain("sweep", "small.yaml", *LONG_AXES, *given, folder=folder)


def table(folder: Path) -> dict[str, dict[str, object]]:
    """The rows of sweep.json, by their names."""
    held: object = json.loads((folder / "sweep.json").read_text())
    assert is_table(held)
    assert is_sequence(held["points"])
    return {str(row["name"]): row for row in held["points"] if is_table(row)}


def metrics(folder: Path) -> bytes:
    """All that a run has measured."""
    return (folder / "metrics.jsonl").read_bytes()


def undisturbed(folder: Path, *overrides: str) -> bytes:
    """What a run measures that nothing happens to."""
    return metrics(trained(experiment(folder, *overrides), "undisturbed").run.folder)


@cache
def undisturbed_long() -> bytes:
    """Return what the long point measures if nothing happens to it."""
    with TemporaryDirectory() as folder:
        return undisturbed(Path(folder), "dpo.steps=120", *LONG_AXES[1:])


def processes(log: Path) -> list[int]:
    """The processes that have worked on a run, by its log."""
    text = log.read_text() if log.exists() else ""
    return [int(line.split()[1]) for line in text.splitlines() if line.startswith("process ")]


def wait_for(file: Path) -> None:
    """Until the file is there."""
    deadline = time.monotonic() + WAIT
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.005)
    assert file.exists()


def killed(folder: Path, *given: str) -> Result:
    """The command, and meanwhile the process of the long point is killed after a checkpoint."""
    at = folder / "runs/small-sweep" / LONG
    with ThreadPoolExecutor(1) as pool:
        result = pool.submit(long_sweep, folder, *given)
        wait_for(at / "checkpoints/progress.pt")
        os.kill(processes(at.with_name(f"{LONG}.log"))[-1], signal.SIGKILL)
        return result.result()


def row_metrics(row: dict[str, object]) -> dict[str, float]:
    """The held-out metrics of a row."""
    return cast("dict[str, float]", row["metrics"])
