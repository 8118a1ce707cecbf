"""Collect the components of the live registries."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import ModuleType

from attrs import evolve, field, frozen

from typed_registry._annotations.show import show_component
from typed_registry._annotations.unwrap import plain
from typed_registry._documentation.describe import explain_unconfigurable, hidden_notices
from typed_registry._documentation.field_docs import first_paragraph
from typed_registry._documentation.settable import unsettable_notices
from typed_registry._messages.explain import explain_broken
from typed_registry._messages.suggest import did_you_mean, nearest
from typed_registry._place import Place
from typed_registry._registration.deprecating_line import deprecating_line
from typed_registry._registration.derived_config import outline
from typed_registry._registration.entries import Entries
from typed_registry._registration.import_module import import_module
from typed_registry._registration.name_warnings import without_name_warnings
from typed_registry._registration.records import Record
from typed_registry._registration.registry_modules import defined_registries
from typed_registry._stubs.definition_line import documentation
from typed_registry._stubs.derived_parameters import DerivedParameter, derived_parameters
from typed_registry._stubs.expressions import ANYTHING, ComponentExpression, importable_name
from typed_registry._stubs.hidden_definitions import hidden_definitions
from typed_registry._stubs.request import StubRequest
from typed_registry._stubs.stub_names import camel_case, singular
from typed_registry._stubs.written_parameter import relative_place
from typed_registry.errors import RegistryError, StubProblem, UnconfigurableError


@frozen
class RegisteredComponent:
    """A registered component, as its stub needs it."""

    name: str
    expression: ComponentExpression
    config: ComponentExpression | None
    """Its config class; None if the config is derived."""
    derived: Mapping[str, DerivedParameter] | None
    """The parameters in its derived config; None without a derived config."""
    doc: str
    """The first paragraph of its docstring."""
    notices: tuple[str, ...]
    """Why no config can choose it, or what hides parameters of it."""
    deprecated: str
    """The message for those who use it; empty if it isn't deprecated."""
    current: str
    """The name of which it is an alias; its own name if it is none."""
    defined: object = field(default=None, eq=False)
    """The component itself."""
    declared: type | None = None
    """The config class itself."""
    place: Place | None = None
    """The registering line."""
    problem: StubProblem | None = None
    """Why mypy can't be asked for its type."""
    remarks: tuple[str, ...] = ()
    """Remarks on what is `Any` in the stub."""

    @property
    def is_alias(self) -> bool:
        """Whether the name is an alias of another, and isn't offered for completion."""
        return self.current != self.name


@frozen
class NamedRegistry:
    """A registry, and the variable that holds it."""

    variable: str
    alias: str
    """The alias of the union of its names: `LossName` if the module defines it, and otherwise `_LossName`."""
    components: tuple[RegisteredComponent, ...]
    remarks: tuple[str, ...] = ()
    """Remarks on components that are left out of the stub."""


@frozen
class RegistryModule:
    """A module and its registries."""

    name: str
    file: str
    registries: tuple[NamedRegistry, ...]
    problems: tuple[StubProblem, ...]
    """The problems of the module itself."""


def collect(request: StubRequest) -> RegistryModule:
    """Import a module, the modules that register more, and every component of its registries.

    Components of other distributions, found by entry points, are left out of the stub beside the module.

    A module that defines other things as well, which its stub would hide, has a problem.

    Raises NoRegistryError for a module without registries, and BrokenModuleError.
    """
    live, own = defined_registries(request.module)
    for name in request.imports:
        import_module(name)
    file = str(live.__file__)
    aliases = {name: _alias(name, live) for name in own}
    problems = [*hidden_definitions(live, {*own, *aliases.values()})]
    plugins = request.typings is not None
    registries: list[NamedRegistry] = []
    for name, entries in own.items():
        with nullcontext() if plugins else _without_plugins(entries):
            found = tuple(_components(name, entries, problems, Path(file), plugins=plugins))
        registries.append(NamedRegistry(name, aliases[name], found))
    problems += _unknown_exceptions(request, own)
    return RegistryModule(request.module, file, tuple(registries), tuple(problems))


@contextmanager
def _without_plugins(entries: Entries) -> Generator[None]:
    """Leave out the plugins of a registry, and the warnings about them, while the block runs."""
    with without_name_warnings(), entries.origins.without_plugins():
        yield


def _unknown_exceptions(request: StubRequest, own: Mapping[str, Entries]) -> Iterator[StubProblem]:
    """Yield a problem for each component of the module that the settings name, but that isn't registered."""
    with without_name_warnings():
        names = [(name, each) for name, found in own.items() for each in (*found, *found.deprecations)]
    known = [f"{request.module}.{registry}.{name}" for registry, name in names]
    for key, _ in request.exceptions:
        if key not in known:
            meant = did_you_mean(nearest(key, known))
            yield StubProblem(None, f"unresolved-components names {key!r}, which isn't registered{meant}")


