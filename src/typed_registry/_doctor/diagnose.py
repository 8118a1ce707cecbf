"""A project's checkers, each asked what it sees."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from secrets import token_hex

from attrs import frozen

from typed_registry._discovery.discover import of_others
from typed_registry._doctor.checker import CHECKERS, Checker, Configured
from typed_registry._doctor.question import Question, Sight, Subject
from typed_registry._doctor.stub import Standing, standing
from typed_registry._registration.entries import Entries, entries_of
from typed_registry._stubs.request import Request
from typed_registry.errors import StubError

_PROGRAM = "typed_registry_doctor"


@frozen
class Patient:
    """A module with registries, and the stubs that stand for it."""

    module: str
    source: Path
    subjects: tuple[Subject, ...]
    beside: Standing | None
    view: Standing | None
    """The stub in the folder of this environment's stubs."""


@frozen
class Diagnosis:
    """What one checker is, and what it sees of each registry."""

    checker: Checker
    version: str
    configured: Configured | None
    sights: tuple[Sight, ...]


def patient(module: str, typings: Path) -> Patient:
    """Imports a module with registries, and none of their components. Raises StubError when it has none."""
    live = importlib.import_module(module)
    source = Path(str(live.__file__))
    held = ((name, entries_of(value)) for name, value in vars(live).items())
    own = ((name, entries) for name, entries in held if entries and entries.module == module)
    subjects = tuple(_subject(module, name, entries) for name, entries in own)
    if not subjects:
        raise StubError(module, None, "it defines no registry")
    stubs = (standing(Request(module, typings=place).place(str(source))) for place in (None, typings))
    return Patient(module, source, subjects, *stubs)


def _subject(module: str, variable: str, entries: Entries) -> Subject:
    return Subject(
        module, variable, (*entries,), frozenset(of_others(entries.name, entries.registry, module))
    )


def installed() -> list[Checker]:
    """The checkers that can be run."""
    return [checker for checker in CHECKERS if _executable(checker)]


def diagnose(checker: Checker, patients: Sequence[Patient], folder: Path) -> Diagnosis:
    """Has the checker check a program about the registries, in the project's folder and with its settings."""
    question = Question([subject for each in patients for subject in each.subjects])
    program = folder / f"{_PROGRAM}_{token_hex(4)}.py"
    program.write_text(question.text, encoding="utf-8")
    try:
        files = (program.name, *_own_sources(checker, patients, folder))
        said = _run(checker, (*checker.command[1:], *files), folder)
    finally:
        program.unlink()
    sights = tuple(question.sights(set(_wrong(said, program.name))))
    return Diagnosis(checker, _version(checker, folder), checker.configured(folder), sights)


def is_own(each: Patient, folder: Path) -> bool:
    """Whether the module is a source of the project, and not installed into an environment."""
    return each.source.is_relative_to(folder) and not each.source.is_relative_to(sys.prefix)


def _own_sources(checker: Checker, patients: Sequence[Patient], folder: Path) -> Iterator[str]:
    """The project's own modules as mypy finds them: it is given them as sources, which win over all else."""
    if checker.name in {"mypy", "zuban"}:
        for each in patients:
            if is_own(each, folder):
                yield str(each.beside.file if each.beside else each.source)


def _run(checker: Checker, options: Sequence[str], folder: Path) -> str:
    command = [_executable(checker) or checker.name, *options]
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "500"}
    done = subprocess.run(  # noqa: S603  # a checker, with arguments of ours
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def _wrong(said: str, program: str) -> Iterator[int]:
    """The lines of the program in which errors are reported."""
    for line in said.splitlines():
        found = re.search(rf"{re.escape(program)}:(\d+)", line)
        if found and re.search(r"\berror\b", line, re.IGNORECASE):
            yield int(found[1])


def _version(checker: Checker, folder: Path) -> str:
    found = re.search(r"\d+(\.\d+)+", _run(checker, ["--version"], folder))
    return found[0] if found else ""


def _executable(checker: Checker) -> str | None:
    """The command, of this environment if it has it."""
    beside = shutil.which(checker.command[0], path=str(Path(sys.executable).parent))
    return beside or shutil.which(checker.command[0])
