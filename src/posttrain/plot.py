"""Draws the curves of a run, or of several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, cycle
from math import ceil, sqrt
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from attrs import frozen

from posttrain.durable import replaced_file
from posttrain.journal import EVAL, LOSS, TRAIN, Record

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STYLES = ("o-", "s--", "^:", "D-.")
"""Markers and lines in turn, so that curves on top of each other are both seen."""
PANEL_WIDTH, PANEL_HEIGHT = 4.5, 3.2
"""In inches, with the room for the labels that are beside and below a panel and for its title."""
LEFT, RIGHT, BELOW, ABOVE = 0.75, 0.15, 0.5, 0.35
"""Parts of these without curves. They are fixed: to fit them to the labels takes longer than to draw."""
LINE_HEIGHT, LETTER_WIDTH = 0.2, 0.12
"""The inches that a line of the figure's title takes, and at most a letter on average."""


@frozen
class Curve:
    """One metric over the steps of a whole run, its stages one behind the other."""

    metric: str
    """Its name without the kind, such as `loss` for `train/loss`."""
    kind: str
    steps: tuple[int, ...]
    values: tuple[float, ...]


@frozen
class Span:
    """The steps of one stage, counted over the whole run."""

    first: int
    last: int


def spans(records: Sequence[Record]) -> dict[str, Span]:
    """Return the steps of each stage; one without any takes no room."""
    counts: dict[str, int] = {}
    for record in records:
        counts[record.stage] = max(counts.get(record.stage, 0), record.step)
    ends = [0, *accumulate(counts.values())]
    return {stage: Span(*ends[index : index + 2]) for index, stage in enumerate(counts)}


def curves(records: Sequence[Record]) -> list[Curve]:
    """Return the records' metrics as curves, in the order in which they first appear.

    The loss of each stage is a curve of its own: it is of another quantity than those beside it.
    """
    stages = spans(records)
    points: dict[tuple[str, str], list[tuple[int, float]]] = {}
    for record in records:
        step = stages[record.stage].first + record.step
        for full, value in record.values.items():
            metric = full.removeprefix(f"{record.kind}/")
            name = f"{record.stage} {metric}" if full == f"{TRAIN}/{LOSS}" else metric
            points.setdefault((name, record.kind), []).append((step, value))
    return [
        Curve(metric, kind, tuple(step for step, _ in curve), tuple(value for _, value in curve))
        for (metric, kind), curve in points.items()
    ]


def draw(records: Sequence[Record], title: str, file: Path) -> None:
    """Write a PNG with a panel for each metric, and a dotted line between two stages."""
    drawn, stages = curves(records), spans(records)
    for name, axes in panels([curve.metric for curve in drawn], title, file):
        _draw_panel(axes, name, [curve for curve in drawn if curve.metric == name], stages)


def draw_together(runs: Mapping[str, Sequence[Record]], file: Path) -> None:
    """Write a PNG with a panel for each held-out metric, and in it a curve for each run by its label.

    Dotted lines are between the stages, if all runs have the same.
    """
    stages: list[Mapping[str, Span]] = []
    stages.extend(own for own in map(spans, runs.values()) if own not in stages)
    drawn = [(label, c) for label, records in runs.items() for c in curves(records) if c.kind == EVAL]
    for name, axes in panels([curve.metric for _, curve in drawn], ", ".join(runs), file):
        here = [(label, curve) for label, curve in drawn if curve.metric == name]
        for (label, curve), style in zip(here, cycle(STYLES), strict=False):
            axes.plot(curve.steps, curve.values, style, label=label, markersize=4, alpha=0.8)
        if len(stages) == 1:
            _mark(axes, stages[0])
        _label_steps(axes, name)


def panels(names: Iterable[str], title: str, file: Path) -> Iterator[tuple[str, Axes]]:
    """Yield an empty panel for each name; the PNG is written as a whole when the last has been drawn."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    names = list(dict.fromkeys(names))
    columns = max(1, min(len(names), max(3, ceil(sqrt(len(names))))))
    rows = max(1, -(-len(names) // columns))
    width, height = PANEL_WIDTH * columns, PANEL_HEIGHT * rows
    figure = Figure(figsize=(width, height))
    FigureCanvasAgg(figure)
    lines = wrap(title, int(width / LETTER_WIDTH), break_on_hyphens=False, max_lines=3, placeholder=" ...")
    figure.suptitle("\n".join(lines), y=1 - 0.25 * LINE_HEIGHT / height)
    heading = LINE_HEIGHT * (len(lines) + 0.5)
    inner = (height - heading) / rows - ABOVE - BELOW
    grid = figure.add_gridspec(
        rows,
        columns,
        left=LEFT / width,
        right=1 - RIGHT / width,
        bottom=BELOW / height,
        top=1 - (heading + ABOVE) / height,
        wspace=(LEFT + RIGHT) / (PANEL_WIDTH - LEFT - RIGHT),
        hspace=(ABOVE + BELOW) / inner,
    )
    for index, name in enumerate(names):
        yield name, figure.add_subplot(grid[index])
    with replaced_file(file) as stream:
        figure.savefig(stream, dpi=110, format="png")


def label_panel(axes: Axes, name: str, across: str) -> None:
    """Give a panel its metric as a title, the label of its horizontal axis, a legend and a grid."""
    axes.set_title(name, loc="left", fontweight="bold")
    axes.set_xlabel(across)
    axes.margins(y=0.12)
    axes.legend(fontsize=8)
    axes.grid(alpha=0.3)


def _label_steps(axes: Axes, name: str) -> None:
    label_panel(axes, name, "step")
    axes.locator_params(axis="x", integer=True)


def _draw_panel(axes: Axes, name: str, drawn: Sequence[Curve], stages: Mapping[str, Span]) -> None:
    for curve in drawn:
        style = "o-" if curve.kind == EVAL else "-"
        axes.plot(curve.steps, curve.values, style, label=curve.kind, markersize=3)
    steps = [step for curve in drawn for step in curve.steps]
    own = [span for span in stages.values() if steps and span.first < min(steps) and max(steps) <= span.last]
    if own:
        axes.set_xlim(own[0].first, own[0].last)
    else:
        _mark(axes, stages)
    _label_steps(axes, name)


def _mark(axes: Axes, stages: Mapping[str, Span]) -> None:
    """Write the names of the stages, with a dotted line behind each."""
    for stage, span in stages.items():
        if span.last > span.first:
            axes.axvline(span.last, linestyle=":", color="grey")
            middle = (span.first + span.last) / 2
            across = axes.get_xaxis_transform()
            paper = {"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 1}
            axes.text(middle, 0.98, stage, transform=across, ha="center", va="top", bbox=paper)
    axes.set_xlim(0, max((span.last for span in stages.values()), default=0) or 1)