def _alias(variable: str, module: ModuleType) -> str:
    """Return the name of the alias of a registry's names.

    The alias is public if it exists at run time as well: `LossName: TypeAlias = str`.
    """
    name = f"{singular(camel_case(variable))}Name"
    return name if plain(getattr(module, name, None)) is str else f"_{name}"


def _components(
    registry: str, entries: Entries, problems: list[StubProblem], file: Path, *, plugins: bool
) -> Iterator[RegisteredComponent]:
    """Yield a registry's components, with the problems of those that can't be imported."""
    known: dict[str, str] = {}
    for name in _names(entries, problems, plugins=plugins):
        if name not in entries:
            problems.append(_lost_alias(registry, entries, name, file))
            continue
        place = relative_place(entries.shown(name).place)
        record: Record | None = None
        try:
            record = entries.load(name)
            yield _component(entries, name, record, place)
        except (LookupError, RegistryError) as error:
            # the import of its module fails for each of its names
            first = known.setdefault(str(error), name) if isinstance(error, RegistryError) else name
            reason = str(error) if first == name else f"can't be imported, for the same reason as {first!r}"
            problem = StubProblem(name, reason, registry, place=place)
            yield _unimportable(entries, name, record, problem)


def _names(entries: Entries, problems: list[StubProblem], *, plugins: bool) -> list[str]:
    with without_name_warnings():
        len(entries)  # reads the sources of discovered packages
    broken = [each for each in entries.broken if plugins or each.distribution is None]
    for error in dict.fromkeys(each.error for each in broken):
        same = [each for each in broken if each.error == error]
        problems.append(StubProblem(None, f"{entries.name}: names may be missing: {explain_broken(*same)}"))
    if broken:
        return []
    left_out = () if plugins else entries.origins.plugin_names()
    aliases = [name for name in entries.deprecations if entries.current(name) != name]
    return [name for name in (*entries, *aliases) if entries.current(name) not in left_out]


def _lost_alias(registry: str, entries: Entries, name: str, file: Path) -> StubProblem:
    """Return the problem of a deprecated name that is to be replaced by a name which isn't registered."""
    current = entries.current(name)
    meant = did_you_mean(nearest(current, entries))
    reason = f"deprecate({name!r}, use={current!r}) names {current!r}, which isn't registered{meant}"
    line = deprecating_line(str(file), entries, name)
    return StubProblem(None, reason, registry, place=relative_place(Place(str(file), line)) if line else None)


def _component(entries: Entries, name: str, record: Record, place: Place) -> RegisteredComponent:
    """Return a component as its stub needs it. Raises LookupError if other modules can't import it."""
    component, declared = record.component, record.declared
    with _naming(component):
        expression = ComponentExpression.of(component, record.file)
    with _naming(declared):
        named = None if declared is None else importable_name(declared, record.file)
    config = named and ComponentExpression.of_global(*named)
    deprecation = entries.deprecations.get(name)
    derived, notices = (None, ()) if config else _derived(entries, record)
    return RegisteredComponent(
        name,
        expression,
        config,
        derived,
        documentation(first_paragraph(component), component),
        notices,
        f"{name!r} is {deprecation}" if deprecation else _own_deprecation(component),
        entries.current(name),
        component,
        declared,
        place,
    )


def _unimportable(
    entries: Entries, name: str, record: Record | None, problem: StubProblem
) -> RegisteredComponent:
    """Return a component that mypy can't be asked for, with the names of its parameters if they are known."""
    current = entries.current(name)
    bare = RegisteredComponent(name, ANYTHING, None, None, "", (), "", current, problem=problem)
    if record is None or record.declared is not None:
        return bare
    component = record.component
    expression = ComponentExpression.of_signature(component)
    doc = documentation(first_paragraph(component), component)
    return evolve(bare, expression=expression, derived=_derived(entries, record)[0], doc=doc)


@contextmanager
def _naming(target: object) -> Generator[None]:
    """Put the name of what can't be imported before the reason."""
    try:
        yield
    except LookupError as error:
        raise LookupError(f"{show_component(target)} {error}") from None


def _derived(
    entries: Entries, record: Record
) -> tuple[Mapping[str, DerivedParameter] | None, tuple[str, ...]]:
    """Return the parameters in the config that is derived for a component, and the notices on it.

    The parameters are None if no config can choose the component.
    """
    try:
        config = outline(record, entries.contract.dependencies, entries.name)
    except UnconfigurableError as error:
        return None, (explain_unconfigurable(error),)
    unsettable = unsettable_notices(config)
    derived = None if unsettable else dict(derived_parameters(entries, record, config))
    return derived, (*unsettable, *hidden_notices(config))


def _own_deprecation(component: object) -> str:
    """Return the message of @deprecated on the component itself, not on a class that it derives from."""
    return str(getattr(component, "__dict__", {}).get("__deprecated__", ""))
