"""Lines and columns of a text."""

from __future__ import annotations

import re
from bisect import bisect_right

_LINE_END = re.compile(r"\r\n?|\n")


class TextLines:
    """Finds the line and the column of an index in a text without counting the lines again each time."""

    def __init__(self, text: str) -> None:
        self.starts: list[int] = [0, *(found.end() for found in _LINE_END.finditer(text))]
        """The index at which each line starts."""

    def place(self, index: int) -> tuple[int, int]:
        r"""Return the line and the column of the character at this index; both count from 1.

        >>> TextLines("a: 1\nb: 2").place(8)
        (2, 4)
        """
        line = bisect_right(self.starts, index)
        return line, index - self.starts[line - 1] + 1

    def index(self, line: int | None, column: int | None) -> int:
        """Return the index of the character at a line and a column; that of the first one for None."""
        return self.starts[(line or 1) - 1] + (column or 1) - 1
