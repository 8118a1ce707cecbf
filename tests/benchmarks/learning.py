"""What the shipped experiments learn and how long that takes, beside TRL with the same settings.

    python -m tests.benchmarks.learning --seeds 0,1,2
    python -m tests.benchmarks.learning --only commands,sums --precision bfloat16

Prints a table in Markdown. Run it on a machine with nothing else to do. The last stage of each experiment,
and both stages of `sums`, run in processes of their own: once by posttrain and, if TRL has the algorithm,
once by TRL, on the same data and from the same weights, which are those after posttrain's stages before it
with that seed. posttrain's evaluation measures both, before and after. To install TRL:
`pip install --constraint constraints.txt trl`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from attrs import asdict, frozen
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from posttrain.precision import Precision
from tests.benchmarks.measure import measure
from tests.benchmarks.stage import METRICS, Job, MeasuredStage, Outcome, Part, measured_stages
from tests.benchmarks.trl import DIFFERENCES, ONLY_OURS

ROOT = Path(__file__).parents[2]
TRAINERS: tuple[Part, Part] = ("ours", "trl")


@frozen
class Options:
    """The options that are the same for all jobs."""

    threads: int
    steps: int | None
    precision: Precision
    trl: bool

    def job(self, part: Part, experiment: str, folder: str, stage: int, seed: int) -> Job:
        """Return a job with these options."""
        return Job(part, experiment, folder, stage, seed, self.threads, self.steps, self.precision)


@frozen
class Row:
    """One stage of an experiment, with an outcome for each seed."""

    experiment: str
    stage: MeasuredStage
    ours: tuple[Outcome, ...]
    trl: tuple[Outcome, ...]
    """Empty if TRL doesn't have the algorithm, or is switched off."""


def main(  # noqa: PLR0913  # each is an option of the command
    seeds: Annotated[str, typer.Option(help="The seeds, separated by commas.")] = "0,1,2",
    only: Annotated[str, typer.Option(help="Which experiments, separated by commas.")] = ",".join(METRICS),
    threads: Annotated[int, typer.Option(help="Of torch, in each process.")] = 2,
    steps: Annotated[int | None, typer.Option(help="Of each stage, for a quick try.")] = None,
    precision: Annotated[Precision, typer.Option(help="Of the computation.")] = "float32",
    *,
    trl: Annotated[bool, typer.Option(help="Whether TRL runs, too.")] = True,
) -> None:
    """Run these experiments and print their outcomes."""
    numbers, chosen = [int(seed) for seed in seeds.split(",")], only.split(",")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    options = Options(threads, steps, precision, trl=trl)
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("", total=len(numbers) * sum(len(_parts(name, options)) for name in chosen))

        def run(job: Job) -> str:
            title = f"{job.experiment}, stage {job.stage}, seed {job.seed}: {job.part}"
            progress.update(task, description=title)
            command = ("python", "-m", "tests.benchmarks.stage", json.dumps(asdict(job)))
            printed = measure(command, ROOT).printed
            progress.console.print(title, *printed.splitlines()[-1:], highlight=False, soft_wrap=True)
            progress.advance(task)
            return printed

        rows = [row for name in chosen for row in _rows(name, numbers, options, run)]
    typer.echo("\n".join((*_table(rows), "", *_notes(rows, numbers, options))))


def _parts(name: str, options: Options) -> Sequence[tuple[Part, int]]:
    """Return the jobs of an experiment in their order, each as its part and the number of its stage."""
    trainers = TRAINERS if options.trl and name not in ONLY_OURS else TRAINERS[:1]
    numbers = [stage.number for stage in measured_stages(name)]
    return [("start", numbers[0]), *((part, number) for number in numbers for part in trainers)]


def _rows(name: str, seeds: Sequence[int], options: Options, run: Callable[[Job], str]) -> Iterator[Row]:
    """Run an experiment with each seed, and yield a row for each measured stage."""
    outcomes: defaultdict[tuple[Part, int], list[Outcome]] = defaultdict(list)
    for seed in seeds:
        with TemporaryDirectory() as folder:
            for part, number in _parts(name, options):
                printed = run(options.job(part, name, folder, number, seed))
                if part != "start":
                    outcomes[part, number].append(Outcome(**json.loads(printed.splitlines()[-1])))
    for stage in measured_stages(name):
        ours, trl = (tuple(outcomes[part, stage.number]) for part in TRAINERS)
        yield Row(name, stage, ours, trl)


def _table(rows: Sequence[Row]) -> Iterator[str]:
    titles = ["experiment", "stage", "held out", "before", "after", "seconds", "steps/s"]
    if any(row.trl for row in rows):
        titles += ["TRL: after", "TRL: seconds", "TRL: steps/s"]
    yield _line(titles)
    yield _line(["---"] * len(titles))
    for row in rows:
        before = _cell([outcome.before for outcome in row.ours], 2)
        stage = (row.experiment, row.stage.title, row.stage.metric)
        cells = (*stage, before, *_measured(row.ours), *_measured(row.trl))
        yield _line((*cells, *[""] * (len(titles) - len(cells))))


def _measured(outcomes: Sequence[Outcome]) -> Iterator[str]:
    if outcomes:
        yield _cell([outcome.after for outcome in outcomes], 2)
        yield _cell([outcome.seconds for outcome in outcomes], 1)
        yield _cell([outcome.steps / outcome.seconds for outcome in outcomes], 1)


def _cell(values: Sequence[float], digits: int) -> str:
    """Return the mean of values; of several, also the least and the greatest."""
    mean, least, most = (
        f"{value:.{digits}f}" for value in (sum(values) / len(values), min(values), max(values))
    )
    return mean if len(values) == 1 else f"{mean} ({least} to {most})"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _notes(rows: Sequence[Row], seeds: Sequence[int], options: Options) -> Iterator[str]:
    names = ("torch", "transformers", *(("trl",) if any(row.trl for row in rows) else ()))
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    counted = f"{len(seeds)} seeds (mean, least to most)" if len(seeds) > 1 else f"seed {seeds[0]}"
    yield f"{counted}, threads: {options.threads}, {options.precision}; {versions}."
    yield "Seconds of the training alone, without evaluation."
    if any(row.trl for row in rows):
        yield "Where TRL goes its own way:"
        yield from (f"- {difference}" for difference in DIFFERENCES)


if __name__ == "__main__":
    typer.run(main)
