"""The plot of a sweep: what lies across, and which points make a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from posttrain.sweep.grid import Point, read_grid
from posttrain.sweep.job import Result
from posttrain.sweep.plot import Across, Line, draw_sweep, lay, lines

from .small import write
from .test_plot import size


def points(folder: Path, *axes: str) -> list[Point]:
    """A grid over the small experiment."""
    return read_grid(write(folder), axes, "it")


@pytest.mark.parametrize(
    ("axes", "across"),
    [
        (["dpo.beta=0.5,0.1"], Across("dpo.beta", {"0.5": 0.5, "0.1": 0.1}, are_numbers=True)),
        (["seed=0,1", "dpo.beta=1,2"], Across("dpo.beta", {"1": 1.0, "2": 2.0}, are_numbers=True)),
        (["seed=7,3"], Across("seed", {"7": 0.0, "3": 1.0}, are_numbers=False)),
        (
            ["algorithm=sft,grpo", "warm_start=null"],
            Across("algorithm", {"sft": 0.0, "grpo": 1.0}, are_numbers=False),
        ),
        (["seed=3"], Across("", {"": 0.0}, are_numbers=False)),
    ],
    ids=["numbers", "behind a seed", "seeds", "words", "one point"],
)
def test_lay(tmp_path: Path, axes: list[str], across: Across) -> None:
    """Numbers lie across as they are, words and seeds side by side; a seed where there is nothing else."""
    assert across == lay(points(tmp_path, *axes))


def test_lines(tmp_path: Path) -> None:
    """Points that differ in a seed share a place; the rest of their values make the line, left to right."""
    grid = points(tmp_path, "dpo.beta=0.5,0.1", "sft.steps=3,4", "seed=0,1")
    measured = [(point, float(number)) for number, point in enumerate(grid)]

    assert [
        Line("sft.steps=3", {0.1: [4.0, 5.0], 0.5: [0.0, 1.0]}),
        Line("sft.steps=4", {0.1: [6.0, 7.0], 0.5: [2.0, 3.0]}),
    ] == lines(measured, lay(grid))


def test_one_line(tmp_path: Path) -> None:
    """Where there is only what lies across, there is one line."""
    grid = points(tmp_path, "dpo.beta=0.1,0.5")

    assert [Line("held out", {0.1: [1.0]})] == lines([(grid[0], 1.0)], lay(grid))


@pytest.mark.parametrize("metrics", [{}, {"a": 1.0}, {"a": 1.0, "b": 2.0}])
def test_draw(tmp_path: Path, metrics: dict[str, float]) -> None:
    """There is a panel for each metric, though points have failed, or never ran, or measured others."""
    grid = points(tmp_path, "dpo.beta=0.1,0.5", "seed=0,1")
    results = {
        grid[0].name: Result(grid[0].name, metrics, 1.0),
        grid[1].name: Result(grid[1].name, {}, 1.0, "why"),
        grid[2].name: Result(grid[2].name, {"a": 0.5}, 1.0),
    }
    draw_sweep(grid, results, "title", tmp_path / "it.png")

    assert (max(1, len(metrics)) * 495, 352) == size(tmp_path / "it.png")
