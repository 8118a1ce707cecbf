"""Whether a name that a module uses leads to a registry, through the project's own functions and classes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from types import FunctionType, MethodType
from typing import NamedTuple, TypeAlias

from typed_registry._discovery.own_modules import OwnModules
from typed_registry._discovery.source_scan import Scan
from typed_registry._discovery.uses import METHODS, UNREADABLE, Registration, Role, Use

_LIBRARY = __name__.partition(".")[0]

_DYNAMIC = frozenset({"__import__", "eval", "getattr", "globals", "import_module", "modules", "vars"})
"""Functions, and `sys.modules`, that give objects by names that may be computed."""


class _Target(NamedTuple):
    """What a dotted name refers to: a name in a module, and attributes of it."""

    module: str
    name: str
    """Empty for the module itself."""
    rest: tuple[str, ...]
    is_known: bool
    """Whether the name is known not to be in this module if it isn't found there."""


_Step: TypeAlias = tuple[_Target, Role]


class Reach:
    """What leads to one registry, directly or through functions, classes and variables of the project.

    Other distributions and the standard library can't lead to a registry, as they know nothing of it.
    """

    def __init__(self, registry: object, own: OwnModules) -> None:
        self._registry = registry
        self._own = own
        self._harmless: set[_Step] = set()
        self._leading: set[_Step] = set()

    def is_certain(self, scanned: Scan, registration: Registration) -> bool:
        """Whether a registration is with the registry itself, by a method of this library."""
        if self._is_added(registration.method):
            return False
        seen: set[_Target] = set()
        pending = [*self._resolve(scanned, registration.registry)]
        while pending:
            target = pending.pop()
            if self._value(target) is self._registry and not target.rest:
                return True
            if target not in seen:
                seen.add(target)
                pending += self._next(target)
        return False

    def leads_there(self, scanned: Scan, use: Use) -> bool:
        """Whether what a module uses may register something with the registry.

        So may a name of the project that can't be followed, when it is called or subclassed.
        """
        if use.name == UNREADABLE:
            return True
        is_method = use.name.rpartition(".")[2] in METHODS
        came_from: dict[_Step, _Step | None] = {}
        pending: list[tuple[_Step, _Step | None]] = [
            ((target, use.role), None) for target in self._resolve(scanned, use.name)
        ]
        while pending:
            step, previous = pending.pop()
            if step in came_from or step in self._harmless:
                continue
            came_from[step] = previous
            target, role = step
            uses = self._uses(target, role)
            if self._leads_there(step, uses, is_method=is_method):
                self._remember(step, came_from)
                return True
            pending.extend(((reached, role), step) for reached in self._next(target))
            for each in uses:
                pending.extend(((reached, each.role), step) for reached in self._used(target, each.name))
        self._harmless.update(came_from)
        return False

    def _leads_there(self, step: _Step, uses: Iterable[Use], *, is_method: bool) -> bool:
        return (
            step in self._leading
            or self._registers(*step)
            or any(_is_dynamic(each, is_method=is_method) for each in uses)
        )

    def _remember(self, step: _Step | None, came_from: Mapping[_Step, _Step | None]) -> None:
        """Remember the way to the registry, so that nothing that leads to it is followed twice."""
        while step is not None:
            self._leading.add(step)
            step = came_from[step]

    def _registers(self, target: _Target, role: Role) -> bool:
        value = self._value(target)
        if value is self._registry:
            if not target.rest:
                return role != "iterate"
            return not METHODS.isdisjoint(target.rest) or self._is_added(target.rest[0])
        if isinstance(value, MethodType) and value.__self__ is self._registry:
            return True
        if not target.name:
            return role == "value" and not target.rest and self._holds_registry(target.module)
        return role in {"call", "base"} and self._is_obscure(target)

    def _is_added(self, method: str) -> bool:
        """Whether a method comes from a subclass of `Registry`, and may do anything."""
        defining = (kind for kind in type(self._registry).__mro__ if method in vars(kind))
        return any(kind.__module__.partition(".")[0] != _LIBRARY for kind in islice(defining, 1))

    def _is_obscure(self, target: _Target) -> bool:
        """Whether a name of the project can't be followed any further, and might be anything."""
        if target.is_known or target.module not in self._own or target.name.startswith("__"):
            return False
        if self._own.exists(f"{target.module}.{target.name}"):
            return False
        scanned = self._own.scan(target.module)
        if scanned is None:
            return True
        found = target.name in scanned.definitions or target.name in scanned.imports or scanned.star_imports
        return not found and self._value(target) is None

    def _holds_registry(self, module: str) -> bool:
        return any(value is self._registry for value in [*self._own.names(module).values()])

    def _value(self, target: _Target) -> object:
        """Return the value of the name, if its module is imported. Never imports one, as `getattr` might."""
        return self._own.names(target.module).get(target.name)

    def _uses(self, target: _Target, role: Role) -> tuple[Use, ...]:
        """Return what is used when the name is, in this role."""
        scanned = self._own.scan(target.module)
        definition = scanned.definitions.get(target.name) if scanned else None
        if definition is None or _is_registry(self._value(target)):
            return ()
        return definition.hooks if role == "base" else definition.uses

    def _used(self, target: _Target, name: str) -> Iterator[_Target]:
        scanned = self._own.scan(target.module)
        return self._resolve(scanned, name) if scanned else iter(())

    def _resolve(self, scanned: Scan, name: str) -> Iterator[_Target]:
        """Yield what a dotted name in the code of a module may refer to; nothing for a builtin."""
        root, *rest = name.split(".")
        if root in scanned.definitions or root in scanned.imports or scanned.star_imports:
            yield _Target(scanned.module, root, tuple(rest), is_known=False)

    def _next(self, target: _Target) -> Iterator[_Target]:
        """Yield what a name in a module may be, seen from where it comes from."""
        module, name, rest, _ = target
        if not name:
            yield from [_Target(module, rest[0], rest[1:], is_known=False)] if rest else ()
        elif not _is_registry(self._value(target)):
            scanned = self._own.scan(module)
            yield from self._imported(scanned, name, rest) if scanned else ()
            if self._own.exists(f"{module}.{name}"):
                yield _Target(f"{module}.{name}", "", rest, is_known=False)
            value = self._value(target)
            origin = value.__module__ if isinstance(value, (type, FunctionType)) else None
            if isinstance(value, (type, FunctionType)) and isinstance(origin, str) and origin != module:
                yield _Target(value.__module__, value.__qualname__.partition(".")[0], rest, is_known=False)

    def _imported(self, scanned: Scan, name: str, rest: tuple[str, ...]) -> Iterator[_Target]:
        for each in scanned.imports.get(name, ()):
            yield _Target(each.module, each.attribute, rest, is_known=False)
        if name not in scanned.imports and name not in scanned.definitions:
            for star in scanned.star_imports:
                yield _Target(star, name, rest, is_known=self._own.scan(star) is not None)


def _is_dynamic(use: Use, *, is_method: bool) -> bool:
    """Whether a use gives an object that no name leads to, on which a method of registries is called."""
    return use.name == UNREADABLE or (is_method and use.name.rpartition(".")[2] in _DYNAMIC)


def _is_registry(value: object) -> bool:
    """Whether a value is a registry, this one or another; what it was made from leads nowhere."""
    return all(hasattr(type(value), method) for method in METHODS)
