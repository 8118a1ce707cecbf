"""What happens in an experiment, for the eye and for the record: progress, and metrics as JSON Lines."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from math import isfinite, nan
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import field, frozen

if TYPE_CHECKING:
    from rich.console import Console


LOSS = "loss"
"""The figure that a stage minimises."""
BEFORE = "before"
"""The stage of what is measured before the first."""


@frozen
class Record:
    """Numbers measured at one step of a stage."""

    stage: str
    step: int
    """Updates done in this stage; the measurement follows them."""
    kind: str
    """`train` for a batch, `held_out` for the held-out split."""
    values: Mapping[str, float]


@frozen
class Journal:
    """The log of one run. Lives as long as the run; every record is on disk when `log` returns."""

    file: Path
    console: Console
    is_writer: bool = True
    """Of several processes that train together, one writes; the others hold their records in memory."""
    records: list[Record] = field(factory=list[Record], init=False)

    @property
    def size(self) -> int:
        """Bytes of the file so far."""
        return self.file.stat().st_size if self.is_writer and self.file.exists() else 0

    def log(self, record: Record) -> None:
        """Appends a record to the file, as one line of JSON, which has null for what is no number."""
        self.records.append(record)
        if not self.is_writer:
            return
        values = {name: value if isfinite(value) else None for name, value in record.values.items()}
        row = {"stage": record.stage, "step": record.step, "kind": record.kind, **values}
        with self.file.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(row) + "\n")

    def rewind(self, size: int) -> None:
        """Goes back to when the file had this many bytes: what was logged after a checkpoint comes again."""
        self.records[:] = read_records(self.file, size)
        if self.is_writer and self.file.exists():
            os.truncate(self.file, size)

    def steps(self, stage: str, first: int, last: int) -> Iterator[int]:
        """Counts from `first` to `last` with a progress bar: loss, rate and time left beside it."""
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("[bold]{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[loss]}"),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=self.console) as progress:
            task = progress.add_task(stage, total=last, completed=first - 1, loss="", rate="")
            for step in range(first, last + 1):
                yield step
                speed = progress.tasks[0].speed
                rate = f"{speed:.1f} steps/s" if speed else ""
                progress.update(task, advance=1, loss=self._latest_loss(), rate=rate)

    def say(self, text: str) -> None:
        """Prints a line above the progress bar."""
        self.console.print(text, highlight=False, markup=False, soft_wrap=True)

    def _latest_loss(self) -> str:
        losses = (record.values[LOSS] for record in reversed(self.records) if record.kind == "train")
        return next((f"loss {loss:.4f}" for loss in losses), "")


def read_records(file: Path, size: int | None = None) -> list[Record]:
    """The records of a metrics file, or of its first bytes. A figure that was no number is NaN."""
    if not file.exists():
        return []
    text = file.read_bytes()[:size].decode()
    return [_record(json.loads(line)) for line in text.splitlines()]


def _record(row: dict[str, str | int | float | None]) -> Record:
    figures = {name: value for name, value in row.items() if name not in _KEYS}
    values = {name: nan if value is None else float(value) for name, value in figures.items()}
    return Record(str(row["stage"]), int(row["step"] or 0), str(row["kind"]), values)


_KEYS = ("stage", "step", "kind")
