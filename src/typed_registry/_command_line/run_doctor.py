"""Run the type checkers over a project's registries, and print their findings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from typed_registry._command_line.doctor_report import DoctorReport, console
from typed_registry._command_line.project import TYPINGS, check_module_names, find_project
from typed_registry._doctor.advice import ProjectFolders
from typed_registry._doctor.call_advice import NameList
from typed_registry._doctor.checkers import CHECKERS, Checker
from typed_registry._doctor.examine import CheckerReport, examine, probe_program
from typed_registry._doctor.examined_module import ExaminedModule, examined_module

_SHOWN = 5
"""How many names of a long list are printed without --verbose."""


def run_doctor(
    modules: tuple[str, ...],
    checkers: tuple[str, ...],
    imports: tuple[str, ...],
    timeout: float,
    *,
    verbose: bool,
) -> bool:
    """Examine the modules with the checkers, print the findings, and return whether nothing is wrong.

    What is empty is taken from the project's settings.
    """
    check_module_names(imports, "--import")
    project = find_project()
    folder = project.file.parent
    folders = ProjectFolders(folder, project.settings.typings or folder / TYPINGS)
    chosen = checkers or tuple(project.settings.checkers)
    wanted = _wanted(chosen, folder)
    more = imports or tuple(project.settings.imports)
    named = project.modules(modules)
    examined = [examined_module(each, more, folders.typings, folder) for each in named]
    report = DoctorReport(tuple(examined), folders, NameList(None if verbose else _SHOWN))
    report.print_modules()
    reports = _reports(wanted, examined, folder, timeout)
    report.print_table(reports)
    if verbose:
        report.print_verdicts(reports)
    return report.print_advice(reports, _counting(reports, are_named=bool(chosen)))


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
    return config is not None and config.is_of_project


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
        report.checker.name for report in reports if report.config and report.config.is_of_project
    )
    every: frozenset[str] = frozenset(report.checker.name for report in reports)
    return every if are_named or not configured else configured
