"""What `typed-registry schema` writes, and what it says of a file that is stale."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from rich.console import Console
from rich.syntax import Syntax

from typed_registry._atomic_write import replace
from typed_registry._command_line.project import project
from typed_registry._schema import rendered
from typed_registry._stubs.write import difference

console: Console = Console(highlight=False, soft_wrap=True, markup=False)


def write_schema(root: str | None, output: Path | None) -> None:
    """Writes the schema of a root config into a file, if that differs, or prints it."""
    text = _text(root)
    if output is None:
        sys.stdout.write(text)
    elif _current(output) == text:
        console.print(f"{output}: up to date")
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        replace(output, text)
        console.print(f"{output}: written")


def check_schema(root: str | None, output: Path) -> bool:
    """Shows how a schema's file differs from what it should be; whether it is up to date."""
    text, current = _text(root), _current(output)
    if current == text:
        return True
    diff = difference(current or "", text, output)
    console.print(Syntax(diff, "diff", background_color="default") if console.is_terminal else diff, end="")
    option = "" if root is None else f" --root {root}"
    state = "missing" if current is None else "stale"
    console.print(f"{output}: {state}; run: typed-registry schema{option} --output {output}")
    return False


def _text(root: str | None) -> str:
    own = project(Path.cwd())
    for module in own.settings.imports:
        import_module(module)
    return rendered(own.root(root))


def _current(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.exists() else None
