"""What is registered, asked of the live registries."""

from __future__ import annotations

import functools
import importlib
import inspect
import sys
from collections.abc import Iterator
from types import ModuleType

from attrs import NOTHING, fields, frozen

from typed_registry.catalog import Catalog
from typed_registry.conform import show_component
from typed_registry.entry import Constant, Entry
from typed_registry.errors import StubError, UnconfigurableError


@frozen
class Component:
    """A registered component, as far as its stub needs it."""

    name: str
    expression: str
    """Source that gives the component, over the modules that it names."""
    modules: tuple[str, ...]
    """The modules that the expression names."""
    config: tuple[str, str] | None
    """The module and qualified name of the class given as `config=`."""
    config_required: bool
    """Whether the config, that class or the derived one, can't be made without a value."""
    is_class: bool
    is_instance: bool
    doc: str
    """The first paragraph of its docstring."""


@frozen
class Holding:
    """A registry and the module's name for it."""

    variable: str
    title: str
    components: tuple[Component, ...]


@frozen
class Module:
    """A module with its registries."""

    name: str
    file: str
    holdings: tuple[Holding, ...]


def collect(module: str) -> Module:
    """Imports the module and every component of its registries.

    Raises StubError for a module without registries, one that defines other things beside them, which its
    stub would hide, and one with a component that can't be imported by a name.
    """
    live = importlib.import_module(module)
    held = {name: value for name, value in vars(live).items() if _is_own_registry(value, module)}
    if not held:
        raise StubError(module, None, "it defines no registry")
    others = sorted(_other_definitions(live))
    if others:
        reason = f"it also defines {', '.join(others)}, which a stub beside it would hide; move them out"
        raise StubError(module, None, reason)
    holdings = tuple(_holding(module, name, catalog) for name, catalog in held.items())
    return Module(module, str(live.__file__), holdings)


def _is_own_registry(value: object, module: str) -> bool:
    return isinstance(value, Catalog) and value.__module__ == module


def _other_definitions(module: ModuleType) -> Iterator[str]:
    for name, value in vars(module).items():
        own = getattr(value, "__module__", None) == module.__name__
        if own and (inspect.isclass(value) or inspect.isfunction(value)):
            yield name


def _holding(module: str, variable: str, catalog: Catalog) -> Holding:
    components = tuple(_component(module, catalog, catalog.live(name)) for name in catalog)
    return Holding(variable, catalog.name, components)


def _component(module: str, catalog: Catalog, entry: Entry) -> Component:
    live = entry.component.value if isinstance(entry.component, Constant) else entry.component
    is_instance = isinstance(entry.component, Constant)
    target: object = type(live) if is_instance else live
    modules: list[str] = []
    try:
        expression = _expression(target, modules)
        config = None if entry.declared is None else _named(entry.declared)
    except LookupError as error:
        raise StubError(module, entry.name, f"{show_component(live)} {error} ({entry.place})") from None
    return Component(
        entry.name,
        expression,
        tuple(modules),
        config,
        _required(catalog, entry.name),
        isinstance(live, type) and not is_instance,
        is_instance,
        _doc(target),
    )


def _required(catalog: Catalog, name: str) -> bool:
    try:
        return any(a.init and a.default is NOTHING for a in fields(catalog.config(name)))
    except UnconfigurableError:
        return True


def _doc(target: object) -> str:
    """The first paragraph of the docstring, if somebody wrote one."""
    if isinstance(target, functools.partial):
        return _doc(target.func)
    first = (inspect.getdoc(target) or "").split("\n\n")[0].strip()
    made_up = isinstance(target, type) and first.startswith(f"{target.__name__}(")
    return "" if made_up else first


def _expression(target: object, modules: list[str]) -> str:
    if isinstance(target, functools.partial):
        made = _expression(target.func, modules)
        given = ["_any" for _ in target.args] + [f"{name}=_any" for name in target.keywords]
        modules.append("functools")
        return f"functools.partial({', '.join((made, *given))})"
    module, name = _named(target)
    modules.append(module)
    return f"{module}.{name}"


def _named(target: object) -> tuple[str, str]:
    """The module and name by which the object can be imported; raises LookupError when there is none."""
    module, name = str(getattr(target, "__module__", "")), str(getattr(target, "__qualname__", ""))
    if not name or not module:
        raise LookupError("has no name to import it by")
    if "<" in name:
        raise LookupError(f"is defined as {name}, which no other module can import")
    found: object = sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    if found is not target:
        raise LookupError(f"is not what {module}.{name} stands for")
    return module, name
