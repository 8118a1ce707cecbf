"""Run a checker of a project over a program that uses its registries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from secrets import token_hex

from attrs import frozen

from typed_registry._doctor.checker_config import CheckerConfig
from typed_registry._doctor.checker_messages import error_messages, failure_message, setting_complaints
from typed_registry._doctor.checker_run import run_checker, version_of
from typed_registry._doctor.checkers import Checker
from typed_registry._doctor.examined_module import ExaminedModule
from typed_registry._doctor.findings import Visibility
from typed_registry._doctor.probe_program import PROGRAM, ProbeProgram
from typed_registry._installed_files import is_project_source

_UNREAD = "misses an error that every checker finds"


@frozen
class CheckerReport:
    """The findings of one checker about each registry."""

    checker: Checker
    version: str
    configs: tuple[CheckerConfig, ...]
    """Where the checker finds its settings, the decisive ones first."""
    visibilities: tuple[Visibility, ...]
    problem: str = ""
    """Why it has come to no result; then its findings say nothing."""
    said: str = ""
    """The checker's message about the problem."""
    complaints: tuple[str, ...] = ()
    """The checker's messages about its settings."""
    damaged: tuple[str, ...] = ()
    """Why files can't be read in which it looks for its settings."""

    @property
    def config(self) -> CheckerConfig | None:
        """Where the checker finds its decisive settings; None if there are none."""
        return next(iter(self.configs), None)


def probe_program(modules: Sequence[ExaminedModule]) -> ProbeProgram:
    """Return the program that uses every registry of these modules."""
    return ProbeProgram([registry for each in modules for registry in each.registries])


def examine(
    checker: Checker,
    modules: Sequence[ExaminedModule],
    program: ProbeProgram,
    folder: Path,
    timeout: float,
) -> CheckerReport:
    """Let a checker check the program in the project's folder, with the project's settings."""
    configs, damaged = checker.configs(folder), (*checker.damaged(folder),)
    if checker.executable is None:
        return CheckerReport(checker, "-", configs, tuple(program.visibilities({})), "isn't installed")
    file = folder / f"{PROGRAM}_{token_hex(4)}.py"
    file.write_text(program.text, encoding="utf-8")
    try:
        files = (file.name, *_own_sources(checker, modules, folder))
        output = run_checker(checker, (*checker.command[1:], *files), folder, timeout)
    finally:
        file.unlink()
    errors = error_messages(output.text, file.name)
    problem = output.problem or ("" if program.is_read(errors) else _UNREAD)
    names = dict.fromkeys(each.file.name for each in configs)
    complaints = tuple(each for name in names for each in setting_complaints(output.text, name))
    said = "; ".join(damaged or complaints) or failure_message(output.text, file.name)
    return CheckerReport(
        checker,
        version_of(checker, folder, timeout),
        configs,
        tuple(program.visibilities(errors)),
        problem,
        said if problem else "",
        () if problem else complaints,
        () if problem else damaged,
    )


def _own_sources(checker: Checker, modules: Sequence[ExaminedModule], folder: Path) -> Iterator[str]:
    """Yield the files of the project's own modules for mypy and zuban.

    These two are usually run over the project's files, which then take precedence over any folder of stubs.
    """
    if checker.name in {"mypy", "zuban"}:
        for each in modules:
            if is_project_source(each.source, folder) and _is_named_by_folders(each):
                yield str(each.stub_beside.file if each.stub_beside else each.source)


def _is_named_by_folders(each: ExaminedModule) -> bool:
    """Return whether mypy gives a file the name of its module: where each package has an `__init__.py`."""
    packages = each.source.parents[: each.module.count(".")]
    return all((folder / "__init__.py").is_file() for folder in packages)
