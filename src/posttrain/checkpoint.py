"""What a run needs to go on after it was stopped, at any moment and by anything: two files in its folder.

`start.pt` is the model at the start of the stage, `progress.pt` the stage as far as it has come. Each is
written beside its place and then moved there, so that there is always a whole one. All that is random
follows from the seed and the step, so nothing of that needs to be kept.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar, cast

import torch
from attrs import asdict, frozen
from torch import Tensor

from posttrain.errors import CheckpointError

Figures = dict[str, dict[str, float]]
R = TypeVar("R")


@frozen
class Start:
    """The model at the start of a stage, and what has been measured until then."""

    stage: str
    weights: Mapping[str, Tensor]
    figures: Figures
    journal: int
    """Bytes of the metrics that belong to the time before."""


@frozen
class Progress:
    """A stage between two of its steps."""

    stage: str
    step: int
    updates: int
    weights: Mapping[str, Tensor]
    optimizer: dict[str, object]
    scheduler: dict[str, object]
    best: tuple[tuple[int, float | None, int], dict[str, Tensor]]
    journal: int
    """Bytes of the metrics so far."""


@frozen
class Checkpoints:
    """The checkpoints in a run's folder. Live as long as the run; only the writer of a group writes them."""

    folder: Path
    is_writer: bool = True

    def begin(self, start: Start) -> None:
        """Keeps the start of a stage; the progress of the stage before is of no use any more."""
        self._write("start.pt", start)

    def keep(self, progress: Progress) -> None:
        """Keeps the stage as it is now, in place of what it was. Raises CheckpointError."""
        self._write("progress.pt", progress)

    def start(self) -> Start | None:
        """The start of the stage that was stopped; None when there is none. Raises CheckpointError."""
        return self._read("start.pt", Start)

    def progress(self, stage: str) -> Progress | None:
        """How far this stage had come; None when it hasn't begun. Raises CheckpointError."""
        progress = self._read("progress.pt", Progress)
        return progress if progress is not None and progress.stage == stage else None

    def discard(self) -> None:
        """Removes them: the run is done."""
        if self.is_writer and self.folder.exists():
            shutil.rmtree(self.folder)

    def _write(self, name: str, record: Start | Progress) -> None:
        if not self.is_writer:
            return
        file, partial = self.folder / name, self.folder / f".{name}"
        try:
            self.folder.mkdir(exist_ok=True)
            with partial.open("wb") as stream:
                torch.save(asdict(record, recurse=False), stream)
                stream.flush()
                os.fsync(stream.fileno())
            partial.replace(file)
        except (OSError, RuntimeError) as error:  # torch's writer raises RuntimeError where the disk is full
            partial.unlink(missing_ok=True)
            raise CheckpointError(str(file), _reason(error), file.exists()) from error

    def _read(self, name: str, kind: type[R]) -> R | None:
        file = self.folder / name
        if not file.exists():
            return None
        try:
            held = cast("dict[str, object]", torch.load(file, map_location="cpu", weights_only=True))
        except (OSError, RuntimeError, ValueError) as error:
            raise CheckpointError(str(file), f"can't be read: {_reason(error)}", is_kept=False) from error
        return kind(**held)


def _reason(error: Exception) -> str:
    cause = error.__context__ if isinstance(error.__context__, OSError) else error
    return (cause.strerror if isinstance(cause, OSError) else None) or str(error).splitlines()[0]
