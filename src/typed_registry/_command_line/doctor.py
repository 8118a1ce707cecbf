"""What `typed-registry doctor` shows: the stubs, each checker with what it sees, and what to change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from typed_registry._command_line.project import project
from typed_registry._doctor.advice import Ground, advice
from typed_registry._doctor.diagnose import Diagnosis, Patient, diagnose, installed, patient
from typed_registry._doctor.stub import Standing

console: Console = Console(highlight=False, soft_wrap=True, markup=False)


def examine(modules: tuple[str, ...]) -> bool:
    """Shows what every installed checker sees; whether those that the project configures see everything."""
    own = project(Path.cwd())
    ground = Ground(own.file.parent, own.settings.typings or own.file.parent / "typings")
    patients = [patient(module, ground.typings) for module in own.modules(modules)]
    for each in patients:
        _show_patient(each, ground)
    checkers = installed()
    with console.status("asking ...") as status:
        found: list[Diagnosis] = []
        for checker in checkers:
            status.update(f"asking {checker.name} ...")
            found.append(diagnose(checker, patients, ground.folder))
    console.print(_table(found, patients))
    return _show_advice(found, patients, ground)


def _show_patient(each: Patient, ground: Ground) -> None:
    count = sum(len(subject.names) for subject in each.subjects)
    registries = ", ".join(subject.variable for subject in each.subjects)
    console.print(Text.assemble((each.module, "bold"), f": {count} names in {registries}"))
    for stub, what in ((each.beside, "beside the module"), (each.view, "of this environment")):
        console.print(f"  the stub {what}: {_names(stub, each, ground)}")
    console.print()


def _names(stub: Standing | None, each: Patient, ground: Ground) -> str:
    if stub is None:
        return "none"
    known = {(variable, name) for variable, names in stub.names.items() for name in names}
    wanted = {(subject.variable, name) for subject in each.subjects for name in subject.names}
    return f"{ground.shown(stub.file)}, {len(known & wanted)} names"


def _table(found: Sequence[Diagnosis], patients: Sequence[Patient]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("checker", "version", "configured in", *(each.module for each in patients)):
        table.add_column(heading, no_wrap=True)
    for diagnosis in found:
        sees = (_sees(diagnosis, each) for each in patients)
        configured = Text(str(diagnosis.configured or "-"))
        table.add_row(diagnosis.checker.name, diagnosis.version, configured, *sees)
    return table


def _sees(diagnosis: Diagnosis, each: Patient) -> Text:
    sights = [sight for sight in diagnosis.sights if sight.subject.module == each.module]
    if any(sight.missing for sight in sights):
        return Text("not found", "red")
    if not all(sight.stub for sight in sights):
        return Text("no stub", "red")
    total = sum(len(sight.subject.names) for sight in sights)
    known = total - sum(len(sight.unknown) for sight in sights)
    return Text(f"{known} of {total} names", "green" if known == total else "red")


def _show_advice(found: Sequence[Diagnosis], patients: Sequence[Patient], ground: Ground) -> bool:
    """Prints what to change; whether nothing has to be, for the checkers that the project configures."""
    counting = [diagnosis for diagnosis in found if diagnosis.configured] or found
    concerned: dict[str, list[str]] = {}
    for diagnosis in found:
        for line in _advice(diagnosis, patients, ground):
            concerned.setdefault(line, []).append(diagnosis.checker.name)
    for line, names in concerned.items():
        console.print(Text.assemble("\n", (", ".join(names), "bold"), f": {line}"))
    failing = {name for names in concerned.values() for name in names}
    return not failing & {diagnosis.checker.name for diagnosis in counting}


def _advice(diagnosis: Diagnosis, patients: Sequence[Patient], ground: Ground) -> Iterator[str]:
    for each in patients:
        yield from advice(diagnosis, each, ground)
