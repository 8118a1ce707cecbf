"""The tables that the commands print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from posttrain.sweep.grid import Point, short
from posttrain.sweep.job import Result

LONGEST = 400
"""Characters of a prompt or a completion that are printed; the run's folder has all of it."""
SHOWN = 3
"""How many completions are printed at the end of a run or an evaluation."""
WIDEST = 20
"""Characters that a swept value has on its line; a longer one goes on below."""


def metrics_table(metrics: Mapping[str, Mapping[str, float]]) -> Table:
    """Held-out metrics, a row each, with a column for each time, or each run, that they were measured."""
    table = Table(title="held out", title_justify="left")
    table.add_column("metric")
    for title in metrics:
        table.add_column(Text(title), justify="right", overflow="fold")
    for name in dict.fromkeys(name for measured in metrics.values() for name in measured):
        cells = (measured.get(name) for measured in metrics.values())
        table.add_row(name, *("" if value is None else f"{value:.4f}" for value in cells))
    return table


def answers_table(answers: Sequence[Sequence[str]], *titles: str) -> Table:
    """Prompts, each with the completions of these titles, as far as there is room for them."""
    table = Table(title="completions", title_justify="left")
    for title in ("prompt", *titles):
        table.add_column(title, overflow="fold")
    for row in answers:
        table.add_row(*(Text(shortened(cell)) for cell in row))
    return table


def shortened(text: str) -> str:
    """Return the beginning of a text, without empty lines and control characters.

    Of a text that has nothing else, `(blank)`.
    """
    lines = ("".join(each if each.isprintable() else " " for each in line) for line in text.splitlines())
    shown = "\n".join(line for line in lines if line.strip()) or "(blank)" * bool(text)
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}..."


def config_table(runs: Sequence[str], rows: Mapping[str, Sequence[str]]) -> Table:
    """A row for each value of configs, with a column for each run."""
    table = Table(title="configs", title_justify="left")
    table.add_column("value", overflow="fold")
    for run in runs:
        table.add_column(Text(run), justify="right", overflow="fold")
    for name, cells in rows.items():
        table.add_row(Text(name), *map(Text, cells))
    return table


def sweep_table(points: Sequence[Point], results: Mapping[str, Result]) -> Table:
    """A row for each point: its values, the held-out metrics of its model, and how long it took."""
    metrics = list(dict.fromkeys(name for result in results.values() for name in result.metrics))
    table = Table(title="sweep", title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    paths = [*dict.fromkeys(path for point in points for path in point.values)]
    for path, word in zip(paths, short(paths), strict=True):
        longest = max(len(point.values.get(path, "")) for point in points)
        table.add_column(Text(word), overflow="fold", min_width=min(longest, WIDEST))
    for name in (*metrics, "seconds"):
        table.add_column(name, justify="right", min_width=max(7, *map(len, name.split())))
    for point in points:
        result = results.get(point.name, Result(point.name, failure="never ran"))
        cells = ["" if (value := result.metrics.get(name)) is None else f"{value:.4f}" for name in metrics]
        seconds = "" if result.seconds is None else f"{result.seconds:.1f}"
        table.add_row(*map(Text, point.values.values()), *cells, "failed" if result.failure else seconds)
    return table
