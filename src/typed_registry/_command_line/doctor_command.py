"""The command `typed-registry doctor`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from typed_registry._command_line.doctor_report import DoctorReport, console
from typed_registry._command_line.project import RegistryModules, find_project
from typed_registry._doctor.advice import ProjectFolders
from typed_registry._doctor.call_advice import NameList
from typed_registry._doctor.checkers import CHECKERS, Checker
from typed_registry._doctor.examine import CheckerReport, examine, probe_program
from typed_registry._doctor.examined_module import ExaminedModule, examined_module

_SHOWN = 5
"""How many names of a long list are printed without --verbose."""


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
    project = find_project()
    folder = project.file.parent
    folders = ProjectFolders(folder, project.settings.typings or folder / "typings")
    chosen = tuple(checkers or project.settings.checkers)
    wanted = _wanted(chosen, folder)
    more = tuple(imports or project.settings.imports)
    named = project.modules(tuple(modules or ()))
    examined = [examined_module(each, more, folders.typings, folder) for each in named]
    report = DoctorReport(tuple(examined), folders, NameList(None if verbose else _SHOWN))
    report.print_modules()
    reports = _reports(wanted, examined, folder, timeout)
    report.print_table(reports)
    if verbose:
        report.print_verdicts(reports)
    if not report.print_advice(reports, _counting(reports, are_named=bool(chosen))):
        raise typer.Exit(1)


def _wanted(names: tuple[str, ...], folder: Path) -> list[Checker]:
    """Return the checkers of these names, or else all that are installed or that the project configures."""
    known: dict[str, Checker] = {checker.name: checker for checker in CHECKERS}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise typer.BadParameter(f"{', '.join(unknown)}; valid: {', '.join(known)}", param_hint="--checker")
    if names:
        return [known[name] for name in dict.fromkeys(names)]
    return [checker for checker in CHECKERS if checker.executable or _is_configured(checker, folder)]


def _is_configured(checker: Checker, folder: Path) -> bool:
    config = checker.config(folder)
    return config is not None and config.is_own


def _reports(
    checkers: Sequence[Checker], modules: Sequence[ExaminedModule], folder: Path, timeout: float
) -> list[CheckerReport]:
    program = probe_program(modules)
    reports: list[CheckerReport] = []
    with console.status("running ...") as status:
        for checker in checkers:
            status.update(f"running {checker.name} over {program.length:,} lines ...")
            reports.append(examine(checker, modules, program, folder, timeout))
    return reports


def _counting(reports: Sequence[CheckerReport], *, are_named: bool) -> frozenset[str]:
    """Return the checkers that decide on the exit code: those named or configured, or else all."""
    configured: frozenset[str] = frozenset(
        report.checker.name for report in reports if report.config and report.config.is_own
    )
    every: frozenset[str] = frozenset(report.checker.name for report in reports)
    return every if are_named or not configured else configured
