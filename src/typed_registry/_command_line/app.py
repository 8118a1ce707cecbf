"""The commands and their options."""

from __future__ import annotations

import importlib
import sys
from enum import Enum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from typed_registry._command_line.project import folder_of, project
from typed_registry._command_line.table import show_registries
from typed_registry._registration.entries import entries_of
from typed_registry.errors import RegistryError

Root = Annotated[
    str | None, typer.Option(help="The class of the config, module:Class; by default the project's.")
]


class Form(Enum):
    """How faults are reported."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


app: typer.Typer = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def enter() -> None:
    """Looks into the registries of a program."""
    sys.path[:0] = ["", str(folder_of(Path.cwd()))]  # a console script, unlike `python -m`, looks in neither


@app.command("list")
def list_components(
    module: Annotated[
        str | None, typer.Argument(help="The module that holds registries; by default the project's.")
    ] = None,
    kind: Annotated[str | None, typer.Argument(help="One registry by its name; all by default.")] = None,
) -> None:
    """Show every component of a module's registries, with the fields of its config and their defaults.

    Without a module, of all that the table typed-registry of pyproject.toml names.
    """
    modules = project(Path.cwd()).modules((module,) if module else ())
    found = [value for each in modules for value in vars(importlib.import_module(each)).values()]
    registries = list(dict.fromkeys(filter(None, map(entries_of, found))))
    if not registries:
        sys.exit(f"typed-registry: {', '.join(modules)}: no registry there")
    show_registries(registries, kind, Console())


@app.command()
def stubs(
    modules: Annotated[
        list[str] | None, typer.Argument(help="The modules that hold registries: posttrain.registries.")
    ] = None,
    *,
    typings: Annotated[
        Path | None,
        typer.Option(help="Write what this environment has, plugins included, into this folder."),
    ] = None,
    imports: Annotated[
        list[str] | None, typer.Option("--import", help="A module that registers more; can be repeated.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; show what is stale as a diff, and exit with 1.")
    ] = False,
    most: Annotated[
        int | None,
        typer.Option(min=0, help="Give no overloads to a registry with more components."),
    ] = None,
) -> None:
    """Write the stub of each module, which tells checkers and editors every name that is registered.

    It stands beside the module, and tells what the module's own distribution registers. What isn't given is
    taken from the table typed-registry of pyproject.toml: modules, imports, typings, most.
    """
    from typed_registry._command_line.stub import check_stub, requests, write_stub

    wanted = requests(tuple(modules or ()), tuple(imports or ()), typings, most)
    done = [check_stub(request) if check else write_stub(request) for request in wanted]
    if check and not all(done):
        raise typer.Exit(1)


@app.command()
def doctor(
    modules: Annotated[
        list[str] | None, typer.Argument(help="The modules that hold registries: posttrain.registries.")
    ] = None,
) -> None:
    """Ask each checker that is installed whether it sees the stubs, and say what to change where it doesn't.

    The modules, and the folder of this environment's stubs, are taken from the table typed-registry of
    pyproject.toml when they aren't given. Exits with 1 when a checker that the project configures misses
    a name.
    """
    from typed_registry._command_line.doctor import examine

    if not examine(tuple(modules or ())):
        raise typer.Exit(1)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(readable=False, help="Config files: YAML, TOML or JSON.")],
    *,
    root: Root = None,
    form: Annotated[
        Form, typer.Option("--format", help="For a person, another program, or GitHub's annotations.")
    ] = Form.TEXT,
) -> None:
    """Check config files: every fault of each at once, where it stands. Nothing is built.

    Quiet when all is well; exits with 1 when there is a fault. What is deprecated is a warning.
    """
    from typed_registry._command_line.config import check_files

    if not check_files(files, root, form.value):
        raise typer.Exit(1)


@app.command()
def show(
    file: Annotated[Path, typer.Argument(readable=False, help="A config file.")],
    overrides: Annotated[list[str] | None, typer.Argument(help="path=value, laid over it.")] = None,
    *,
    root: Root = None,
) -> None:
    """Show a config as it resolves, with where each value is from: YAML with comments."""
    from typed_registry._command_line.view import show_file

    show_file(file, overrides or [], root)


@app.command("set")
def set_command(
    file: Annotated[Path, typer.Argument(readable=False, help="A config file.")],
    assignments: Annotated[list[str], typer.Argument(help="path=value, written into it.")],
    *,
    root: Root = None,
) -> None:
    """Set values in a config file, and leave its comments, order and layout as they are.

    A file that wouldn't be valid then is left as it was.
    """
    from typed_registry._command_line.config import set_values

    set_values(file, assignments, root)


@app.command()
def migrate(
    files: Annotated[list[Path], typer.Argument(readable=False, help="Config files: YAML, TOML or JSON.")],
    *,
    root: Root = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; tell what is outdated, and exit with 1.")
    ] = False,
) -> None:
    """Replace deprecated names, keys and values in config files by those of today, and nothing else.

    A file that would mean something else then is left as it was. Exits with 1 when something is left: what
    has no replacement, what can't be replaced in its place, and what stands in a file that one of these
    extends.
    """
    from typed_registry._command_line.config import migrate_files

    if not migrate_files(files, root, check=check):
        raise typer.Exit(1)


@app.command()
def schema(
    *,
    root: Root = None,
    output: Annotated[
        Path | None, typer.Option(help="The file to write; without it, the schema is printed.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; show what is stale as a diff, and exit with 1.")
    ] = False,
) -> None:
    """Write the JSON Schema of a program's config files, by which editors complete, explain and check them.

    It has every component that is registered now, plugins included. A YAML file names it in its first line:
    # yaml-language-server: $schema=../experiment.schema.json
    """
    from typed_registry._command_line.schema import check_schema, write_schema

    if not check:
        write_schema(root, output)
    elif output is None:
        raise typer.BadParameter("--check needs --output, the file to check")
    elif not check_schema(root, output):
        raise typer.Exit(1)


def run() -> None:
    """Runs the command; a foreseen error is told in its own words, without a traceback."""
    if isinstance(sys.stdout, TextIOWrapper):
        # the name of a file need not be text
        sys.stdout.reconfigure(errors="backslashreplace")  # pyright: ignore[reportUnknownMemberType]  # of any buffer
    try:
        app()
    except ModuleNotFoundError as error:
        sys.exit(f"typed-registry: {error}")
    except RegistryError as error:
        sys.exit(f"typed-registry: {error}")
    except OSError as error:
        sys.exit(f"typed-registry: {error.filename}: {error.strerror}")
