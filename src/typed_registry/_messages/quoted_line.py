r"""A line of a file with a caret under one of its columns, as a terminal shows it.

Both are found in the file's text by the origin of a fault. The part around the column is shown, in at most a
hundred columns of the terminal: a config may have a single line of a million characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from unicodedata import category, east_asian_width

from typed_registry._messages.visible import visible

WIDEST = 100
"""The most columns of a terminal that a quoted line takes."""

_LARGEST = 1 << 20
"""The number of bytes up to which a file is read to quote a line of it: that up to which configs are read."""

_TAB = 4 * " "
_CUT = "..."

Cell = tuple[str, int]
"""A character as it is shown, with the number of columns that it takes."""


def quoted_line(number: int | None, line: str, column: int) -> str:
    r"""Return the numbered line, and a line with a caret under the column, which counts from 1.

    An argument of a command line has no number.

    >>> print(quoted_line(7, "beta: \t0,1", 8), end="")
      7 | beta:     0,1
        |           ^
    """
    before, after = _window(line, column - 1)
    label = "" if number is None else f"{number} "
    shown, indent = _text([*before, *after]), " " * _width(before)
    return f"  {label}| {shown}\n  {' ' * len(label)}| {indent}^\n"


def source_lines(source: str) -> list[str]:
    """Return the lines of a regular file; nothing for one that is too large or can't be read."""
    try:
        file = Path(source)
        if not file.is_file() or file.stat().st_size > _LARGEST:
            return []
        with file.open("rb") as stream:
            text = stream.read(_LARGEST).decode("utf-8-sig")
    except (OSError, ValueError):
        return []
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def quoted_source(
    source: str, line: int | None, column: int | None, lines: Callable[[str], list[str]]
) -> str:
    """Return the line of a file with the caret; nothing if the place isn't known that well, or isn't there.

    `lines` returns the lines of a file.
    """
    if line is None or not 0 < line <= len(lines(source)):
        return ""
    return quoted_line(line, lines(source)[line - 1], column or 1)


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes that has only printed characters.

    >>> columns("Grün"), columns("日本")
    (4, 4)
    """
    return sum(map(_columns, text))


def padded(text: str, width: int) -> str:
    """Return a text with spaces behind it that fill a number of columns.

    >>> padded("ab", 5), padded("日本", 5)
    ('ab   ', '日本 ')
    """
    return f"{text}{' ' * (width - columns(text))}"


def _window(line: str, index: int) -> tuple[list[Cell], list[Cell]]:
    """Return the cells before and after an index that fit on one line, with dots where the line is cut."""
    start, end = max(0, index - WIDEST), index + WIDEST
    before, after = [*map(_cell, line[start:index])], [*map(_cell, line[index:end])]
    if not start and len(line) <= end and _width(before) + _width(after) <= WIDEST:
        return before, after
    room = max(WIDEST // 2, WIDEST - _width(after))
    before = [*_fitting(before[::-1], room, is_cut=bool(start))][::-1]
    return before, [*_fitting(after, WIDEST - _width(before), is_cut=len(line) > end)]


def _fitting(cells: Iterable[Cell], room: int, *, is_cut: bool) -> list[Cell]:
    """Return the first cells, as many as fit into the room, and dots if some are left out."""
    every = list(cells)
    if not is_cut and _width(every) <= room:
        return every
    kept: list[Cell] = []
    left = room - len(_CUT)
    for cell in every:
        left -= cell[1]
        if left < 0:
            break
        kept.append(cell)
    return [*kept, (_CUT, len(_CUT))]


def _cell(letter: str) -> Cell:
    if letter == "\t":
        return _TAB, len(_TAB)
    if not letter.isprintable():
        shown = visible(letter)
        return shown, len(shown)
    return letter, _columns(letter)


def _columns(letter: str) -> int:
    """Return the columns of a printed character: two for a wide one, none for one on top of another."""
    if category(letter) in {"Mn", "Me"} or "\u1160" <= letter <= "\u11ff":  # vowels and ends of Hangul
        return 0
    return 2 if east_asian_width(letter) in {"W", "F"} else 1


def _width(cells: Iterable[Cell]) -> int:
    return sum(width for _, width in cells)


def _text(cells: Iterable[Cell]) -> str:
    return "".join(text for text, _ in cells)
