"""The command `typed-registry schema`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from typed_registry._command_line.endings import error_stream
from typed_registry._command_line.generated_file import GeneratedFile, console
from typed_registry._command_line.project import RootClass, find_project
from typed_registry._programs.output import write_output
from typed_registry._registration.import_module import import_module
from typed_registry._schema import rendered
from typed_registry.errors import RootError


def schema(
    context: typer.Context,
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

    It contains every component that is registered now, plugins included, and warns of those that it leaves
    out because they can't be imported or configured. A YAML file names it in its first line:
    # yaml-language-server: $schema=../experiment.schema.json
    """
    if output is None:
        if check:
            raise typer.BadParameter("--check needs --output, the file to check")
        write_output(_text(root))
        return
    file = GeneratedFile(output, _text(root))
    if file.is_current:
        if not check:
            console.print(f"{output}: up to date")
    elif check:
        option = "" if root is None else f" --root {root}"
        file.print_difference(f"typed-registry schema{option} --output {output}", error_stream(context))
        raise typer.Exit(1)
    else:
        file.write()


def _text(root: str | None) -> str:
    project = find_project()
    for module in project.settings.imports:
        import_module(module)
    kind = project.root(root)
    try:
        return rendered(kind)
    except TypeError as error:
        raise RootError(f"{kind.__module__}:{kind.__qualname__}", str(error), project.file) from None
