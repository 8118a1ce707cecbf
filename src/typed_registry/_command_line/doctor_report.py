"""Print what `typed-registry doctor` has found out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen
from rich.console import Console
from rich.table import Table
from rich.text import Text

from typed_registry._doctor.advice import ProjectFolders, advice
from typed_registry._doctor.call_advice import NameList, is_or_are
from typed_registry._doctor.examine import CheckerReport
from typed_registry._doctor.examined_module import ExaminedModule
from typed_registry._doctor.findings import ProbedComponent, ProbedRegistry, Visibility
from typed_registry._doctor.stub_file import StubFile

console: Console = Console(highlight=False, soft_wrap=True, markup=False, width=500)


@frozen
class DoctorReport:
    """Prints the findings about some modules."""

    modules: tuple[ExaminedModule, ...]
    folders: ProjectFolders
    shown: NameList
    """Writes the names of components."""

    def print_modules(self) -> None:
        """Print the registries of each module, its stubs, and what a run says about its components."""
        for each in self.modules:
            count = sum(len(registry.names) for registry in each.registries)
            registries = ", ".join(registry.variable for registry in each.registries)
            console.print(Text.assemble((each.module, "bold"), f": {count} names in {registries}"))
            console.print(f"  the stub beside the module: {self._names(each.stub_beside, each)}")
            console.print(f"  the stub of this environment: {self._names(each.stub_in_typings, each)}")
            for registry in each.registries:
                self._print_notices(registry)
                self._print_open(registry)
                self._print_chosen("left out of the stub", registry, registry.left_out)
                self._print_chosen("has Any in the stub", registry, registry.has_any)
            console.print()

    def _print_notices(self, registry: ProbedRegistry) -> None:
        """Print why components can't be chosen by a config, up to a number of lines."""
        for name, notice in registry.notices[: self.shown.most]:
            console.print(f"  {registry.variable}: {name!r}: {notice}")
        left = len(registry.notices) - len(registry.notices[: self.shown.most])
        if left:
            console.print(f"  {registry.variable}: and {left} more such lines, which --verbose prints")

    def print_table(self, reports: Sequence[CheckerReport]) -> None:
        """Print a line for each checker: its version, its settings, and how many components it checks."""
        table = _table("checker", "version", "configured in", "names seen", "calls checked")
        for report in reports:
            places = (f"{each}" if each.is_of_project else f"({each})" for each in report.configs)
            place = ", ".join(places) or "-"
            cells = (Text(place), _names_seen(report), _checked(report))
            table.add_row(report.checker.name, report.version, *cells)
        console.print(table)

    def print_verdicts(self, reports: Sequence[CheckerReport]) -> None:
        """Print a line for each component: the forms in which it is called, and what each checker says."""
        registries = [registry for each in self.modules for registry in each.registries]
        for index, registry in enumerate(registries):
            seen = [report.visibilities[index] for report in reports]
            names = (report.checker.name for report in reports)
            table = _table(f"{registry.module}.{registry.variable}", "called through", *names)
            for each in registry.components:
                forms = ", ".join(form.value for form in each.trials) or "-"
                verdicts = (_verdict(each, *pair) for pair in zip(reports, seen, strict=True))
                table.add_row(Text(repr(each.name)), forms, *verdicts)
            if registry.components:
                console.print()
                console.print(table)

    def print_advice(self, reports: Sequence[CheckerReport], counting: frozenset[str]) -> bool:
        """Print what to change; return whether nothing is to be changed for the checkers that count."""
        checkers: dict[str, dict[str, None]] = {}
        for report in reports:
            for line in (line for each in self.modules for line in self._advice(report, each)):
                checkers.setdefault(line, {})[report.checker.name] = None
        for line, names in checkers.items():
            said = ", ".join(name if name in counting else f"{name} (not configured)" for name in names)
            console.print(Text.assemble("\n", (said, "bold"), f": {line}"))
        broken = [*self._broken(), *self._unregistered()]
        for line in broken:
            console.print(Text.assemble("\n", line))
        if not reports:
            console.print(Text.assemble("\n", "no type checker is installed"))
        failing = (name for names in checkers.values() for name in names)
        return bool(reports) and not broken and counting.isdisjoint(failing)

    def _advice(self, report: CheckerReport, module: ExaminedModule) -> list[str]:
        return advice(report, module, self.folders, self.shown)

    def _broken(self) -> Iterator[str]:
        """Yield the modules and components that can't be imported, so that no call of these is checked."""
        for registry in (registry for each in self.modules for registry in each.registries):
            yield from (f"{registry.variable}: {each}" for each in registry.broken)
            for each in registry.components:
                if each.problem:
                    yield f"{registry.variable}: {each.name!r} isn't checked: {each.problem}"

    def _unregistered(self) -> Iterator[str]:
        """Yield the names that a stub beside its module has, though nothing is registered under them."""
        for each in self.modules:
            stub = each.stub_beside
            if stub is None:
                continue
            broken = {registry.variable for registry in each.registries if registry.broken}
            for variable, names in each.unregistered(stub).items():
                line = f"{self.folders.relative(stub.file)} has {self.shown(names)}"
                if variable in broken:
                    yield f"{variable}: {line}, which such a module may register"
                else:
                    line = f"{line}, which {is_or_are(names)} registered"
                    yield f"{variable}: {line}; run: typed-registry stubs {each.module}"

    def _print_open(self, registry: ProbedRegistry) -> None:
        """Print which components take any keyword, as their own signatures say."""
        places = {each.name: each.any_keyword for each in registry.components if each.any_keyword}
        if places:
            notes = {name: self.folders.place(place) for name, place in places.items()}
            written = self.shown.with_notes(notes)
            console.print(f"  {registry.variable}: takes any keyword, as its signature says: {written}")

    def _print_chosen(self, what: str, registry: ProbedRegistry, reasons: Mapping[str, str]) -> None:
        """Print which components the stub leaves out or has `Any` for, as the setting `unresolved` says."""
        if reasons:
            console.print(f"  {registry.variable}: {what}: {self.shown.with_notes(reasons)}")

    def _names(self, stub: StubFile | None, each: ExaminedModule) -> str:
        if stub is None:
            return "none"
        known = sum(len(stub.names(registry.variable) & {*registry.names}) for registry in each.registries)
        others = [name for names in each.unregistered(stub).values() for name in names]
        more = f", and {self.shown(others)}, which {is_or_are(others)} registered here" if others else ""
        return f"{self.folders.relative(stub.file)}, {stub.problem or f'{known} names'}{more}"


