"""The swept values against the held-out metrics, drawn."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import isfinite
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from attrs import frozen

from posttrain.plot import label_panel, panels
from posttrain.sweep.grid import Point
from posttrain.sweep.job import Result
from typed_registry.config._formats.yaml.reader import parse_scalar  # private: as overrides are read

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from typing_extensions import TypeIs

WIDE = 10
"""From this ratio of the greatest value to the least, the axis is logarithmic."""


def draw_sweep(points: Sequence[Point], results: Mapping[str, Result], title: str, file: Path) -> None:
    """Writes a PNG with a panel for each held-out metric: one axis across, the others as lines.

    Points that differ only in a seed are dots around the line of their mean. A point that failed is a cross.
    """
    across = lay(points)
    done = {point.name: results[point.name].metrics for point in points if point.name in results}
    failed = [point for point in points if point.name in results and results[point.name].failure]
    for name, axes in panels([name for metrics in done.values() for name in metrics], title, file):
        measured = [(point, done[point.name][name]) for point in points if name in done.get(point.name, {})]
        for line in lines(measured, across):
            _draw_line(axes, line, "o" if _is_seed(across.path) else "o-")
        if failed:
            at = [across.place(point) for point in failed]
            axes.plot(at, [0.03] * len(at), "rx", label="failed", transform=axes.get_xaxis_transform())
        across.mark(axes)
        label_panel(axes, name, across.path or "all")


@frozen
class Across:
    """The axis that lies across the panels."""

    path: str
    places: Mapping[str, float]
    """Where each value stands: numbers as they are, and anything else side by side."""
    are_numbers: bool

    def place(self, point: Point) -> float:
        """Where the point stands."""
        return self.places[point.values.get(self.path, "")]

    def mark(self, axes: Axes) -> None:
        """Scales a panel, and names the values that are no numbers."""
        if self.are_numbers:
            axes.set_xscale("log" if _is_wide(self.places.values()) else "linear")
        else:
            axes.set_xticks([*self.places.values()], [*self.places])


def lay(points: Sequence[Point]) -> Across:
    """The first axis that isn't a seed, laid across; a seed where there is no other."""
    paths = list(dict.fromkeys(path for point in points for path in point.values))
    path = next((path for path in paths if not _is_seed(path)), "".join(paths[:1]))
    read = {value: parse_scalar(value) for value in (point.values.get(path, "") for point in points)}
    numbers = {value: float(each) for value, each in read.items() if _is_number(each)}
    if len(numbers) == len(read) and not _is_seed(path):
        return Across(path, numbers, are_numbers=True)
    return Across(path, {value: float(place) for place, value in enumerate(read)}, are_numbers=False)


@frozen
class Line:
    """Points that differ in nothing but what lies across, and seeds."""

    label: str
    """The values that they share."""
    values: Mapping[float, Sequence[float]]
    """Those at each place, from left to right."""


def lines(measured: Sequence[tuple[Point, float]], across: Across) -> list[Line]:
    """The values that were measured at points, as lines."""
    found: dict[str, dict[float, list[float]]] = {}
    for point, value in measured:
        shared = [f"{k}={v}" for k, v in point.values.items() if k != across.path and not _is_seed(k)]
        line = found.setdefault(", ".join(shared) or "held out", {})
        line.setdefault(across.place(point), []).append(value)
    return [Line(label, dict(sorted(values.items()))) for label, values in found.items()]


def _draw_line(axes: Axes, line: Line, style: str) -> None:
    means = [fmean(values) for values in line.values.values()]
    [drawn] = axes.plot([*line.values], means, style, label=line.label, markersize=4)
    dots = [(at, value) for at, values in line.values.items() if len(values) > 1 for value in values]
    axes.plot(*([dot[side] for dot in dots] for side in (0, 1)), ".", color=drawn.get_color(), alpha=0.4)


def _is_seed(path: str) -> bool:
    """Whether the values of this path have no order, and tell nothing but the spread."""
    return path.rpartition(".")[2] == "seed"


def _is_number(value: object) -> TypeIs[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)


def _is_wide(places: Collection[float]) -> bool:
    least, greatest = min(places), max(places)
    return least > 0 and greatest / least >= WIDE
