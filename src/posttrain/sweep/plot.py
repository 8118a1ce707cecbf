"""The swept values against the held-out figures, drawn."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

from posttrain.plot import label_panel, panels
from posttrain.sweep.grid import Point
from posttrain.sweep.job import Result
from typed_registry.config.yaml import parse_scalar

if TYPE_CHECKING:
    from typing_extensions import TypeIs

WIDE = 10
"""From this ratio of the greatest value to the least, the axis is logarithmic."""


def draw_sweep(points: Sequence[Point], results: Mapping[str, Result], title: str, file: Path) -> None:
    """Writes a PNG with a panel for each held-out figure: the first axis across, the others as lines."""
    done = [point for point in points if point.name in results and results[point.name].figures]
    axis = next((path for point in points for path in point.values), "")
    across, are_numbers = _across([point.values.get(axis, "") for point in points])
    names = [name for point in done for name in results[point.name].figures]
    for name, axes in panels(names, title, file):
        for label, line in _lines(done, axis).items():
            drawn = [point for point in line if name in results[point.name].figures]
            at = [across[point.values.get(axis, "")] for point in drawn]
            axes.plot(at, [results[p.name].figures[name] for p in drawn], "o-", label=label, markersize=4)
        if are_numbers:
            axes.set_xscale("log" if _is_wide(across.values()) else "linear")
        else:
            axes.set_xticks([*across.values()], [*across])
        label_panel(axes, name, axis or "all")


def _lines(points: Sequence[Point], axis: str) -> dict[str, list[Point]]:
    """The points that differ in nothing but this axis, by the values that they share."""
    lines: dict[str, list[Point]] = {}
    for point in points:
        label = ", ".join(f"{path}={value}" for path, value in point.values.items() if path != axis)
        lines.setdefault(label or "held out", []).append(point)
    return lines


def _across(values: Sequence[str]) -> tuple[dict[str, float], bool]:
    """Where each value stands: numbers as they are, which is told, and anything else side by side."""
    read = {value: parse_scalar(value) for value in values}
    numbers = {value: float(each) for value, each in read.items() if _is_number(each)}
    if len(numbers) == len(read):
        return numbers, True
    return {value: float(place) for place, value in enumerate(read)}, False


def _is_number(value: object) -> TypeIs[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)


def _is_wide(places: Collection[float]) -> bool:
    least, greatest = min(places), max(places)
    return least > 0 and greatest / least >= WIDE
