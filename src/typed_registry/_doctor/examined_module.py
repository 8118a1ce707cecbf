"""Find the registries of a module, their components and their stubs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import frozen

from typed_registry._annotations.type_guards import is_class
from typed_registry._doctor.any_keyword import (
    any_keyword_place,
    calling_metaclass,
    has_unpacked_keywords,
    is_replaced,
    is_unreadable,
)
from typed_registry._doctor.findings import ProbedComponent, ProbedRegistry
from typed_registry._doctor.stub_file import AccessForm, StubFile, StubRegistry, read_stub_file
from typed_registry._doctor.trial_calls import TrialCall, component_calls, open_calls, spec_calls
from typed_registry._doctor.untyped_package import untyped_package
from typed_registry._documentation.describe import config_notices
from typed_registry._messages.explain import explain_broken
from typed_registry._registration.entries import Entries
from typed_registry._registration.import_module import import_module
from typed_registry._registration.records import Record
from typed_registry._registration.registry_modules import defined_registries
from typed_registry._stubs.request import StubRequest
from typed_registry.errors import RegistryError


@frozen
class ExaminedModule:
    """A module with registries, and its stubs."""

    module: str
    source: Path
    registries: tuple[ProbedRegistry, ...]
    stub_beside: StubFile | None
    """The stub beside the module."""
    stub_in_typings: StubFile | None
    """The stub in the folder of this environment's stubs."""

    def unregistered(self, stub: StubFile) -> dict[str, list[str]]:
        """Return the names in a stub that aren't registered, by the variables of their registries."""
        known = {each.variable: {*each.names, *each.left_out} for each in self.registries}
        found = {name: sorted(stub.names(name) - names) for name, names in known.items()}
        return {name: names for name, names in found.items() if names}

    def types(self, registry: ProbedRegistry) -> dict[str, str]:
        """Return the types that the stubs have for a registry's components, as they are written."""
        return {name: kind for each in self._stubs(registry) for name, kind in each.types.items()}

    def _stubs(self, registry: ProbedRegistry) -> list[StubRegistry]:
        stubs = [stub.registries for stub in (self.stub_beside, self.stub_in_typings) if stub]
        return [each[registry.variable] for each in stubs if registry.variable in each]


def examined_module(module: str, imports: Sequence[str], typings: Path, project: Path) -> ExaminedModule:
    """Import a module, the modules that register more, and its components; return its registries and stubs.

    Raises NoRegistryError if the module defines no registry, and BrokenModuleError.
    """
    live, own = defined_registries(module)
    for each in imports:
        import_module(each)
    source = Path(str(live.__file__))
    requests = (StubRequest(module, typings=folder) for folder in (None, typings))
    beside, in_typings = (read_stub_file(request.place(str(source))) for request in requests)
    probed = (_probed(module, name, entries, (beside, in_typings), project) for name, entries in own.items())
    return ExaminedModule(module, source, tuple(probed), beside, in_typings)


def _probed(
    module: str, variable: str, entries: Entries, stubs: Sequence[StubFile | None], project: Path
) -> ProbedRegistry:
    known = [stub.registries[variable] for stub in stubs if stub and variable in stub.registries]
    forms = {form for each in known for form, offered in each.forms.items() if offered}
    offered = {name for each in known for name in each.types}
    left_out = {name: why for each in known for name, why in each.left_out.items() if name not in offered}
    names = [name for name in dict.fromkeys((*entries, *entries.deprecations)) if name in entries]
    is_open = {name for each in known for name in each.open}
    components = tuple(
        _component(entries, name, forms, project, is_open=name in is_open)
        for name in names
        if name not in left_out
    )
    notices = tuple(
        (each.name, notice)
        for each in components
        if not each.problem and entries.current(each.name) == each.name
        for notice in _notices(entries, each.name)
    )
    broken = tuple(explain_broken(each) for each in entries.broken)
    has_any = {name: why for each in known for name, why in each.has_any.items() if name in names}
    return ProbedRegistry(
        module, variable, components, entries.origins.plugin_names(), notices, left_out, has_any, broken
    )


def _notices(entries: Entries, name: str) -> tuple[str, ...]:
    try:
        return config_notices(entries, name)
    except (RegistryError, ImportError) as error:
        return (str(error),)


def _component(
    entries: Entries, name: str, offered: set[AccessForm], project: Path, *, is_open: bool
) -> ProbedComponent:
    """Return a component with its calls in the forms that a stub has for its registry.

    If the run knows no signature that checkers see, only the stub says that it takes any keyword.
    """
    try:
        record = entries.load(name)
    except (RegistryError, ImportError) as error:
        return ProbedComponent(name, problem=str(error))
    is_open = is_open and (is_unreadable(record.component) or is_replaced(record.component))
    calling = open_calls() if is_open else component_calls(record.component)
    trials = dict(_trials(entries, name, record, offered, calling))
    place = record.place if is_open else any_keyword_place(record.component, record)
    unpacks = has_unpacked_keywords(record.component)
    return ProbedComponent(
        name,
        trials,
        place,
        record.module,
        _packages(record),
        untyped_package(record.module, project),
        unpacks,
        metaclass=calling_metaclass(record.component),
    )


def _packages(record: Record) -> frozenset[str]:
    """Return the top-level packages that define a component and its base classes."""
    bases = record.component.__mro__ if is_class(record.component) else ()
    modules = (record.module, *(str(base.__module__) for base in bases))
    return frozenset(module.partition(".")[0] for module in modules) - {"", "__main__"}


def _trials(
    entries: Entries,
    name: str,
    record: Record,
    offered: set[AccessForm],
    calling: tuple[TrialCall, ...],
) -> Iterator[tuple[AccessForm, tuple[TrialCall, ...]]]:
    yield AccessForm.COMPONENTS, calling
    if AccessForm.BUILD in offered:
        yield AccessForm.BUILD, calling
    choosing = [form for form in (AccessForm.SPECS, AccessForm.SPEC) if form in offered]
    if choosing:
        try:
            calls = spec_calls(entries, name, record)
        except RegistryError:
            return  # which is among the notices
        yield from ((form, calls) for form in choosing)
