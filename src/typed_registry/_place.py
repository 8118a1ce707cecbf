"""A place in a source file."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A line of a source file; line 0 means the file as a whole."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file
