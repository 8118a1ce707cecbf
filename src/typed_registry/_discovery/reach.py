"""Follow the names that a module uses through a project, to find whether they lead to a registry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import FunctionType, MethodType
from typing import NamedTuple, cast

from typed_registry._annotations.module_imports import Import
from typed_registry._discovery.own_modules import OwnModules
from typed_registry._discovery.source_scan import Scan
from typed_registry._discovery.uses import CALLED, METHODS, SUBCLASSED, UNREADABLE, Use
from typed_registry._discovery.walk import FoundModule
from typed_registry._place import Place

_LIBRARY = __name__.partition(".")[0]

_DYNAMIC = frozenset({"__import__", "eval", "getattr", "globals", "import_module", "modules", "vars"})
"""Functions, and `sys.modules`, that give objects by names that may be computed."""


class _Target(NamedTuple):
    """The target of a dotted name: a name in a module and attributes of it, or the module itself."""

    module: str
    path: tuple[str, ...]


class Reach:
    """Decides which names lead to one registry, directly or through functions, classes and variables.

    Only names of the project are followed: other distributions and the standard library don't know the
    registry.
    """

    def __init__(self, registry: object, own: OwnModules) -> None:
        self._registry = registry
        self._own = own
        self._known: dict[bool, dict[_Target, bool]] = {False: {}, True: {}}
        """Whether each target leads to the registry: for uses of `METHODS` (True) and for other uses."""
        self._others: dict[tuple[str, str], bool] = {}
        """Whether a name in a module is certainly another registry."""

    def scan(self, module: FoundModule) -> Scan | Place:
        """Return the scan of a module of the project, or the place where its source can't be read."""
        return self._own.scan_of(module)

    def is_certain(self, scanned: Scan, use: Use) -> bool:
        """Return whether a use is a registration with the registry itself, by a method of this library."""
        if use.registers is None:
            return False
        registry, method, _ = use.name.rsplit(".", 2)
        if self._is_added(method):
            return False
        if any(self._is_registry(each) for each in scanned.imports.get(registry, ())):  # as almost always
            return True
        if self._is_another(scanned, registry):
            return False
        targets = _spread(dict.fromkeys(self._resolve(scanned, registry)), self._next)
        return any(len(each.path) == 1 and self._value(each) is self._registry for each in targets)

    def _is_registry(self, found: Import) -> bool:
        """Return whether an import binds the registry, whose module has it as a global."""
        return bool(found.attribute) and self._own.names(found.module).get(found.attribute) is self._registry

    def _is_another(self, scanned: Scan, name: str) -> bool:
        """Return whether a name in the code of a module is certainly another registry, or a part of one.

        A project may have many registries, each of which goes through the registrations with all of them.
        """
        root = name.partition(".")[0]
        found = self._others.get((scanned.module, root))
        if found is None:
            found = self._others[scanned.module, root] = self._binds_another(scanned, root)
        return found

    def _binds_another(self, scanned: Scan, root: str) -> bool:
        imports = scanned.imports.get(root, ())
        if not imports or scanned.star_imports or root in scanned.definitions or scanned.is_package:
            return False
        values = [self._own.names(each.module).get(each.attribute or "") for each in imports]
        return all(value is not self._registry and _may_be_registry(value) for value in values)

    def leads_there(self, scanned: Scan, use: Use) -> bool:
        """Return whether a use may register something with the registry.

        A name of the project that can't be followed may, if it is called or subclassed.
        """
        if use.name == UNREADABLE:
            return True
        if self._is_another(scanned, use.name):
            return False
        is_method = not METHODS.isdisjoint(use.name.split("."))
        known = self._known[is_method]
        came_from: dict[_Target, _Target | None] = dict.fromkeys(self._resolve(scanned, use.name))
        for target in _spread(came_from, lambda each: () if each in known else self._following(each)):
            if known[target] if target in known else self._registers(target, is_method=is_method):
                way: _Target | None = target
                while way is not None:
                    known[way] = True
                    way = came_from[way]
                return True
        known.update(dict.fromkeys(came_from, False))
        return False

    def _registers(self, target: _Target, *, is_method: bool) -> bool:
        """Return whether a target is the registry or one of its methods, or can't be followed to its end."""
        value = self._value(target)
        if value is self._registry:
            _, *rest = target.path
            return not rest or not METHODS.isdisjoint(rest) or self._is_added(rest[0])
        if isinstance(value, MethodType) and value.__self__ is self._registry:
            return True
        if not target.path:
            return any(each is self._registry for each in [*self._own.names(target.module).values()])
        return self._is_obscure(target) or any(
            use.name == UNREADABLE or (is_method and not _DYNAMIC.isdisjoint(use.name.split(".")))
            for use in self._uses(target)
        )

    def _is_added(self, method: str) -> bool:
        """Return whether a method is defined in a subclass of `Registry`, so that it may do anything."""
        defining = next((kind for kind in type(self._registry).__mro__ if method in vars(kind)), None)
        return defining is not None and defining.__module__.partition(".")[0] != _LIBRARY

    def _is_obscure(self, target: _Target) -> bool:
        """Return whether the project calls or subclasses a name of its own that can't be followed."""
        module, (name, *_) = target
        if f".{target.path[-1]}" not in {CALLED, SUBCLASSED} or name.startswith("__"):
            return False
        if module not in self._own or self._own.exists(f"{module}.{name}"):
            return False
        return self._own.scan(module) is None or not self._may_have(module, name)

    def _may_have(self, module: str, name: str) -> bool:
        """Return whether a module has a name, as far as that is known."""
        scanned = self._own.scan(module)
        if scanned is None or scanned.has(name) or name in self._own.names(module):
            return True
        return self._own.exists(f"{module}.{name}")

    def _value(self, target: _Target) -> object:
        """Return the value of the name, if its module is imported. Never imports one, as `getattr` might."""
        return self._own.names(target.module).get(target.path[0]) if target.path else None

    def _resolve(self, scanned: Scan, name: str) -> Iterator[_Target]:
        """Yield what a dotted name in the code of a module refers to; nothing for a builtin."""
        path = tuple(name.split("."))
        if scanned.has(path[0]):
            yield _Target(scanned.module, path)

    def _following(self, target: _Target) -> Iterator[_Target]:
        """Yield where a name may come from, and the names that are used when it is used."""
        yield from self._next(target)
        scanned = self._own.scan(target.module)
        if scanned is not None:
            for use in self._uses(target):
                yield from self._resolve(scanned, use.name)

    def _uses(self, target: _Target) -> Iterable[Use]:
        scanned = self._own.scan(target.module)
        if scanned is None or not target.path or _may_be_registry(self._value(target)):
            return ()
        made_of = scanned.definitions.get(target.path[0], ())
        return scanned.definitions.get(".".join(target.path), made_of)

    def _next(self, target: _Target) -> Iterator[_Target]:
        """Yield the names in other modules that a name may have been imported from."""
        if not target.path:
            return
        module, (name, *rest) = target
        scanned = self._own.scan(module)
        for each in scanned.imports.get(name, ()) if scanned else ():
            yield _Target(each.module, (each.attribute, *rest) if each.attribute else tuple(rest))
        for star in scanned.star_imports if scanned else ():
            if self._may_have(star, name):
                yield _Target(star, target.path)
        if self._own.exists(f"{module}.{name}"):
            yield _Target(f"{module}.{name}", tuple(rest))
        value = self._value(target)
        if isinstance(value, (type, FunctionType)):
            origin = cast("object", value.__module__)  # may be anything
            if isinstance(origin, str):
                yield _Target(origin, (value.__qualname__.partition(".")[0], *rest))


def _spread(
    came_from: dict[_Target, _Target | None], following: Callable[[_Target], Iterable[_Target]]
) -> Iterator[_Target]:
    """Yield the given names and all that follow from these, each once, and note where each came from."""
    pending = [*came_from]
    while pending:
        target = pending.pop()
        yield target
        for each in following(target):
            if each not in came_from:
                came_from[each] = target
                pending.append(each)


def _may_be_registry(value: object) -> bool:
    """Return whether a value is a registry, this one or another. What it was made from isn't followed."""
    return all(hasattr(type(value), method) for method in METHODS)