def _table(*headings: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in headings:
        table.add_column(heading, no_wrap=True)
    return table


def _names_seen(report: CheckerReport) -> Text:
    """Return the table's cell for the names that a checker knows."""
    seen = report.visibilities
    if report.problem:
        return Text("no result", "red")
    if any(each.missing_module for each in seen):
        return Text("not found", "red")
    if not any(each.sees_stub for each in seen):
        return Text("no stub", "red")
    total = sum(len(each.registry.names) for each in seen)
    return _part(total - sum(len(each.unknown_names) for each in seen), total)


def _checked(report: CheckerReport) -> Text:
    """Return the table's cell for the components whose wrong calls are refused, and the right ones aren't."""
    seen = report.visibilities
    if report.problem or not any(each.sees_stub for each in seen):
        return Text("-")
    return _part(sum(len(each.checked) for each in seen), sum(len(each.checkable) for each in seen))


def _part(count: int, total: int) -> Text:
    return Text(f"{count} of {total}", "green" if count == total else "red")


def _verdict(component: ProbedComponent, report: CheckerReport, seen: Visibility) -> Text:
    """Return what a checker says of a component, with the forms of the calls that it judges wrongly."""
    if report.problem or component.problem:
        return Text("not checked", "red")
    if component.name in seen.unknown_names:
        return Text("unknown", "red")
    refused = [each.form.value for each in seen.refused if each.name == component.name]
    accepted = [each.form.value for each in seen.accepted if each.component is component]
    wrongly = [f"{verb} {', '.join(forms)}" for verb, forms in _verbs(refused, accepted) if forms]
    if wrongly:
        return Text("; ".join(wrongly), "red")
    if component.name in seen.has_any:
        return Text("has Any")
    return Text("checked", "green") if component.is_checkable else Text("takes any keyword")


def _verbs(refused: list[str], accepted: list[str]) -> Iterator[tuple[str, list[str]]]:
    yield "refuses right", refused
    yield "accepts wrong", accepted
