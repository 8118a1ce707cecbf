"""The command `typed-registry list`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Annotated

import typer

from typed_registry._command_line.project import find_project
from typed_registry._registration.entries import registries_among


def list_components(
    module: Annotated[
        str | None,
        typer.Argument(
            help="A module that defines registries. By default, the project's.", show_default=False
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Argument(help="The name of one registry. By default, all are shown.", show_default=False),
    ] = None,
) -> None:
    """Show every component of a module's registries, with the fields of its config and their defaults.

    Without a module, the modules in the table tool.typed-registry of pyproject.toml are shown.
    """
    from rich.console import Console

    from typed_registry._command_line.registry_table import show_registries

    modules = find_project(Path.cwd()).modules((module,) if module else ())
    found = [value for each in modules for value in vars(importlib.import_module(each)).values()]
    registries = registries_among(found)
    if not registries:
        sys.exit(f"typed-registry: {', '.join(modules)}: no registry is defined there")
    show_registries(registries, kind, Console())
