"""The table that ends a run."""

from __future__ import annotations

from collections.abc import Mapping

from rich.table import Table


def figure_table(figures: Mapping[str, Mapping[str, float]]) -> Table:
    """Held-out figures, a row each, with a column for each time they were measured."""
    table = Table(title="held out", title_justify="left")
    table.add_column("figure")
    for title in figures:
        table.add_column(title, justify="right")
    for name in dict.fromkeys(name for measured in figures.values() for name in measured):
        cells = (measured.get(name) for measured in figures.values())
        table.add_row(name, *("" if value is None else f"{value:.4f}" for value in cells))
    return table
