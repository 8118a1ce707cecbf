"""The command `typed-registry resolve`."""

from __future__ import annotations

from typing import Annotated

import typer

from typed_registry._command_line.config_commands import load_file, print_deprecations
from typed_registry._command_line.endings import error_stream
from typed_registry._command_line.project import ConfigFile, RootClass, find_project
from typed_registry._programs.output import write_output
from typed_registry._programs.resolved_text import is_terminal, resolved_text


def resolve(
    context: typer.Context,
    file: ConfigFile,
    overrides: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="OVERRIDES", help="Values that override the file's, as path=value.", show_default=False
        ),
    ] = None,
    *,
    root: RootClass = None,
) -> None:
    """Print a resolved config as YAML, with the origin of each value in a comment."""
    stream = error_stream(context)
    stream.overrides = overrides or []
    resolved = load_file(find_project().root(root), file, overrides or [])
    print_deprecations(stream, resolved.outdated)
    write_output(resolved_text(resolved, is_styled=is_terminal()))
