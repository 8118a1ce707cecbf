"""The command `typed-registry doctor`."""

from __future__ import annotations

from typing import Annotated

import typer

from typed_registry._command_line.project import RegistryModules


def doctor(
    modules: RegistryModules = None,
    *,
    checkers: Annotated[
        list[str] | None,
        typer.Option("--checker", help="A checker to run. Can be repeated.", show_default=False),
    ] = None,
    imports: Annotated[
        list[str] | None,
        typer.Option(
            "--import", help="A module that registers more components. Can be repeated.", show_default=False
        ),
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="List each component with the verdict of each checker.")
    ] = False,
    timeout: Annotated[float, typer.Option(min=0, help="The seconds after which a checker is ended.")] = 600,
) -> None:
    """Run each type checker to find out whether it checks every component; say what to change if not.

    For each component and each form of the stub, a right call must pass, and one with a misspelt keyword
    must be refused. By default, the modules, the imports, the checkers and the folder of this environment's
    stubs are those in the table tool.typed-registry of pyproject.toml. If that names no checkers, all that
    are installed are run, and those count that the project has settings for.

    Exits with 1 if a component or its module can't be imported, if the stub beside a module has a name that
    isn't registered, or if a checker that counts doesn't know a name, accepts a wrong call, refuses a right
    one, complains about its settings, or comes to no result.
    """
    from typed_registry._command_line.run_doctor import run_doctor  # no other command needs what it loads

    is_healthy = run_doctor(
        tuple(modules or ()), tuple(checkers or ()), tuple(imports or ()), timeout, verbose=verbose
    )
    if not is_healthy:
        raise typer.Exit(1)
