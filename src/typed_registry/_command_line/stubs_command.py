"""The command `typed-registry stubs`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import time_ns
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from typed_registry._command_line.component_treatments import component_treatments
from typed_registry._command_line.endings import ENDINGS, error_stream
from typed_registry._command_line.generated_file import GeneratedFile, console, shown_path
from typed_registry._command_line.project import TYPINGS, RegistryModules, check_module_names, find_project
from typed_registry._distribution import DISABLE_PLUGINS
from typed_registry._messages.explain import explain_stub_problem
from typed_registry._programs.endings import report
from typed_registry._programs.error_stream import ErrorStream
from typed_registry._stubs.definition_line import without_lines
from typed_registry._stubs.freshness import record_stamp, unchanged_stamp
from typed_registry._stubs.request import StubRequest, WhenUnresolved
from typed_registry._stubs.second_stub import command_of, second_stub
from typed_registry.errors import MissingExtraError, RegistryError

if TYPE_CHECKING:
    from typed_registry._stubs.generate import Stub


TypingsFolder: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        help="Write stubs of everything in this environment, plugins included, into this folder.",
        show_default=False,
    ),
]
Imports: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--import", help="A module that registers more components. Can be repeated.", show_default=False
    ),
]
Check: TypeAlias = Annotated[
    bool, typer.Option("--check", help="Write nothing. Show stale stubs as a diff, and exit with 1.")
]
MostComponents: TypeAlias = Annotated[
    int | None,
    typer.Option(min=0, help="Give no overloads to a registry with more components.", show_default=False),
]
UnresolvedTypes: TypeAlias = Annotated[
    WhenUnresolved | None,
    typer.Option(
        help="Refuse components with types that mypy can't resolve, omit them, or use Any for the types.",
        show_default=False,
    ),
]


def stubs(  # noqa: PLR0913  # an option each
    context: typer.Context,
    modules: RegistryModules = None,
    *,
    typings: TypingsFolder = None,
    imports: Imports = None,
    check: Check = False,
    most: MostComponents = None,
    unresolved: UnresolvedTypes = None,
) -> None:
    """Write the stub of each module, from which checkers and editors know every registered name.

    The stub is written beside the module and contains what the module's own distribution registers.
    Options that aren't given are taken from the table tool.typed-registry of pyproject.toml: modules,
    imports, typings, most, unresolved.
    """
    check_module_names(imports or (), "--import")
    wanted = _requests(tuple(modules or ()), tuple(imports or ()), typings, most, unresolved)
    stream = error_stream(context)
    code = max(_exit_code(request, stream, check=check) for request in wanted)
    if code:
        raise typer.Exit(code)


def _requests(
    modules: tuple[str, ...],
    imports: tuple[str, ...],
    typings: Path | None,
    most: int | None,
    unresolved: WhenUnresolved | None,
) -> list[StubRequest]:
    """Return the stubs that the options ask for, with the project's settings where no option is given."""
    project = find_project()
    settings = project.settings
    folder = settings.typings if typings is None else typings.absolute()
    limit = settings.most if most is None else most
    treatment = unresolved or settings.unresolved
    wanted = project.modules(modules)
    exceptions = component_treatments(project, wanted)
    home = project.file.parent
    return [
        StubRequest(
            module, imports or settings.imports, folder, limit, treatment, exceptions.get(module, ()), home
        )
        for module in wanted
    ]


def _exit_code(request: StubRequest, stream: ErrorStream, *, check: bool) -> int:
    """Bring a module's stub up to date, and return the exit code for it; print an error, and go on."""
    try:
        is_fresh = _bring_up_to_date(request, stream if check else None)
    except MissingExtraError:
        raise  # it is the same for every module
    except (RegistryError, OSError) as error:
        return report(error, ENDINGS, stream)
    return 1 if check and not is_fresh else 0


def _bring_up_to_date(request: StubRequest, checked: ErrorStream | None) -> bool:
    """Write a module's stub, and return whether it was up to date.

    If `checked`, a stream for errors, is given, print how the stub differs, and write nothing.
    """
    stamp = unchanged_stamp(_stamp_of(request))
    if stamp is None:
        is_fresh = _generate_again(request, checked)
    else:
        is_fresh = True
        _print_lines(stamp.reports)
    if is_fresh and checked is None:
        console.print(f"{request.module}: up to date")
    if is_fresh or checked is None:
        _print_lines([*_second_stub(request)])
    return is_fresh


def _generate_again(request: StubRequest, checked: ErrorStream | None) -> bool:
    """Generate a module's stub, and write it or print how it differs; return whether it was up to date."""
    since = time_ns()
    stub = _generate(request)
    reports = tuple(_reports(stub))
    _print_lines(reports)
    files = [GeneratedFile(*file) for file in stub.files]
    stale = [
        each for each in files if not (each.is_current if checked is None else each.has_same(without_lines))
    ]
    _print_lines([f"{request.module}: {notice}" for notice in stub.notices if stale])
    for each in stale:
        if checked is not None:
            each.print_difference(request.command_in(Path.cwd()), checked)
        else:
            each.write()
    if checked is None or all(each.is_current for each in files):
        record_stamp(_stamp_of(request), stub.sources, [str(each.file) for each in files], reports, since)
    return not stale


def _second_stub(request: StubRequest) -> Iterator[str]:
    """Yield a line if the module has another stub, which isn't up to date."""
    folder = request.typings or find_project().settings.typings or request.project / TYPINGS
    second = second_stub(request, folder)
    if second is not None:
        from typed_registry._doctor.call_advice import NameList

        stub, names = second
        run = f"unless a plugin replaces them, run: {command_of(stub, request)}"
        differs = f"some checkers read this stub, which differs in {NameList(5)(names)}"
        yield f"{shown_path(stub)}: {differs}; {run}"


def _stamp_of(request: StubRequest) -> str:
    """Return what a stub depends on beside files: the request, and the plugins that the user switches off."""
    disabled = os.environ.get(DISABLE_PLUGINS) if request.typings else None
    return f"{request!r} without {disabled}" if disabled else repr(request)


def _generate(request: StubRequest) -> Stub:
    try:
        from typed_registry._stubs.generate import generate  # loads mypy
    except ModuleNotFoundError as error:
        raise MissingExtraError("writing stubs", str(error.name), "typed-registry[stubs]") from None
    if request.typings is None:  # the stub is for all environments, whatever plugins this one has
        os.environ[DISABLE_PLUGINS] = "*"
    with console.status(f"{request.module}: running mypy ..."):
        return generate(request)


def _reports(stub: Stub) -> Iterator[str]:
    """Yield lines on what the stub doesn't have, which are printed by every run."""
    module = stub.request.module
    for variable in stub.empty:
        hint = "perhaps discover(...) or `imports` is missing"
        yield f"{module}.{variable}: nothing is registered; {hint}"
    for variable in stub.large:
        yield (
            f"{module}.{variable}: more than {stub.request.most} components, so only `components` and"
            " `specs` know the arguments of each; the setting `most` is the limit"
        )
    if stub.became_any:
        yield f"{module}: the stub has Any for what mypy can't resolve:"
        yield from (f"  {explain_stub_problem(each)}" for each in stub.became_any)
    if stub.left_out:
        yield f"{module}: the stub leaves these components out:"
        yield from (f"  {explain_stub_problem(each)}" for each in stub.left_out)
    if stub.unchecked:
        yield f"{module}: calls of these components aren't checked, as the stub can't have their parameters:"
        yield from (f"  {explain_stub_problem(each)}" for each in stub.unchecked)


def _print_lines(lines: Sequence[str]) -> None:
    for line in lines:
        console.print(line)
