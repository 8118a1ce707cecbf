"""The command `typed-registry show`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from typed_registry._command_line.options import ConfigFile, RootClass
from typed_registry._command_line.project import find_project

if TYPE_CHECKING:
    from typed_registry.config._tools.provenance import TracedValue

_WIDEST = 48
"""Origins are aligned in a column behind the values, except behind values that are longer than this."""


def show(
    file: ConfigFile,
    overrides: Annotated[
        list[str] | None,
        typer.Argument(help="Values that override the file's, as path=value.", show_default=False),
    ] = None,
    *,
    root: RootClass = None,
) -> None:
    """Show a resolved config as YAML, with the origin of each value in a comment."""
    from typed_registry._command_line.config_files import load_document, print_deprecations
    from typed_registry.config._structure.load import document
    from typed_registry.config._tools.provenance import trace

    resolved = load_document(find_project(Path.cwd()).root(root), document(file, overrides or []))
    print_deprecations(resolved.outdated)
    _print_lines(list(_lines(trace(resolved.tree, resolved.document))))


def _print_lines(lines: list[tuple[str, str]]) -> None:
    """Print each line with its origin in a column."""
    from rich.console import Console
    from rich.text import Text

    width = max((len(text) for text, _ in lines if len(text) <= _WIDEST), default=0)
    console = Console(highlight=False, soft_wrap=True)
    for text, origin in lines:
        comment = (origin and f"  # {origin}", "dim")
        console.print(Text.assemble(text.ljust(width) if origin else text, comment))


def _lines(rows: Iterator[TracedValue]) -> Iterator[tuple[str, str]]:
    """Yield each line with its origin. Lines that only open a mapping or a list have none."""
    from typed_registry.config._tools.provenance import show_source

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
    from typed_registry.config._formats.yaml.writer import write_flow

    return "-" if isinstance(part, int) else f"{write_flow(part)}:"


def _pair(part: str | int, value: object) -> str:
    """Return a key or a dash with its value on one line, as a comment if no file can contain the value."""
    from typed_registry._annotations.type_guards import is_mapping, is_sequence
    from typed_registry._documentation.describe import shown
    from typed_registry.config._formats.yaml.writer import write, write_flow
    from typed_registry.config._sources.environment import escape_references
    from typed_registry.config._types.writer import UnwritableError
    from typed_registry.config._unstructure.dump import plain_data

    try:
        data = escape_references(plain_data(value))
    except UnwritableError:
        return f"# {_opening(part)} {shown(value)}"
    nested = is_mapping(data) or is_sequence(data)
    text = "" if nested else write({"v": data}).removeprefix("v: ").rstrip("\n")
    return f"{_opening(part)} {text if text and chr(10) not in text else write_flow(data)}"
