"""Say what to change so that a checker sees a registry's stub."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from typed_registry._doctor.call_advice import (
    ADD_SETTINGS,
    NameList,
    blinded,
    call_advice,
    has_no_settings,
    is_or_are,
    weakened,
)
from typed_registry._doctor.examine import CheckerReport
from typed_registry._doctor.examined_module import ExaminedModule
from typed_registry._doctor.findings import Visibility
from typed_registry._doctor.setting_advice import change
from typed_registry._installed_files import is_project_source
from typed_registry._place import Place


@frozen
class ProjectFolders:
    """The project's folder, and the folder in which this environment's stubs are or would be."""

    folder: Path
    typings: Path

    def relative(self, path: Path) -> Path:
        """Return a path as the project's files would write it."""
        return path.relative_to(self.folder) if path.is_relative_to(self.folder) else path

    def place(self, place: Place) -> str:
        """Return a place, with its path as `relative` returns it."""
        return str(Place(str(self.relative(Path(place.file))), place.line))


def advice(
    report: CheckerReport, module: ExaminedModule, folders: ProjectFolders, shown: NameList
) -> list[str]:
    """Return a line for each reason why the checker doesn't see all of a module's registries.

    `shown` writes the names of components.
    """
    if report.problem:
        return [_problem(report)]
    stubs = [each for each in (module.stub_beside, module.stub_in_typings) if each and each.problem]
    if stubs:
        run = f"run: typed-registry stubs {module.module}"
        return [f"{folders.relative(each.file)} can't be read: {each.problem}; {run}" for each in stubs]
    own = [each for each in report.visibilities if each.registry.module == module.module]
    lines = (line for each in own for line in _of_registry(each, report, module, folders, shown))
    complaints = (f"complains about its settings: {each}" for each in report.complaints)
    damaged = (f"may miss settings, since a file can't be read: {each}" for each in report.damaged)
    return list(dict.fromkeys((*damaged, *complaints, *lines)))


def _problem(report: CheckerReport) -> str:
    """Return why a checker has come to no result."""
    why = weakened(report) or report.said
    return f"{report.problem}: {why}" if why else report.problem


def _of_registry(
    seen: Visibility,
    report: CheckerReport,
    module: ExaminedModule,
    folders: ProjectFolders,
    shown: NameList,
) -> Iterator[str]:
    line = change(report.checker, report.config, report.checker.environment, **_environment(folders))
    if seen.missing_module:
        yield f"{seen.missing_module} isn't found; {line}"
        return
    if seen.missing_packages:
        packages = sorted(seen.missing_packages)
        yield f"{', '.join(packages)} {is_or_are(packages)} found; {line}"
    if seen.is_untyped:
        package = module.module.partition(".")[0]
        why = f"{package} has no py.typed, so it doesn't read its stubs"
        yield f"{why}; add the empty file {package}/py.typed"
    elif seen.is_any:
        yield _any(seen, report)
    elif seen.unknown_names:  # all of them if it sees no stub
        yield _unseen(seen, report, module, folders, shown)
    if seen.sees_stub:
        yield from call_advice(seen, report, module, shown)


def _any(seen: Visibility, report: CheckerReport) -> str:
    """Return the advice for a registry that seems to be `Any`, perhaps since no errors are reported."""
    if has_no_settings(report):
        return ADD_SETTINGS
    if weakened(report):
        return f"accepts names that don't exist: {weakened(report)}"
    line = f"takes {seen.registry.variable} for Any, so it checks nothing"
    why = blinded(report, seen.registry.module)
    return f"{line}: {why}" if why else line


def _unseen(
    seen: Visibility,
    report: CheckerReport,
    module: ExaminedModule,
    folders: ProjectFolders,
    shown: NameList,
) -> str:
    """Return the advice for a stub that isn't read, doesn't exist, or lacks a name."""
    registry = seen.registry
    wanted = set(seen.unknown_names) if seen.sees_stub else set(registry.names) - registry.plugin_names
    beside, in_typings = module.stub_beside, module.stub_in_typings
    if in_typings and wanted <= in_typings.names(registry.variable):
        return f"{folders.relative(in_typings.file)} isn't read; {_stub_folder(report, module, folders)}"
    if beside and wanted <= beside.names(registry.variable):
        if has_no_settings(report):
            return ADD_SETTINGS
        if seen.sees_stub:
            names = shown(sorted(wanted))
            return f"{folders.relative(beside.file)} has {names}, which it doesn't read"
        if weakened(report):
            return f"accepts names that don't exist: {weakened(report)}"
        return f"{folders.relative(beside.file)} isn't read, but another copy of {module.module}"
    typings = f" --typings {folders.relative(folders.typings)}" if wanted & registry.plugin_names else ""
    names = shown(sorted(wanted))
    return f"{registry.variable}: no stub has {names}; run: typed-registry stubs {module.module}{typings}"


def _stub_folder(report: CheckerReport, module: ExaminedModule, folders: ProjectFolders) -> str:
    """Return how to make the checker read the folder of this environment's stubs, if it can."""
    if report.checker.name == "mypy" and is_project_source(module.source, folders.folder):
        source = "mypy prefers the project's own source"
        if module.stub_beside is not None:
            return f"{source}, and the stub beside it leaves plugins out"
        return f"{source}; run: typed-registry stubs {module.module}"
    if report.checker.name == "zuban":
        return "zuban would take its folder for the whole package"
    typings = str(folders.relative(folders.typings))
    return change(report.checker, report.config, report.checker.stub_folder, folder=typings)


def _environment(folders: ProjectFolders) -> dict[str, str]:
    """Return the values by which a setting can name this environment."""
    prefix, python = (folders.relative(Path(path)) for path in (sys.prefix, sys.executable))
    parts = {"prefix": prefix, "parent": prefix.parent, "name": prefix.name, "python": python}
    return {key: str(value) for key, value in parts.items()}
