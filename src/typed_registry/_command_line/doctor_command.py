"""The command `typed-registry doctor`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from typed_registry._command_line.project import RegistryModules, find_project
from typed_registry._doctor.advice import ProjectFolders, advice
from typed_registry._doctor.checkers import CHECKERS
from typed_registry._doctor.examine import (
    CheckerReport,
    ExaminedModule,
    StubFile,
    examine,
    examined_module,
)

console: Console = Console(highlight=False, soft_wrap=True, markup=False)


def doctor(modules: RegistryModules = None) -> None:
    """Run each installed checker to find out whether it sees the stubs, and say what to change if not.

    The modules, and the folder of this environment's stubs, are by default those in the table
    tool.typed-registry of pyproject.toml. Exits with 1 if a checker that the project configures doesn't know
    a name.
    """
    project = find_project()
    folder = project.file.parent
    folders = ProjectFolders(folder, project.settings.typings or folder / "typings")
    examined = [examined_module(each, folders.typings) for each in project.modules(tuple(modules or ()))]
    for each in examined:
        _print_module(each, folders)
    reports = _reports(examined, folder)
    console.print(_table(reports, examined))
    if not _print_advice(reports, examined, folders):
        raise typer.Exit(1)


def _reports(modules: Sequence[ExaminedModule], folder: Path) -> list[CheckerReport]:
    reports: list[CheckerReport] = []
    with console.status("running ...") as status:
        for checker in (each for each in CHECKERS if each.executable):
            status.update(f"running {checker.name} ...")
            reports.append(examine(checker, modules, folder))
    return reports


def _print_module(each: ExaminedModule, folders: ProjectFolders) -> None:
    count = sum(len(registry.names) for registry in each.registries)
    registries = ", ".join(registry.variable for registry in each.registries)
    console.print(Text.assemble((each.module, "bold"), f": {count} names in {registries}"))
    console.print(f"  the stub beside the module: {_names(each.stub_beside, each, folders)}")
    console.print(f"  the stub of this environment: {_names(each.stub_in_typings, each, folders)}")
    for registry in each.registries:
        for name, notice in registry.notices:
            console.print(f"  {registry.variable}: {name!r}: {notice}")
    console.print()


def _names(stub: StubFile | None, each: ExaminedModule, folders: ProjectFolders) -> str:
    if stub is None:
        return "none"
    known = {(variable, name) for variable, names in stub.names.items() for name in names}
    registered = {(registry.variable, name) for registry in each.registries for name in registry.names}
    return f"{folders.relative(stub.file)}, {len(known & registered)} names"


def _table(reports: Sequence[CheckerReport], modules: Sequence[ExaminedModule]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("checker", "version", "configured in", *(each.module for each in modules)):
        table.add_column(heading, no_wrap=True)
    for report in reports:
        seen = (_seen(report, each) for each in modules)
        table.add_row(report.checker.name, report.version, Text(str(report.config or "-")), *seen)
    return table


def _seen(report: CheckerReport, each: ExaminedModule) -> Text:
    """Return the table's cell for what a checker knows of a module's registries."""
    own = [seen for seen in report.visibilities if seen.registry.module == each.module]
    if any(seen.missing_module for seen in own):
        return Text("not found", "red")
    if not all(seen.sees_stub for seen in own):
        return Text("no stub", "red")
    total = sum(len(seen.registry.names) for seen in own)
    known = total - sum(len(seen.unknown_names) for seen in own)
    return Text(f"{known} of {total} names", "green" if known == total else "red")


def _print_advice(
    reports: Sequence[CheckerReport], modules: Sequence[ExaminedModule], folders: ProjectFolders
) -> bool:
    """Print what to change; return whether the checkers that the project configures need no change."""
    checkers: dict[str, list[str]] = {}
    for report in reports:
        for line in (line for each in modules for line in advice(report, each, folders)):
            checkers.setdefault(line, []).append(report.checker.name)
    for line, names in checkers.items():
        console.print(Text.assemble("\n", (", ".join(names), "bold"), f": {line}"))
    failing = {name for names in checkers.values() for name in names}
    counting = [report for report in reports if report.config] or reports
    return not failing & {report.checker.name for report in counting}
