"""Terms with texts beside them, in two columns that are as wide as the terminal."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator

from typed_registry._messages.quoted_line import columns, padded

_WIDEST_TERM = 44
"""Documentation is shown beside the terms, except for terms that are longer than this."""

_NARROWEST_TEXT = 24
"""The least width of the column of documentation."""


def text_width() -> int | None:
    """Return the width of the terminal, or that in COLUMNS; None for a pipe, in which nothing is wrapped."""
    if os.environ.get("COLUMNS", "").isdecimal() or (sys.stdout is not None and sys.stdout.isatty()):
        return max(40, shutil.get_terminal_size().columns)
    return None


def definitions(rows: Iterable[tuple[str, str]], width: int | None, indent: str = "  ") -> Iterator[str]:
    """Yield two columns: terms, and texts beside them.

    The text of a long term is below it, and so is every text where the column would be narrow.
    """
    given = [(term, " ".join(text.split())) for term, text in rows]
    column = max((columns(term) for term, _ in given if columns(term) <= _WIDEST_TERM), default=0) + 2
    if width is not None and width - len(indent) - column < _NARROWEST_TEXT:
        column = 4
    for term, text in given:
        lines = wrapped(text, f"{indent}{' ' * column}", width)
        if lines and columns(term) + 2 <= column:
            yield f"{indent}{padded(term, column)}{lines[0].lstrip()}"
            yield from lines[1:]
        else:
            yield from (*wrapped(term, indent, width), *lines)


def wrapped(text: str, indent: str, width: int | None) -> list[str]:
    """Return a text as lines that begin with the indent; nothing for no text."""
    if not text or width is None:
        return [f"{indent}{text}"] if text else []
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent)
