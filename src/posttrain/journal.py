"""What happens in an experiment, for the eye and for the record: progress, and metrics as JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import field, frozen

if TYPE_CHECKING:
    from rich.console import Console


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
    records: list[Record] = field(factory=list[Record], init=False)

    def log(self, record: Record) -> None:
        """Appends a record to the file, as one line of JSON, which has null for what is no number."""
        self.records.append(record)
        values = {name: value if isfinite(value) else None for name, value in record.values.items()}
        row = {"stage": record.stage, "step": record.step, "kind": record.kind, **values}
        with self.file.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(row) + "\n")

    def steps(self, stage: str, count: int) -> Iterator[int]:
        """Counts from 1 to `count` with a progress bar: loss, rate and time left beside it."""
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
            task = progress.add_task(stage, total=count, loss="", rate="")
            for step in range(1, count + 1):
                yield step
                speed = progress.tasks[0].speed
                rate = f"{speed:.1f} steps/s" if speed else ""
                progress.update(task, advance=1, loss=self._latest_loss(), rate=rate)

    def say(self, text: str) -> None:
        """Prints a line above the progress bar."""
        self.console.print(text, highlight=False, soft_wrap=True)

    def _latest_loss(self) -> str:
        losses = (record.values["loss"] for record in reversed(self.records) if record.kind == "train")
        return next((f"loss {loss:.4f}" for loss in losses), "")
