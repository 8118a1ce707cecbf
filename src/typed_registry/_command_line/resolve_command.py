"""The command `typed-registry resolve`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from typed_registry._command_line.config_commands import load_document, print_warnings
from typed_registry._command_line.project import ConfigFile, RootClass, find_project
from typed_registry._documentation.field_text import data_text, python_text
from typed_registry.config._document.deprecated_fields import explain_deprecated_use
from typed_registry.config._formats.yaml.writer import write_flow
from typed_registry.config._structure.load import document
from typed_registry.config._tools.provenance import TracedValue, show_source, trace

_WIDEST = 48
"""Origins are aligned in a column behind the values, except behind values that are longer than this."""


def resolve(
    file: ConfigFile,
    overrides: Annotated[
        list[str] | None,
        typer.Argument(help="Values that override the file's, as path=value.", show_default=False),
    ] = None,
    *,
    root: RootClass = None,
) -> None:
    """Print a resolved config as YAML, with the origin of each value in a comment."""
    resolved = load_document(find_project().root(root), document(file, overrides or []))
    print_warnings(map(explain_deprecated_use, resolved.outdated))
    lines = list(_lines(trace(resolved.tree, resolved.document)))
    width = max((len(text) for text, _ in lines if len(text) <= _WIDEST), default=0)
    console = Console(highlight=False, soft_wrap=True)
    for text, origin in lines:
        comment = (origin and f"  # {origin}", "dim")
        console.print(Text.assemble(text.ljust(width) if origin else text, comment))


def _lines(rows: Iterator[TracedValue]) -> Iterator[tuple[str, str]]:
    """Yield each line with its origin. Lines that only open a mapping or a list have none."""
    opened: set[tuple[str | int, ...]] = set()
    for row in rows:
        path = (*row.path, "name") if row.is_choice else row.path
        for length in range(1, len(path)):
            if path[:length] not in opened:
                opened.add(path[:length])
                yield f"{'  ' * (length - 1)}{_opening(path[length - 1])}", ""
        yield f"{'  ' * (len(path) - 1)}{_pair(path[-1], row.value)}", show_source(row.origin)


def _opening(part: str | int) -> str:
    """Return the start of a line: a key with its colon, or the dash of a list's item."""
    return "-" if isinstance(part, int) else f"{write_flow(part)}:"


def _pair(part: str | int, value: object) -> str:
    """Return a key or a dash with its value on one line, as a comment if no file can contain the value."""
    text = data_text(value)
    opening = _opening(part)
    return f"# {opening} {python_text(value)}" if text is None else f"{opening} {text}"
