"""Print how long an editor waits for each server: `python -m tests.editors`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from rich.console import Console
from rich.table import Table

from tests.editors.editor import SERVERS, Editor, started

ROUNDS = 3
TYPED = ("b", "br", "bre", "brea", "bread")
COLUMNS = ("start", "first completion", "a keystroke later", "hover", "signature help")

Times = dict[str, list[float]]
"""The columns, in milliseconds."""


def main() -> None:
    """Measure the servers, one after the other."""
    console = Console()
    with console.status("measuring"):
        times = {server: _times(server) for server in SERVERS}
    console.print(_table(times))


def _times(server: str) -> Times:
    times: Times = defaultdict(list)
    for _ in range(ROUNDS):
        with TemporaryDirectory() as folder:
            begin = perf_counter()
            with started(server, Path(folder) / server) as editor:
                times["start"].append(1000 * (perf_counter() - begin))
                _measure(editor, times)
    return times


def _measure(editor: Editor, times: Times) -> None:
    """Measure each answer after the first right after an edit, as it is needed while typing."""
    with editor.page('MEALS.build("|")') as page:
        with _timed(times["first completion"]):
            page.completions()
        for typed in TYPED:
            page.write(f'MEALS.build("{typed}|")')
            with _timed(times["a keystroke later"]):
                page.completions()
            page.write(f'MEALS.bui|ld("{typed}", COOK, flour=3)')
            with _timed(times["hover"]):
                page.hover()
            page.write(f'MEALS.build("{typed}", |)')
            with _timed(times["signature help"]):
                page.help()


@contextmanager
def _timed(into: list[float]) -> Generator[None]:
    begin = perf_counter()
    yield
    into.append(1000 * (perf_counter() - begin))


def _table(times: Mapping[str, Mapping[str, Sequence[float]]]) -> Table:
    table = Table(title="milliseconds, medians", title_justify="left")
    table.add_column("server")
    for column in COLUMNS:
        table.add_column(column, justify="right")
    for server, measured in times.items():
        table.add_row(server, *(f"{median(measured[column]):.0f}" for column in COLUMNS))
    return table


if __name__ == "__main__":
    main()
