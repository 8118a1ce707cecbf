"""A place in a source file."""

from __future__ import annotations

from _bisect import bisect_right  # of bisect, without the cost of importing that
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType, FrameType

_LONG = 1000
"""The bytes of a table of lines that a frame looks through in less time than it takes to know all of them."""
_MOST_CODES = 16
_LINES: dict[int, tuple[CodeType, Sequence[int], Sequence[int]]] = {}
"""The first instruction of each line of some code, and that line, by the identity of the code."""


class Place(NamedTuple):
    """A line of a source file; line 0 means the file as a whole."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


def line_of(frame: FrameType) -> Place:
    """Return the line that a frame runs."""
    code = frame.f_code
    is_long = len(code.co_linetable) > _LONG
    return Place(code.co_filename, line_at(code, frame.f_lasti) if is_long else frame.f_lineno)


def line_at(code: CodeType, instruction: int) -> int:
    """Return the line of an instruction, given by its offset; 0 if it has none.

    A frame knows its instruction at once, and looks through all lines of its code for the line.

    >>> import sys
    >>> frame = sys._getframe()
    >>> line_at(frame.f_code, frame.f_lasti) == frame.f_lineno
    True
    """
    known = _LINES.get(id(code))
    if known is None or known[0] is not code:
        if len(_LINES) >= _MOST_CODES:
            _LINES.clear()
        spans = [*code.co_lines()]
        known = _LINES[id(code)] = code, [first for first, _, _ in spans], [line or 0 for _, _, line in spans]
    _, starts, lines = known
    return lines[bisect_right(starts, instruction) - 1]
