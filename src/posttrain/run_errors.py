"""The errors of folders of runs and sweeps, and of the files in them."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import define

from posttrain.errors import ExperimentError


@define(str=False, eq=False)
class OutputError(ExperimentError):
    """A run's folder that can't be made."""

    folder: str
    reason: str

    def __str__(self) -> str:
        return f"the folder {self.folder} can't be made: {self.reason}"


@define(str=False, eq=False)
class BusyError(ExperimentError):
    """A folder of a run or a sweep that another process is still writing into."""

    folder: str

    def __str__(self) -> str:
        return f"another process is at work in {self.folder}"


@define(str=False, eq=False)
class CheckpointError(ExperimentError):
    """A checkpoint that can't be written or read."""

    file: str
    reason: str
    is_kept: bool
    """Whether the checkpoint before it is still there."""
    remedy: str = ""
    """The advice for one that can't be read."""

    def __str__(self) -> str:
        kept = "; the checkpoint before it is kept, and --resume goes on from there" if self.is_kept else ""
        remedy = f"; {self.remedy}" if self.remedy else ""
        return f"the checkpoint {self.file}: {self.reason}{kept}{remedy}"


@define(str=False, eq=False)
class MetricsError(ExperimentError):
    """The metrics of a run that can't be read, or aren't those that its checkpoint was written beside."""

    file: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        remedy = "put the file back as the run wrote it, or train again without --resume"
        return f"{where}: {self.reason}; {remedy}"


@define(str=False, eq=False)
class ResumeError(ExperimentError):
    """A run that can't be gone on with."""

    folder: str
    reason: str

    def __str__(self) -> str:
        return f"{self.folder} can't be resumed: {self.reason}"


@define(str=False, eq=False)
class SaveError(ExperimentError):
    """A run's model or curves that can't be written. Its last checkpoint is still there."""

    folder: str
    reason: str

    def __str__(self) -> str:
        return f"{self.folder} can't be saved: {self.reason}; --resume goes on from its last checkpoint"


@define(str=False, eq=False)
class RunError(ExperimentError):
    """A folder that isn't a run's, or not a whole one."""

    folder: str
    reason: str

    def __str__(self) -> str:
        return f"{self.folder} is no run: {self.reason}"


@define(str=False, eq=False)
class MissingCheckpointError(ExperimentError):
    """A checkpoint that a run doesn't have."""

    folder: str
    checkpoint: str
    reason: str

    def __str__(self) -> str:
        return f"{self.folder} has no checkpoint {self.checkpoint!r}: {self.reason}"


@define(str=False, eq=False)
class WriteError(ExperimentError):
    """A file that can't be written."""

    file: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file} can't be written: {self.reason}"


@define(str=False, eq=False)
class GridError(ExperimentError):
    """Points of a grid that can't be run, each with its faults. Nothing has been started."""

    points: int
    """Of the whole grid."""
    faults: Mapping[str, tuple[str, ...]]
    """By the point's name."""

    def __str__(self) -> str:
        told = [f"{name}:\n" + "\n".join(f"  {f}" for f in faults) for name, faults in self.faults.items()]
        head = f"{len(self.faults)} of {self.points} points can't be run, and none is started:"
        return "\n".join((head, *told))


@define(str=False, eq=False)
class SweepError(ExperimentError):
    """Points of a sweep that have failed; the others are done."""

    points: int
    """Of the whole sweep."""
    failures: Mapping[str, str]
    """Why, by the point's name."""

    def __str__(self) -> str:
        told = [f"{name}: {reason}" for name, reason in self.failures.items()]
        return "\n".join((f"{len(told)} of {self.points} points failed:", *told))
