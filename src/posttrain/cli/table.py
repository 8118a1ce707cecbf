"""The tables that the commands print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.table import Table
from rich.text import Text


def figure_table(figures: Mapping[str, Mapping[str, float]]) -> Table:
    """Held-out figures, a row each, with a column for each time, or each run, that they were measured."""
    table = Table(title="held out", title_justify="left")
    table.add_column("figure")
    for title in figures:
        table.add_column(Text(title), justify="right", overflow="fold")
    for name in dict.fromkeys(name for measured in figures.values() for name in measured):
        cells = (measured.get(name) for measured in figures.values())
        table.add_row(name, *("" if value is None else f"{value:.4f}" for value in cells))
    return table


def config_table(runs: Sequence[str], rows: Mapping[str, Sequence[str]]) -> Table:
    """A row for each value of configs, with a column for each run."""
    table = Table(title="configs", title_justify="left")
    table.add_column("value", overflow="fold")
    for run in runs:
        table.add_column(Text(run), justify="right", overflow="fold")
    for name, cells in rows.items():
        table.add_row(Text(name), *map(Text, cells))
    return table
