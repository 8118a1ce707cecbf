"""The progress of a sweep, in the terminal."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from rich.console import Console

    from posttrain.sweep.job import Result
    from posttrain.sweep.start import Sweep


@contextmanager
def watch(sweep: Sweep, console: Console) -> Generator[Callable[[Result], None]]:
    """A bar over the sweep's points; what it gives prints a line above it for each point that ends."""
    columns = (TextColumn("[bold]points"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    if sweep.results:
        console.print(f"{len(sweep.results)} of {len(sweep.points)} points are done already")
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("points", total=len(sweep.points), completed=len(sweep.results))

        def tell(result: Result) -> None:
            seconds = "" if result.seconds is None else f" in {result.seconds:.1f} s"
            line = f"{result.name}: {'failed' if result.failure else 'done'}{seconds}"
            progress.console.print(line, markup=False, highlight=False, soft_wrap=True)
            progress.advance(task)

        yield tell
