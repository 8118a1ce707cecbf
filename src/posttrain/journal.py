"""The progress of an experiment in the terminal, and its metrics as JSON Lines."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from math import isfinite, nan
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from attrs import field, frozen

from posttrain.completion_table import write_table
from posttrain.measurement import Measurement
from posttrain.run_errors import MetricsError
from typed_registry._annotations.type_guards import is_table  # private: pyright has no such narrowing

if TYPE_CHECKING:
    from rich.console import Console


TRAIN = "train"
"""The kind of the metrics of a training step, which begin with `train/`."""
EVAL = "eval"
"""The kind of the metrics of held-out examples, which begin with `eval/`."""
LOSS = "loss"
"""The metric that a stage minimises."""
REWARD = "reward"
"""The mean reward, of a stage that learns from rewards."""
BEFORE = "before"
"""The stage of what is measured before the first."""


@frozen
class Record:
    """Numbers measured at one step of a stage."""

    stage: str
    step: int
    """Steps done in this stage; the measurement follows them."""
    kind: str
    """`train` for a batch, `eval` for the held-out split."""
    values: Mapping[str, float]
    """By names with the kind before them, such as `train/loss`."""

    @classmethod
    def of(cls, stage: str, step: int, kind: str, values: Mapping[str, float]) -> Record:
        """Return the record of metrics that are named without their kind.

        >>> Record.of("sft", 1, "train", {"loss": 0.5}).values
        {'train/loss': 0.5}
        """
        return cls(stage, step, kind, {f"{kind}/{name}": value for name, value in values.items()})


class Listener(Protocol):
    """Receives each record of a run as it is logged."""

    def write(self, record: Record) -> None:
        """Take a record."""


@frozen
class Journal:
    """The log of one run. Lives as long as the run; every record is on disk when `log` returns."""

    file: Path
    console: Console
    is_writer: bool = True
    """Of several processes that train together, one writes; the others hold their records in memory."""
    listeners: tuple[Listener, ...] = ()
    """They get the records too, as they are logged."""
    records: list[Record] = field(factory=list[Record], init=False)

    @property
    def size(self) -> int:
        """Bytes of the file so far."""
        return self.file.stat().st_size if self.is_writer and self.file.exists() else 0

    def log(self, record: Record) -> None:
        """Append a record to the file as a line of JSON. A value that isn't finite is written as null."""
        self.records.append(record)
        if not self.is_writer:
            return
        values = {name: value if isfinite(value) else None for name, value in record.values.items()}
        row = {"stage": record.stage, "step": record.step, "kind": record.kind, **values}
        with self.file.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(row) + "\n")
        for listener in self.listeners:
            listener.write(record)

    def log_evaluation(self, stage: str, step: int, found: Measurement) -> Mapping[str, float]:
        """Log the metrics of an evaluation, and write its completions to a table; return the metrics."""
        if self.is_writer and found.completions:
            write_table(stage, step, found.completions, self.file.parent / "completions")
        record = Record.of(stage, step, EVAL, found.metrics)
        self.log(record)
        return record.values

    def rewind(self, size: int) -> None:
        """Remove the records after the first `size` bytes of the file: a resumed run logs them again.

        Raises MetricsError when the file is shorter, or any of its records can't be read.
        """
        length = self.file.stat().st_size if self.file.exists() else 0
        if size > length:
            raise MetricsError(str(self.file), None, f"has {length} bytes, and had {size} at the checkpoint")
        self.records[:] = read_records(self.file, size)
        if self.is_writer and self.file.exists():
            os.truncate(self.file, size)

    def sync(self) -> None:
        """Wait until the file is on disk, before a checkpoint counts on it."""
        if self.is_writer and self.file.exists():
            with self.file.open("rb") as stream:
                os.fsync(stream.fileno())

    def steps(self, stage: str, first: int, last: int) -> Iterator[int]:
        """Count from `first` to `last` with a progress bar: reward or loss, rate and time left beside it."""
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("[bold]{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[latest]}"),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=self.console) as progress:
            task = progress.add_task(stage, total=last, completed=first - 1, latest="", rate="")
            for step in range(first, last + 1):
                yield step
                speed = progress.tasks[0].speed
                rate = f"{speed:.1f} steps/s" if speed else ""
                progress.update(task, advance=1, latest=self._latest(stage), rate=rate)

    def say(self, text: str) -> None:
        """Print a line above the progress bar."""
        self.console.print(text, highlight=False, markup=False, soft_wrap=True)

    def say_evaluation(self, when: str, metrics: Mapping[str, float]) -> None:
        """Print the metrics of an evaluation on a line, if there are any."""
        if metrics:
            shown = "  ".join(f"{name} {value:.4f}" for name, value in metrics.items())
            self.say(f"{when}  held out: {shown}")

    def _latest(self, stage: str) -> str:
        """Return the latest mean reward, or the loss of a stage without rewards."""
        steps = (each for each in reversed(self.records) if (each.stage, each.kind) == (stage, TRAIN))
        values = next(steps, Record(stage, 0, TRAIN, {})).values
        shown = next((name for name in (REWARD, LOSS) if f"{TRAIN}/{name}" in values), None)
        return "" if shown is None else f"{shown} {values[f'{TRAIN}/{shown}']:.4f}"


def read_records(file: Path, size: int | None = None) -> list[Record]:
    """Return the records of a metrics file, or of its first bytes. A metric that was no number is NaN.

    A last line that a killed program didn't finish is left out. Raises MetricsError for any other that isn't
    a record.
    """
    if not file.exists():
        return []
    with file.open("rb") as stream:
        text = stream.read(-1 if size is None else size)
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith(b"\n"):
        lines.pop()
    return [_read(line, str(file), number) for number, line in enumerate(lines, start=1)]


def _read(line: bytes, file: str, number: int) -> Record:
    try:
        row: object = json.loads(line.decode())
    except (ValueError, RecursionError) as error:
        raise MetricsError(file, number, f"isn't JSON: {error}") from error
    if not is_table(row):
        raise MetricsError(file, number, "isn't a record: an object is expected")
    try:
        return _record(row)
    except (KeyError, TypeError, ValueError) as error:
        raise MetricsError(file, number, f"isn't a record: {error}") from error


def _record(row: Mapping[str, object]) -> Record:
    metrics = {name: value for name, value in row.items() if name not in _KEYS}
    values = {name: nan if value is None else _number(value, name) for name, value in metrics.items()}
    missing = [key for key in _KEYS if key not in row]
    if missing:
        message = f"it has no {missing[0]}"
        raise ValueError(message)
    return Record(str(row["stage"]), int(_number(row["step"], "step")), str(row["kind"]), values)


def _number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        message = f"{name} is no number: {value!r}"
        raise TypeError(message)
    return float(value)


_KEYS = ("stage", "step", "kind")
