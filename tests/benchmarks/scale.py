"""What registries of many components cost those who check a program that uses them.

    python -m tests.benchmarks.scale --names 10,100,1000,5000

Prints two tables in Markdown. The first has the seconds and the most memory of the generator (cold, after an
edit of a component, and with nothing changed) and of each checker (cold, and after an edit of the file with
the calls). The second has how much each checker prints for one misspelt name. Every checker must find all the
mistakes of the program and no others, or there is no table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from attrs import frozen
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tests.benchmarks.measure import Cost, measure
from tests.benchmarks.program import MOST, edit, write
from tests.benchmarks.tool import GENERATE, TOOLS, Tool, forget


@frozen
class Row:
    """One program."""

    names: int
    generator: tuple[Cost, Cost, Cost]
    """Cold, after an edit, and when nothing has changed."""
    checkers: tuple[tuple[Cost, Cost], ...]
    """Cold, and after an edit of the file with the calls."""
    messages: tuple[int, ...]
    """How many characters each prints for one misspelt name."""


def main(
    names: Annotated[
        str, typer.Option(help="How many components, separated by commas.")
    ] = "10,100,1000,5000",
    checkers: Annotated[str, typer.Option(help="Which checkers, separated by commas.")] = ",".join(TOOLS),
) -> None:
    """Measures the generator and the checkers on programs with so many components."""
    numbers, chosen = [int(number) for number in names.split(",")], checkers.split(",")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("", total=len(numbers) * (1 + len(chosen)))

        def tell(what: str) -> None:
            progress.update(task, description=what, advance=1)

        rows = [_row(number, chosen, tell) for number in numbers]
    typer.echo("\n".join((*_costs(chosen, rows), "", *_messages(chosen, rows))))


def _row(number: int, chosen: Sequence[str], tell: Callable[[str], None]) -> Row:
    with TemporaryDirectory() as folder:
        place = Path(folder).resolve()
        write(place, number)
        generator = _generator(place)
        tell(f"{number:,} names: generator")
        checkers: list[tuple[Cost, Cost]] = []
        for name in chosen:
            checkers.append(_checker(place, TOOLS[name]))
            tell(f"{number:,} names: {name}")
        messages = tuple(len(TOOLS[name].message(place)) for name in chosen)
        return Row(number, generator, tuple(checkers), messages)


def _generator(folder: Path) -> tuple[Cost, Cost, Cost]:
    cold = measure(GENERATE, folder)
    edit(folder)
    return cold, measure(GENERATE, folder), measure(GENERATE, folder)


def _checker(folder: Path, tool: Tool) -> tuple[Cost, Cost]:
    forget(folder)
    cold = tool.check(folder)
    with (folder / "use.py").open("a") as file:
        file.write("# one line more\n")
    return cold, tool.check(folder)


def _costs(chosen: Sequence[str], rows: Sequence[Row]) -> Iterator[str]:
    yield from _head("names", "by", "stub: cold, edited, unchanged", *chosen)
    for row in rows:
        by = "`build`, `spec`" if row.names <= MOST else "`components`, `specs`"
        yield _line(f"{row.names:,}", by, _cell(row.generator), *map(_cell, row.checkers))


def _messages(chosen: Sequence[str], rows: Sequence[Row]) -> Iterator[str]:
    yield from _head("characters for one misspelt name", *chosen)
    for row in rows:
        yield _line(f"{row.names:,} names", *(f"{count:,}" for count in row.messages))


def _cell(costs: Sequence[Cost]) -> str:
    """Seconds of each run, and the most memory that any of them took."""
    return f"{' / '.join(f'{c.seconds:.1f}' for c in costs)} s, {max(c.megabytes for c in costs):.0f} MB"


def _head(*titles: str) -> Iterator[str]:
    yield _line(*titles)
    yield _line(*("---" for _ in titles))


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    typer.run(main)
