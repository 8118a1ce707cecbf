"""A sweep, from its points to the results in its folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from attrs import field, frozen

from posttrain.lock import held
from posttrain.past_run import read_run
from posttrain.protocols import Launcher
from posttrain.run import Run
from posttrain.run_errors import GridError, OutputError
from posttrain.sweep.grid import Point
from posttrain.sweep.job import Job, Result
from posttrain.sweep.plot import draw_sweep
from posttrain.sweep.record import read_seconds, save_results
from typed_registry.config import dump


@frozen
class Sweep:
    """The points of a sweep, with their results so far. Lives as long as the program that runs it."""

    points: Sequence[Point]
    results: dict[str, Result] = field(factory=dict[str, Result])
    """By the point's name, in the order in which they came."""

    @property
    def folder(self) -> Path:
        """Where everything is: a run for each point, the table and the plot."""
        return self.points[0].config.output

    @property
    def table(self) -> Path:
        """The points with their results, as JSON."""
        return self.folder / "sweep.json"

    @property
    def plot(self) -> Path:
        """The swept values against the metrics, as a PNG."""
        return self.folder / "sweep.png"

    @property
    def failures(self) -> dict[str, str]:
        """Why points have failed, by their names."""
        return {name: result.failure for name, result in self.results.items() if result.failure}

    def run(self, launcher: Launcher, tell: Callable[[Result], None]) -> None:
        """Run the points that aren't done. The result of each is saved, and then passed to `tell`.

        Raises WriteError, and BusyError when the sweep is under way already.
        """
        left = [_job(point) for point in self.points if point.name not in self.results]
        with held(self.folder), closing(launcher.launch(left)) as results:
            for result in results if left else ():
                self.results[result.name] = result
                self.save()
                tell(result)
            self.save()  # while no other sweep may write the table
            draw_sweep(self.points, self.results, self.folder.name, self.plot)

    def save(self) -> None:
        """Writes the table."""
        save_results(self.points, self.results, self.table)


def open_sweep(points: Sequence[Point]) -> Sweep:
    """The sweep of these points, with the results of those that are done in its folder already.

    Raises OutputError when there can't be such a folder, and GridError when runs in it are of another
    experiment than the points of their names.
    """
    sweep = Sweep(points)
    _prepare(sweep.folder)
    faults = {point.name: told for point in points if (told := _changes(point))}
    if faults:
        raise GridError(len(points), faults)
    seconds = read_seconds(sweep.table)
    for point in points:
        folder = sweep.folder / point.name
        if Run(folder).is_done:
            metrics: Mapping[str, float] = read_run(folder).metrics
            sweep.results[point.name] = Result(point.name, metrics, seconds.get(point.name))
    return sweep


def _prepare(folder: Path) -> None:
    if Run(folder).config.exists():
        raise OutputError(str(folder), "a run has this name; give the sweep another by --name")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(str(folder), error.strerror or str(error)) from None


def _changes(point: Point) -> tuple[str, ...]:
    """The reason why the point can't go on with the run that has its name."""
    run = Run(point.config.output / point.name)
    changed = run.changes(point.config) if run.config.is_file() else []
    if not changed:
        return ()
    reason = f"the run has another config: {'; '.join(changed)}"
    return (f"{run.folder} is of another sweep: {reason}; give this one another --name",)


def _job(point: Point) -> Job:
    log = (point.config.output / f"{point.name}.log").absolute()
    return Job(point.name, dump(point.config), Path.cwd(), log)
