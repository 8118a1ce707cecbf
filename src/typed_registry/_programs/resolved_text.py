"""A resolved config as a file of YAML, with the origin of each value in a comment."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence

from typed_registry._documentation.field_text import data_text, python_text
from typed_registry._messages.quoted_line import columns, padded
from typed_registry.config._formats.yaml.writer import write_flow
from typed_registry.config._structure.load import Made
from typed_registry.config._tools.provenance import TracedValue, show_source, trace

_WIDEST = 48
"""Origins are aligned in a column behind the values, except behind values that are longer than this."""


def resolved_text(made: Made, *, is_styled: bool = False) -> str:
    """Return the lines of a config that was made, which load as an equal one.

    With `is_styled`, the comments are dim in a terminal.
    """
    lines = list(_lines([*trace(made.tree, made.document)]))
    width = max((columns(text) for text, _ in lines if columns(text) <= _WIDEST), default=0)
    start, end = ("\x1b[2m", "\x1b[0m") if is_styled else ("", "")
    values = (
        f"{padded(text, width)}{start}  # {origin}{end}\n" if origin else f"{text}\n"
        for text, origin in lines
    )
    return "".join((*values, *(f"{start}# {text}{end}\n" for text in _idle_sections(made))))


def is_terminal() -> bool:
    """Return whether the output is a terminal in which colours are welcome."""
    is_tty = sys.stdout is not None and sys.stdout.isatty()
    return is_tty and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _lines(rows: Sequence[TracedValue]) -> Iterator[tuple[str, str]]:
    """Yield each line with its origin. Lines that only open a mapping or a list have none.

    A default that a file wouldn't give back is a comment, and so is what has nothing else inside.
    """
    written = {
        path[:end] for row in rows if _is_written(row) for path in [row.path] for end in range(len(path))
    }
    opened: set[tuple[str | int, ...]] = set()
    for row in rows:
        path = (*row.path, "name") if row.is_choice else row.path
        for length in range(1, len(path)):
            if path[:length] not in opened:
                opened.add(path[:length])
                hidden = "" if row.is_choice or path[:length] in written else "# "
                yield f"{'  ' * (length - 1)}{hidden}{_opening(path[length - 1])}", ""
        text = f"{_opening(path[-1])} {data_text(row.value) or python_text(row.value)}"
        yield f"{'  ' * (len(path) - 1)}{'' if _is_written(row) else '# '}{text}", show_source(row.origin)


def _is_written(row: TracedValue) -> bool:
    """Return whether a file can have a value, and gives it back."""
    return row.is_readable and data_text(row.value) is not None


def _idle_sections(made: Made) -> Iterator[str]:
    """Yield a comment for each section that has no effect, with its place."""
    for key, origin in made.idle:
        place = "" if origin is None else f" ({show_source(origin)})"
        yield f"{write_flow(key)} has no effect, since nothing chooses it{place}"


def _opening(part: str | int) -> str:
    """Return the start of a line: a key with its colon, or the dash of a list's item."""
    return "-" if isinstance(part, int) else f"{write_flow(part)}:"
