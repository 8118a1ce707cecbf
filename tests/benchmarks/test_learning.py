"""The program that measures what the shipped experiments learn, for two steps."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from attrs import evolve

from posttrain.config import ExperimentConfig
from posttrain.stages import stages_of
from tests.benchmarks.measure import measure
from tests.benchmarks.stage import EXPERIMENTS, FILES, REAL, experiment, settings

ROOT = Path(__file__).parents[2]


def test_the_table_is_printed() -> None:
    """It has a row for each experiment that was asked for, and says how its metrics were measured."""
    command = ("python", "-m", "tests.benchmarks.learning")
    options = ("--seeds", "0", "--only", "sft", "--steps", "2", "--threads", "1", "--no-trl")
    printed = measure((*command, *options), ROOT).printed.splitlines()

    assert printed[:2] == [
        "| experiment | stage | held out | before | after | seconds | steps/s |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    assert re.fullmatch(
        r"\| sft \| sft \| eval/exact_match \| 0\.00 \| 0\.00 \| \d+\.\d \| \d+\.\d \|", printed[2]
    )
    assert printed[3] == ""
    assert printed[4].startswith("seed 0, threads: 1, float32; torch ")
    assert printed[5:] == ["Seconds of the training alone, without evaluation."]


@pytest.mark.parametrize("name", REAL)
def test_the_stages_are_those_of_the_experiment(name: str) -> None:
    """A stage has other steps and another precision, and its own title, dataset and evaluation."""
    shipped = stages_of(ExperimentConfig.load(EXPERIMENTS / FILES[name]))
    changed = stages_of(experiment(name, seed=0, steps=2, precision="bfloat16"))

    assert {(2, "bfloat16")} == {
        (settings(s.algorithm).steps, settings(s.algorithm).precision) for s in changed
    }
    assert shipped == tuple(
        evolve(s, algorithm=own.algorithm) for s, own in zip(changed, shipped, strict=True)
    )
