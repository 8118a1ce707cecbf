"""The curves of a run."""

from __future__ import annotations

from math import inf, nan
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from posttrain.journal import Record
from posttrain.plot import Curve, Span, curves, draw, spans

if TYPE_CHECKING:
    from matplotlib.axes import Axes

RECORDS = [
    Record("before", 0, "eval", {"eval/accuracy": 0.1}),
    Record("sft", 1, "train", {"train/loss": 3.0}),
    Record("sft", 2, "train", {"train/loss": 2.0}),
    Record("sft", 2, "eval", {"eval/accuracy": 0.5}),
    Record("dpo", 1, "train", {"train/loss": 0.7, "train/margin": 0.0}),
    Record("dpo", 1, "eval", {"eval/accuracy": 0.9}),
]


def size(file: Path) -> tuple[int, int]:
    """A PNG's width and height."""
    data = file.read_bytes()
    assert b"\x89PNG\r\n\x1a\n" == data[:8]
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


def test_spans() -> None:
    """Stages lie one behind the other; what is measured before the first takes no room."""
    assert {"before": Span(0, 0), "sft": Span(0, 2), "dpo": Span(2, 3)} == spans(RECORDS)


def test_curves() -> None:
    """A metric's points are counted over the whole run, apart by kind; a loss has its stage's name."""
    assert [
        Curve("accuracy", "eval", (0, 2, 3), (0.1, 0.5, 0.9)),
        Curve("sft loss", "train", (1, 2), (3.0, 2.0)),
        Curve("dpo loss", "train", (3,), (0.7,)),
        Curve("margin", "train", (3,), (0.0,)),
    ] == curves(RECORDS)


@pytest.mark.parametrize(
    ("records", "panels"),
    [([], (1, 1)), (RECORDS[:1], (1, 1)), (RECORDS[:2], (2, 1)), (RECORDS, (3, 2))],
    ids=["nothing", "one", "two", "three"],
)
def test_draw(tmp_path: Path, records: list[Record], panels: tuple[int, int]) -> None:
    """A run's curves are drawn in a panel a metric, three a row, however early it was stopped."""
    draw(records, "title", tmp_path / "curves.png")

    assert (panels[0] * 495, panels[1] * 352) == size(tmp_path / "curves.png")
    assert [tmp_path / "curves.png"] == [*tmp_path.iterdir()]


def test_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The horizontal axis counts steps, in whole numbers also where there are few."""
    drawn: list[tuple[Axes, str]] = []

    def keep(axes: Axes, _: str, across: str) -> None:
        drawn.append((axes, across))

    monkeypatch.setattr("posttrain.plot.label_panel", keep)
    draw(RECORDS[:3], "title", tmp_path / "curves.png")
    ticks = [tick for axes, _ in drawn for tick in axes.get_xticks()]

    assert {"step"} == {across for _, across in drawn}
    assert ticks == [round(tick) for tick in ticks]
    assert ticks


def test_long_title(tmp_path: Path) -> None:
    """However long the title is, the figure's size stays the same."""
    draw(RECORDS[:1], "a-long-name, " * 200, tmp_path / "curves.png")

    assert (495, 352) == size(tmp_path / "curves.png")


@pytest.mark.parametrize("value", [nan, inf, 1e300])
def test_draw_no_number(tmp_path: Path, value: float) -> None:
    """What is no number, or too great for one, is no reason not to draw the rest."""
    draw([*RECORDS, Record("dpo", 2, "train", {"train/loss": value})], "title", tmp_path / "curves.png")

    assert (3 * 495, 2 * 352) == size(tmp_path / "curves.png")
