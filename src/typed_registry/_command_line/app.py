"""The application: which commands there are, and how errors and warnings are printed."""

from __future__ import annotations

from typing import Annotated

import typer

from typed_registry import __version__
from typed_registry._command_line.config_commands import check, migrate, set_values
from typed_registry._command_line.conform_command import conform
from typed_registry._command_line.doctor_command import doctor
from typed_registry._command_line.list_command import list_components, show
from typed_registry._command_line.project import find_program
from typed_registry._command_line.quick_exit import exit_at_once
from typed_registry._command_line.reporting import FormattedCommand, ReportingGroup
from typed_registry._command_line.resolve_command import resolve
from typed_registry._command_line.schema_command import schema
from typed_registry._command_line.stubs_command import stubs
from typed_registry._messages.render import ErrorFormat
from typed_registry._programs.boxes import markup_mode
from typed_registry._programs.option_texts import HELP_OPTIONS
from typed_registry._programs.output import TRACEBACK, complete_output, escape_unencodable

app: typer.Typer = typer.Typer(
    cls=ReportingGroup,
    context_settings={"help_option_names": [*HELP_OPTIONS]},
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=markup_mode(),
    epilog=f"With {TRACEBACK}=1 in the environment, errors are shown with their tracebacks.",
)
app.command("list")(list_components)
app.command("stubs")(stubs)
app.command("doctor")(doctor)
app.command("conform", cls=FormattedCommand)(conform)
app.command("check", cls=FormattedCommand)(check)
app.command("resolve")(resolve)
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
    error_format: Annotated[  # noqa: ARG001  # read where an error is reported
        ErrorFormat,
        typer.Option(help="The format of errors and warnings on the stream for errors."),
    ] = "text",
) -> None:
    """Inspect the registries of a program, its stubs and its config files."""
    find_program()


def run() -> None:
    """Run the command, and end the process if mypy has run in it."""
    escape_unencodable()
    try:
        with complete_output("typed-registry"):
            app()
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            exit_at_once(end.code or 0)
        raise
