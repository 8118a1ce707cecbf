"""Checkpoints: two files in the folder of a run, from which it resumes after an interruption at any moment.

`start.pt` is the model at the start of the stage, `progress.pt` the stage as far as it has come. Each is
written beside its place and then moved there, so that there is always a whole one. All that is random
follows from the seed and the step, so nothing of that needs to be kept.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import torch
from attrs import asdict, frozen
from torch import Tensor

from posttrain.durable import remove_folder, replaced_file
from posttrain.errors import ExperimentError
from posttrain.run_errors import CheckpointError
from typed_registry._annotations.type_guards import (  # private: pyright has no such narrowing
    is_sequence,
    is_table,
)

Metrics = dict[str, dict[str, float]]
R = TypeVar("R")


@frozen
class Start:
    """The model at the start of a stage, and what has been measured until then."""

    stage: str
    weights: Mapping[str, Tensor]
    """Those that are trained: others are as the model was made."""
    metrics: Metrics
    journal: int
    """Bytes of the metrics that belong to the time before."""


@frozen
class Progress:
    """A stage between two of its steps."""

    stage: str
    step: int
    updates: int
    weights: Mapping[str, Tensor]
    """Those that are trained."""
    masters: Sequence[Tensor]
    """The optimizer's copies of weights in lower precision than float32."""
    optimizer: dict[str, object]
    scheduler: dict[str, object]
    best: tuple[tuple[int, float | None, int], dict[str, Tensor]]
    journal: int
    """Bytes of the metrics so far."""
    is_measured: bool = True
    """Whether the step has been measured, if it is one of those that are."""


@frozen
class Checkpoints:
    """The checkpoints in a run's folder. Live as long as the run; only the writer of a group writes them."""

    folder: Path
    is_writer: bool = True

    def begin(self, start: Start) -> None:
        """Keep the start of a stage; the progress of the stage before is of no use any more."""
        self._write("start.pt", start)
        if self.is_writer:
            (self.folder / "progress.pt").unlink(missing_ok=True)

    def keep(self, progress: Progress) -> None:
        """Write a checkpoint of the stage in place of the last one. Raises CheckpointError."""
        self._write("progress.pt", progress)

    def start(self) -> Start | None:
        """Return the start of the stage that was stopped; None when there is none. Raises CheckpointError."""
        return self._read("start.pt", Start)

    def progress(self, stage: str) -> Progress | None:
        """Return how far this stage had come; None when it hasn't begun. Raises CheckpointError."""
        progress = self._read("progress.pt", Progress)
        return progress if progress is not None and progress.stage == stage else None

    @contextmanager
    def fitting(self, name: str) -> Generator[None]:
        """Turn any error of the block, which uses the contents of the file `name`, into a CheckpointError."""
        file = self.folder / name
        try:
            yield
        except (ExperimentError, OSError):
            raise
        except Exception as error:  # torch raises whatever it stumbles on
            reason = f"doesn't fit the model: {_reason(error)}"
            raise CheckpointError(str(file), reason, is_kept=False, remedy=_REMEDIES[name]) from error

    def discard(self) -> None:
        """Remove them: the run is done."""
        if self.is_writer:
            remove_folder(self.folder)

    def _write(self, name: str, record: Start | Progress) -> None:
        if not self.is_writer:
            return
        file = self.folder / name
        try:
            self.folder.mkdir(exist_ok=True)
            with replaced_file(file) as stream:
                torch.save(asdict(record, recurse=False), stream)
        except (OSError, RuntimeError) as error:  # torch's writer raises RuntimeError where the disk is full
            raise CheckpointError(str(file), _reason(error), file.exists()) from error

    def _read(self, name: str, kind: type[R]) -> R | None:
        file = self.folder / name
        if not file.exists():
            return None
        try:
            held: object = torch.load(file, map_location="cpu", weights_only=True)
            return kind(**_checked(held))
        except Exception as error:  # torch's reader raises whatever it stumbles on
            reason = f"can't be read: {_reason(error)}"
            raise CheckpointError(str(file), reason, is_kept=False, remedy=_REMEDIES[name]) from error


def _checked(held: object) -> dict[str, object]:
    """Return what a file contains. Raises TypeError for values of other types than a record has."""
    if not is_table(held):
        message = "it isn't a record"
        raise TypeError(message)
    for name, value in held.items():
        if name in _CHECKS and not _CHECKS[name](value):
            message = f"its {name} can't be {type(value).__name__}"
            raise TypeError(message)
    return held


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _are_weights(value: object) -> bool:
    return is_table(value) and all(isinstance(weight, Tensor) for weight in value.values())


def _is_best(value: object) -> bool:
    """Return whether this is the step, the metric and the count of the best weights, and these."""
    if not is_sequence(value) or len(value) != 2 or not _are_weights(value[1]):  # noqa: PLR2004  # the two parts
        return False
    state = value[0]
    if not is_sequence(state) or len(state) != 3:  # noqa: PLR2004  # the three parts
        return False
    return _is_count(state[0]) and (state[1] is None or isinstance(state[1], float)) and _is_count(state[2])


def _are_metrics(value: object) -> bool:
    tables = [*value.values()] if is_table(value) else [value]
    return all(is_table(each) and all(isinstance(v, float) for v in each.values()) for each in tables)


_CHECKS: Mapping[str, Callable[[object], bool]] = {
    "stage": lambda value: isinstance(value, str),
    "step": _is_count,
    "updates": _is_count,
    "journal": _is_count,
    "weights": _are_weights,
    "masters": lambda value: is_sequence(value) and all(isinstance(each, Tensor) for each in value),
    "best": _is_best,
    "metrics": _are_metrics,
    "optimizer": is_table,
    "scheduler": is_table,
}

_REMEDIES = {
    "progress.pt": "without this file, --resume goes on from the start of the stage",
    "start.pt": "the run can't go on; train again without --resume",
}


def _reason(error: Exception) -> str:
    cause = error.__context__ if isinstance(error.__context__, OSError) else error
    told = (cause.strerror if isinstance(cause, OSError) else None) or str(error).strip()
    return told.splitlines()[0] if told else type(error).__name__
