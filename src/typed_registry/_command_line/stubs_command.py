"""The command `typed-registry stubs`."""

from __future__ import annotations

from pathlib import Path
from time import time_ns
from typing import TYPE_CHECKING, Annotated

import typer

from typed_registry._command_line.generated_file import GeneratedFile, console
from typed_registry._command_line.project import RegistryModules, find_project
from typed_registry._stubs.freshness import record_stamp, unchanged_stamp
from typed_registry._stubs.request import StubRequest
from typed_registry.errors import MissingExtraError

if TYPE_CHECKING:
    from typed_registry._stubs.generate import Stub


def stubs(
    modules: RegistryModules = None,
    *,
    typings: Annotated[
        Path | None,
        typer.Option(
            help="Write stubs of everything in this environment, plugins included, into this folder.",
            show_default=False,
        ),
    ] = None,
    imports: Annotated[
        list[str] | None,
        typer.Option(
            "--import", help="A module that registers more components. Can be repeated.", show_default=False
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing. Show stale stubs as a diff, and exit with 1.")
    ] = False,
    most: Annotated[
        int | None,
        typer.Option(min=0, help="Give no overloads to a registry with more components.", show_default=False),
    ] = None,
) -> None:
    """Write the stub of each module, from which checkers and editors know every registered name.

    The stub is written beside the module and contains what the module's own distribution registers.
    Options that aren't given are taken from the table tool.typed-registry of pyproject.toml: modules,
    imports, typings, most.
    """
    wanted = _requests(tuple(modules or ()), tuple(imports or ()), typings, most)
    current = [_bring_up_to_date(request, check=check) for request in wanted]
    if check and not all(current):
        raise typer.Exit(1)


def _requests(
    modules: tuple[str, ...], imports: tuple[str, ...], typings: Path | None, most: int | None
) -> list[StubRequest]:
    """Return the stubs that the options ask for, with the project's settings where no option is given."""
    project = find_project()
    settings = project.settings
    folder = settings.typings if typings is None else typings.absolute()
    limit = settings.most if most is None else most
    return [
        StubRequest(module, imports or settings.imports, folder, limit) for module in project.modules(modules)
    ]


def _bring_up_to_date(request: StubRequest, *, check: bool) -> bool:
    """Write a module's stub, or with `check` print how it differs; return whether it was up to date."""
    since = time_ns()
    stamp = unchanged_stamp(repr(request))
    if stamp is not None:
        _report_large(request, stamp.large)
        stale: list[GeneratedFile] = []
    else:
        stub = _generate(request)
        files = [GeneratedFile(*file) for file in stub.files]
        stale = [each for each in files if not each.is_current]
        for name, notice in stub.notices if stale else ():
            console.print(f"{request.module}: {name!r}: {notice}")
        for each in stale:
            if check:
                each.print_difference(request.command)
            else:
                each.write()
        if not (stale and check):
            written = [str(each.file) for each in files]
            record_stamp(repr(request), stub.sources, written, stub.large, since)
    if not stale and not check:
        console.print(f"{request.module}: up to date")
    return not stale


def _generate(request: StubRequest) -> Stub:
    try:
        from typed_registry._stubs.generate import generate  # loads mypy
    except ModuleNotFoundError as error:
        raise MissingExtraError("writing stubs", str(error.name), "typed-registry[stubs]") from None
    with console.status(f"{request.module}: running mypy ..."):
        stub = generate(request)
    for variable in stub.empty:
        hint = "perhaps discover(...) or `imports` is missing"
        console.print(f"{request.module}.{variable}: nothing is registered; {hint}")
    _report_large(request, stub.large)
    return stub


def _report_large(request: StubRequest, large: tuple[str, ...]) -> None:
    for variable in large:
        console.print(
            f"{request.module}.{variable}: more than {request.most} components, so only `components` and"
            " `specs` know the arguments of each; the setting `most` is the limit"
        )
