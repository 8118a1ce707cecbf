"""A place in a source file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from types import FrameType


class Place(NamedTuple):
    """A line of a source file; line 0 means the file as a whole."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


def line_of(frame: FrameType) -> Place:
    """Return the line that a frame runs."""
    return Place(frame.f_code.co_filename, frame.f_lineno)
