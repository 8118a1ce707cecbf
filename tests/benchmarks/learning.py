"""What the shipped experiments learn and how long that takes, beside TRL with the same settings.

    python -m tests.benchmarks.learning --seeds 0,1,2
    python -m tests.benchmarks.learning --only commands,sums --precision bfloat16

Prints a table in Markdown; on a machine with nothing else to do. The last stage of each experiment runs in a
process of its own, once by posttrain and, where TRL has the algorithm, once by TRL, on the same data and from
the same weights: those that posttrain's stages before it have left with that seed. Both are measured by
posttrain's evaluation, before and after. TRL is installed by `pip install --constraint constraints.txt trl`.
"""

from __future__ import annotations

import json
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
from tests.benchmarks.stage import METRICS, Job, Outcome, Part
from tests.benchmarks.trl import DIFFERENCES, ONLY_OURS

ROOT = Path(__file__).parents[2]


@frozen
class Row:
    """One experiment, with an outcome for each seed."""

    experiment: str
    ours: tuple[Outcome, ...]
    trl: tuple[Outcome, ...]
    """Empty where TRL has no such algorithm, or wasn't to run."""


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
    with Progress(*columns, console=Console(stderr=True)) as progress:
        total = len(numbers) * sum(len(_parts(name, trl=trl)) for name in chosen)
        task = progress.add_task("", total=total)

        def run(part: Part, name: str, folder: str, seed: int) -> str:
            progress.update(task, description=f"{name}, seed {seed}: {part}")
            job = Job(part, name, folder, seed, threads, steps, precision)
            command = ("python", "-m", "tests.benchmarks.stage", json.dumps(asdict(job)))
            printed = measure(command, ROOT).printed
            progress.advance(task)
            return printed

        rows = [_row(name, numbers, _parts(name, trl=trl), run) for name in chosen]
    typer.echo("\n".join((*_table(rows), "", *_notes(rows, numbers, threads, precision))))


def _parts(name: str, *, trl: bool) -> tuple[Part, ...]:
    return ("start", "ours", "trl") if trl and name not in ONLY_OURS else ("start", "ours")


def _row(
    name: str, seeds: Sequence[int], parts: Sequence[Part], run: Callable[[Part, str, str, int], str]
) -> Row:
    outcomes: dict[Part, list[Outcome]] = {"ours": [], "trl": []}
    for seed in seeds:
        with TemporaryDirectory() as folder:
            for part in parts:
                printed = run(part, name, folder, seed)
                if part in outcomes:
                    outcomes[part].append(Outcome(**json.loads(printed.splitlines()[-1])))
    return Row(name, tuple(outcomes["ours"]), tuple(outcomes["trl"]))


def _table(rows: Sequence[Row]) -> Iterator[str]:
    titles = ["experiment", "held out", "before", "after", "seconds", "steps/s"]
    if any(row.trl for row in rows):
        titles += ["TRL: after", "TRL: seconds", "TRL: steps/s"]
    yield _line(titles)
    yield _line(["---"] * len(titles))
    for row in rows:
        before = _cell([outcome.before for outcome in row.ours], 2)
        cells = (row.experiment, METRICS[row.experiment], before, *_measured(row.ours), *_measured(row.trl))
        yield _line((*cells, *[""] * (len(titles) - len(cells))))


def _measured(outcomes: Sequence[Outcome]) -> Iterator[str]:
    if outcomes:
        yield _cell([outcome.after for outcome in outcomes], 2)
        yield _cell([outcome.seconds for outcome in outcomes], 1)
        yield _cell([outcome.steps / outcome.seconds for outcome in outcomes], 1)


def _cell(values: Sequence[float], digits: int) -> str:
    """Return the mean, and the least and the most of several."""
    mean, least, most = (
        f"{value:.{digits}f}" for value in (sum(values) / len(values), min(values), max(values))
    )
    return mean if len(values) == 1 else f"{mean} ({least} to {most})"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _notes(rows: Sequence[Row], seeds: Sequence[int], threads: int, precision: Precision) -> Iterator[str]:
    names = ("torch", "transformers", *(("trl",) if any(row.trl for row in rows) else ()))
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    counted = f"{len(seeds)} seeds (mean, least to most)" if len(seeds) > 1 else f"seed {seeds[0]}"
    yield f"{counted}, threads: {threads}, {precision}; {versions}."
    yield "Seconds of the training alone, without evaluation."
    if any(row.trl for row in rows):
        yield "Where TRL goes its own way:"
        yield from (f"- {difference}" for difference in DIFFERENCES)


if __name__ == "__main__":
    typer.run(main)
