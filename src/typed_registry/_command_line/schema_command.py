"""The command `typed-registry schema`."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from typed_registry._command_line.options import RootClass
from typed_registry._command_line.project import find_project


def schema(
    *,
    root: RootClass = None,
    output: Annotated[
        Path | None, typer.Option(help="The file to write. Without it, the schema is printed.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing. Show a stale file as a diff, and exit with 1.")
    ] = False,
) -> None:
    """Write the JSON Schema of a program's config files, with which editors complete and check them.

    It contains every component that is registered now, plugins included. A YAML file names it in its first
    line: # yaml-language-server: $schema=../experiment.schema.json
    """
    from typed_registry._command_line.generated_file import GeneratedFile, console

    if output is None:
        if check:
            raise typer.BadParameter("--check needs --output, the file to check")
        sys.stdout.write(_text(root))
        return
    file = GeneratedFile(output, _text(root))
    if check:
        if not file.is_current:
            option = "" if root is None else f" --root {root}"
            file.print_difference(f"typed-registry schema{option} --output {output}")
            raise typer.Exit(1)
    elif file.is_current:
        console.print(f"{output}: up to date")
    else:
        file.write()


def _text(root: str | None) -> str:
    from typed_registry._schema import rendered

    project = find_project(Path.cwd())
    for module in project.settings.imports:
        import_module(module)
    return rendered(project.root(root))
