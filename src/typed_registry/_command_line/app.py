"""The application: which commands there are, and how errors are printed."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from typed_registry import __version__
from typed_registry._command_line.check_command import check
from typed_registry._command_line.doctor_command import doctor
from typed_registry._command_line.list_command import list_components
from typed_registry._command_line.migrate_command import migrate
from typed_registry._command_line.project import project_folder
from typed_registry._command_line.schema_command import schema
from typed_registry._command_line.set_command import set_values
from typed_registry._command_line.show_command import show
from typed_registry._command_line.stubs_command import stubs
from typed_registry.errors import RegistryError

app: typer.Typer = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
app.command("list")(list_components)
app.command("stubs")(stubs)
app.command("doctor")(doctor)
app.command("check")(check)
app.command("show")(show)
app.command("set")(set_values)
app.command("migrate")(migrate)
app.command("schema")(schema)


def _print_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"typed-registry {__version__}")
        raise typer.Exit


@app.callback()
def find_modules(
    *,
    version: Annotated[  # noqa: ARG001  # its callback acts on it
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    """Inspect the registries of a program, its stubs and its config files."""
    # Unlike `python -m`, a console script looks for modules in neither of these folders.
    sys.path[:0] = ["", str(project_folder(Path.cwd()))]


def run() -> None:
    """Run the command. Expected errors are printed as one message, without a traceback."""
    if isinstance(sys.stdout, TextIOWrapper):
        # file names need not be valid text
        sys.stdout.reconfigure(errors="backslashreplace")  # pyright: ignore[reportUnknownMemberType]  # of any buffer
    try:
        app()
    except (ModuleNotFoundError, RegistryError) as error:
        sys.exit(f"typed-registry: {error}")
    except OSError as error:
        sys.exit(f"typed-registry: {error.filename}: {error.strerror}")
