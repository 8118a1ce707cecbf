"""What `typed-registry show` prints: a config as it resolves, in YAML, with the origins in comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from typed_registry._annotations.type_guards import is_mapping, is_sequence
from typed_registry._command_line.config import made, warn
from typed_registry._command_line.project import project
from typed_registry._documentation.describe import shown
from typed_registry.config._document.faults import Path as Trail
from typed_registry.config._formats.yaml.editor import flow
from typed_registry.config._formats.yaml.writer import write
from typed_registry.config._sources.environment import escaped
from typed_registry.config._structure.load import document
from typed_registry.config._tools.provenance import Traced, show_source, trace
from typed_registry.config._unstructure.dump import plain_data
from typed_registry.config._unstructure.plain_data import UnwritableError

_WIDEST = 48
"""Origins stand in a column behind the values, unless a value is longer than this."""


def show_file(file: Path, overrides: Sequence[str], root: str | None) -> None:
    """Prints the resolved config as YAML, the origin of each value in a comment beside it."""
    kind = project(Path.cwd()).root(root)
    resolved = made(kind, document(file, overrides))
    warn(resolved.outdated)
    lines = list(_lines(trace(resolved.tree, resolved.document)))
    width = max((len(text) for text, _ in lines if len(text) <= _WIDEST), default=0)
    console = Console(highlight=False, soft_wrap=True)
    for text, source in lines:
        console.print(
            Text.assemble(text.ljust(width) if source else text, (source and f"  # {source}", "dim"))
        )


def _lines(rows: Iterator[Traced]) -> Iterator[tuple[str, str]]:
    """Each line with its origin; lines that only open a mapping or a list have none."""
    opened: set[Trail] = set()
    for row in rows:
        path = (*row.path, "name") if row.is_choice else row.path
        for length in range(1, len(path)):
            if path[:length] not in opened:
                opened.add(path[:length])
                yield f"{'  ' * (length - 1)}{_head(path[length - 1])}", ""
        yield f"{'  ' * (len(path) - 1)}{_pair(path[-1], row.value)}", show_source(row.origin)


def _head(part: str | int) -> str:
    return "-" if isinstance(part, int) else f"{flow(part)}:"


def _pair(part: str | int, value: object) -> str:
    """A key or an item's dash with the value on one line; what no file can hold is a comment."""
    try:
        data = escaped(plain_data(value))
    except UnwritableError:
        return f"# {_head(part)} {shown(value)}"
    text = (
        "" if is_mapping(data) or is_sequence(data) else write({"v": data}).removeprefix("v: ").rstrip("\n")
    )
    return f"{_head(part)} {text if text and chr(10) not in text else flow(data)}"
