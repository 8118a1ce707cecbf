"""What is registered, asked of the live registries."""

from __future__ import annotations

import ast
import importlib
import warnings
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from types import ModuleType

from attrs import NOTHING, fields, frozen

from typed_registry._conformance.show_component import show_component
from typed_registry._discovery.discover import UnreadableSourceWarning, of_others
from typed_registry._documentation.field_docs import first_paragraph
from typed_registry._registration.entries import Entries, entries_of
from typed_registry._registration.records import Record
from typed_registry._stubs.expressions import ComponentExpression, named
from typed_registry.errors import StubError, UnconfigurableError

_SHOWN = 5
_REMEDY = "move them out, and name their package in discover(...)"


@frozen
class RegisteredComponent:
    """A registered component, as far as its stub needs it."""

    name: str
    expression: ComponentExpression
    """Source that gives the component."""
    config: tuple[str, str] | None
    """The module and qualified name of the class given as `config=`."""
    config_required: bool
    """Whether the config, that class or the derived one, can't be made without a value."""
    doc: str
    """The first paragraph of its docstring."""
    deprecated: str
    """What is to be said of its use; nothing where it isn't deprecated."""
    is_alias: bool
    """Whether the name stands for another, and need not be offered."""


@frozen
class NamedRegistry:
    """A registry and the module's name for it."""

    variable: str
    title: str
    components: tuple[RegisteredComponent, ...]


@frozen
class RegistryModule:
    """A module with its registries."""

    name: str
    file: str
    holdings: tuple[NamedRegistry, ...]


def collect(module: str, imports: Iterable[str], *, plugins: bool) -> RegistryModule:
    """Imports the module, those that register more, and every component of its registries.

    What other distributions offer under entry points is left out unless `plugins` is set.

    Raises StubError for a module without registries, one that defines other things beside them, which its
    stub would hide, and one with a component that can't be imported by a name.
    """
    live = importlib.import_module(module)
    for name in imports:
        importlib.import_module(name)
    held = dict(_own_registries(live))
    if not held:
        raise StubError(module, None, "it defines no registry")
    file = str(live.__file__)
    others = sorted(_other_definitions(Path(file), held))
    if others:
        shown = ", ".join(others[:_SHOWN]) + (
            f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
        )
        reason = f"it also defines {shown}, which a stub beside it would hide; {_REMEDY}"
        raise StubError(module, None, reason)
    holdings = tuple(_holding(module, name, entries, plugins=plugins) for name, entries in held.items())
    return RegistryModule(module, file, holdings)


def _own_registries(module: ModuleType) -> Iterator[tuple[str, Entries]]:
    for name, value in vars(module).items():
        entries = entries_of(value)
        if entries is not None and entries.module == module.__name__:
            yield name, entries


def _other_definitions(file: Path, held: Container[str]) -> Iterator[str]:
    """What the module's source defines at its top level, its own private constants excepted."""
    for node in ast.parse(file.read_bytes()).body:
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.Assign(targets=targets):
                yield from (t.id for t in targets if isinstance(t, ast.Name) and _is_shown(t.id, held))
            case ast.AnnAssign(target=ast.Name(id=name)) if _is_shown(name, held):
                yield name
            case _:
                pass


def _is_shown(name: str, held: Container[str]) -> bool:
    return name not in held and not name.startswith("_")


def _holding(module: str, variable: str, entries: Entries, *, plugins: bool) -> NamedRegistry:
    with warnings.catch_warnings():
        warnings.simplefilter("error", UnreadableSourceWarning)
        try:
            len(entries)  # reads what is still to be read
        except UnreadableSourceWarning as error:
            raise StubError(module, None, str(error)) from None
    left_out = () if plugins else frozenset(of_others(entries.name, entries.registry, module))
    aliases = [name for name in entries.deprecations if entries.current(name) != name]
    names = [name for name in (*entries, *aliases) if entries.current(name) not in left_out]
    components = (_component(module, entries, name, entries.load(name)) for name in names)
    return NamedRegistry(variable, entries.name, tuple(components))


def _component(module: str, entries: Entries, name: str, entry: Record) -> RegisteredComponent:
    try:
        expression = ComponentExpression.of(entry.component, entry.file)
        config = None if entry.declared is None else named(entry.declared, entry.file)
    except LookupError as error:
        shown = show_component(entry.component)
        raise StubError(module, name, f"{shown} {error} ({entry.place})") from None
    deprecation = entries.deprecations.get(name)
    deprecated = f"{name!r} is {deprecation}" if deprecation else _deprecated(entry.component)
    required, doc = _required(entries, name), first_paragraph(entry.component)
    return RegisteredComponent(
        name, expression, config, required, doc, deprecated, entries.current(name) != name
    )


def _required(entries: Entries, name: str) -> bool:
    try:
        return any(a.init and a.default is NOTHING for a in fields(entries.config(name)))
    except UnconfigurableError:
        return True


def _deprecated(target: object) -> str:
    """The message on the component itself: a subclass is not deprecated with its parent."""
    return str(getattr(target, "__dict__", {}).get("__deprecated__", ""))
