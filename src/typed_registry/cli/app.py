"""The commands and their options."""

from __future__ import annotations

import importlib
import sys
from typing import Annotated

import typer
from rich.console import Console

from typed_registry.catalog import Catalog
from typed_registry.cli.table import show_registries
from typed_registry.errors import RegistryError

app = typer.Typer(
    help="Looks into the registries of a program.", no_args_is_help=True, pretty_exceptions_enable=False
)


@app.callback()
def _commands() -> None:
    """Keeps `list` a command of its own while it is the only one."""


@app.command("list")
def list_components(
    module: Annotated[str, typer.Argument(help="The module that holds registries: posttrain.registries.")],
    kind: Annotated[str | None, typer.Argument(help="One registry by its name; all by default.")] = None,
) -> None:
    """Show every component of a module's registries, with the fields of its config and their defaults."""
    sys.path.insert(0, "")  # a console script, unlike `python -m`, doesn't look in the working directory
    found = vars(importlib.import_module(module)).values()
    catalogs = list(dict.fromkeys(value for value in found if isinstance(value, Catalog)))
    if not catalogs:
        sys.exit(f"typed-registry: {module} holds no registry")
    show_registries(catalogs, kind, Console())


def run() -> None:
    """Runs the command; a foreseen error is told in its own words, without a traceback."""
    try:
        app()
    except ModuleNotFoundError as error:
        sys.exit(f"typed-registry: {error}")
    except RegistryError as error:
        sys.exit(f"typed-registry: {error}")
