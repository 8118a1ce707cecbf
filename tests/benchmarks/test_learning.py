"""The program that measures what the shipped experiments learn, for two steps."""

from __future__ import annotations

import re
from pathlib import Path

from tests.benchmarks.measure import measure

ROOT = Path(__file__).parents[2]


def test_the_table_is_printed() -> None:
    """It has a row for each experiment that was asked for, and says how its metrics were measured."""
    command = ("python", "-m", "tests.benchmarks.learning")
    options = ("--seeds", "0", "--only", "sft", "--steps", "2", "--threads", "1", "--no-trl")
    printed = measure((*command, *options), ROOT).printed.splitlines()

    assert printed[:2] == [
        "| experiment | held out | before | after | seconds | steps/s |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    assert re.fullmatch(r"\| sft \| eval/exact_match \| 0\.00 \| 0\.00 \| \d+\.\d \| \d+\.\d \|", printed[2])
    assert printed[3] == ""
    assert printed[4].startswith("seed 0, threads: 1, float32; torch ")
    assert printed[5:] == ["Seconds of the training alone, without evaluation."]
