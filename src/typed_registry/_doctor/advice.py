"""What to change so that a checker sees a registry's stub: facts to text."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from typed_registry._doctor.checker import Checker, Configured
from typed_registry._doctor.diagnose import Diagnosis, Patient, is_own
from typed_registry._doctor.question import Sight


@frozen
class Ground:
    """Where the project is, and where its view of the environment stands or would stand."""

    folder: Path
    typings: Path

    def shown(self, path: Path) -> Path:
        """A path as the project's files would write it."""
        return path.relative_to(self.folder) if path.is_relative_to(self.folder) else path


def advice(diagnosis: Diagnosis, patient: Patient, ground: Ground) -> list[str]:
    """A line for each thing that keeps the checker from seeing all of a module's registries."""
    sights = [sight for sight in diagnosis.sights if sight.subject.module == patient.module]
    return list(dict.fromkeys(line for sight in sights for line in _of(sight, diagnosis, patient, ground)))


def _of(sight: Sight, diagnosis: Diagnosis, patient: Patient, ground: Ground) -> Iterator[str]:
    if sight.missing:
        environment = diagnosis.checker.environment
        line = change(diagnosis.checker, diagnosis.configured, environment, **_python(ground))
        yield f"{sight.missing} isn't found; {line}"
    elif not sight.stub or sight.unknown:
        yield _unseen(sight, diagnosis, patient, ground)
    elif not sight.calls:
        yield f"{sight.subject.variable}: a call without its arguments is let pass"


def _unseen(sight: Sight, diagnosis: Diagnosis, patient: Patient, ground: Ground) -> str:
    """A stub isn't read, isn't there, or doesn't know every name."""
    variable = sight.subject.variable
    wanted = set(sight.unknown) if sight.stub else set(sight.subject.names) - sight.subject.foreign
    if patient.view and wanted <= set(patient.view.names.get(variable, ())):
        return f"{ground.shown(patient.view.file)} isn't read; {_lead(diagnosis, patient, ground)}"
    if patient.beside and wanted <= set(patient.beside.names.get(variable, ())):
        if diagnosis.checker.name == "pyrefly" and diagnosis.configured is None:
            return "without settings it lets mistakes pass; add a table [tool.pyrefly] to pyproject.toml"
        return f"{ground.shown(patient.beside.file)} isn't read, but another copy of {patient.module}"
    names = ", ".join(map(repr, sorted(wanted)))
    typings = f" --typings {ground.shown(ground.typings)}" if wanted & sight.subject.foreign else ""
    return f"{variable}: no stub knows {names}; run: typed-registry stubs {patient.module}{typings}"


def _lead(diagnosis: Diagnosis, patient: Patient, ground: Ground) -> str:
    """What leads the checker to the folder of this environment's stubs, if anything can."""
    if diagnosis.checker.name == "mypy" and is_own(patient, ground.folder):
        source = "the project's own source wins with mypy"
        if patient.beside is not None:
            return f"{source}, and the stub beside it leaves plugins out"
        return f"{source}; run: typed-registry stubs {patient.module}"
    if diagnosis.checker.name == "zuban":
        return "zuban would take its folder for the whole package"
    search, typings = diagnosis.checker.search, str(ground.shown(ground.typings))
    return change(diagnosis.checker, diagnosis.configured, search, folder=typings)


def _python(ground: Ground) -> dict[str, str]:
    """This environment: its folder, that folder's place and name, and its interpreter."""
    prefix, python = (ground.shown(Path(path)) for path in (sys.prefix, sys.executable))
    parts = {"prefix": prefix, "parent": prefix.parent, "name": prefix.name, "python": python}
    return {key: str(value) for key, value in parts.items()}


def change(checker: Checker, place: Configured | None, line: str, **values: str) -> str:
    """A line of settings as the checker's own file has it, and that file.

    >>> from typed_registry._doctor.checker import CHECKERS
    >>> mypy = CHECKERS[0]
    >>> change(mypy, Configured(Path("mypy.ini"), ()), mypy.search, folder="typings")
    'set mypy_path = typings in mypy.ini'
    >>> change(mypy, None, mypy.search, folder="typings")
    'set mypy_path = "typings" in pyproject.toml [tool.mypy]'
    """
    last = checker.settings[-1]
    where = place or Configured(Path(last.file), last.table)
    where = Configured(where.file, (*where.table, *checker.table))
    text = line.format(**values)
    if where.file.suffix in {".ini", ".cfg"}:
        text = text.replace('"', "")
    if where.file.suffix == ".json":
        text = re.sub(r"(\S+) = ", r'"\1": ', text)
    return f"set {text} in {where}"
