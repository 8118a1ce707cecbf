"""Whether a name that a module uses leads to a registry, through the project's own functions and classes."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from types import FunctionType, MethodType
from typing import NamedTuple

from typed_registry._discovery.own_modules import OwnModules
from typed_registry._discovery.source_scan import Scan
from typed_registry._discovery.uses import METHODS, UNREADABLE, Role, Use


class _Target(NamedTuple):
    """What a dotted name refers to: a name in a module, and attributes of it."""

    module: str
    name: str
    """Empty for the module itself."""
    rest: tuple[str, ...]
    is_known: bool
    """Whether the name is known not to be in this module if it isn't found there."""


class Reach:
    """What leads to one registry, directly or through functions, classes and variables of the project.

    Other distributions and the standard library can't lead to a registry, as they know nothing of it.
    """

    def __init__(self, registry: object, own: OwnModules) -> None:
        self._registry = registry
        self._own = own
        self._harmless: set[tuple[_Target, Role]] = set()

    def is_registry(self, scanned: Scan, name: str) -> bool:
        """Whether a dotted name in a module refers to the registry itself."""
        seen: set[_Target] = set()
        pending = [*self._resolve(scanned, name)]
        while pending:
            target = pending.pop()
            if self._value(target) is self._registry and not target.rest:
                return True
            if target not in seen:
                seen.add(target)
                pending += self._imported(target)
        return False

    def leads_there(self, scanned: Scan, use: Use) -> bool:
        """Whether what a module uses may register something with the registry.

        So may a name of the project that can't be followed, when it is called or subclassed.
        """
        if use.name == UNREADABLE:
            return True
        seen: set[tuple[_Target, Role]] = set()
        pending: list[tuple[_Target, Role]] = [
            (target, use.role) for target in self._resolve(scanned, use.name)
        ]
        while pending:
            step = pending.pop()
            if step in seen or step in self._harmless:
                continue
            seen.add(step)
            target, role = step
            uses = self._uses(target, role)
            if self._registers(target, role) or any(each.name == UNREADABLE for each in uses):
                return True
            pending.extend((reached, role) for reached in self._imported(target))
            for each in uses:
                pending.extend((reached, each.role) for reached in self._used(target, each.name))
        self._harmless |= seen
        return False

    def _registers(self, target: _Target, role: Role) -> bool:
        value = self._value(target)
        if value is self._registry:
            return target.rest[0] in METHODS if target.rest else role != "iterate"
        if isinstance(value, MethodType) and value.__self__ is self._registry:
            return True
        if not target.name:
            return role == "value" and self._holds_registry(target.module)
        return role in {"call", "base"} and self._is_obscure(target)

    def _is_obscure(self, target: _Target) -> bool:
        """Whether a name of the project can't be followed any further, and might be anything."""
        if target.is_known or target.module not in self._own:
            return False
        scanned = self._own.scan(target.module)
        if scanned is None:
            return True
        found = target.name in scanned.definitions or target.name in scanned.imports or scanned.star_imports
        return not found and self._value(target) is None

    def _holds_registry(self, module: str) -> bool:
        live = sys.modules.get(module)
        return any(value is self._registry for value in [*getattr(live, "__dict__", {}).values()])

    def _value(self, target: _Target) -> object:
        """Return the value of the name, if its module is imported. Never imports one, as `getattr` might."""
        names: Mapping[str, object] = getattr(sys.modules.get(target.module), "__dict__", {})
        return names.get(target.name)

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
            is_known = root not in scanned.definitions and root not in scanned.imports
            yield _Target(scanned.module, root, tuple(rest), is_known)

    def _imported(self, target: _Target) -> list[_Target]:
        """Return what the name is imported from, or where the function or class of this name is defined."""
        scanned = self._own.scan(target.module)
        if _is_registry(self._value(target)):
            return []
        if scanned is None:
            return [*self._defined(target)]
        if target.name in scanned.imports:
            return [*self._absolute((*scanned.imports[target.name].split("."), *target.rest))]
        if target.name in scanned.definitions:
            return []
        stars = (self._starred(star, target) for star in scanned.star_imports)
        return [*self._defined(target), *(each for found in stars for each in found)]

    def _starred(self, module: str, target: _Target) -> Iterator[_Target]:
        for each in self._absolute((*module.split("."), target.name, *target.rest)):
            yield each._replace(is_known=self._own.scan(each.module) is not None)

    def _defined(self, target: _Target) -> Iterator[_Target]:
        value = self._value(target)
        if isinstance(value, (type, FunctionType)) and value.__module__ != target.module:
            yield _Target(value.__module__, value.__qualname__.partition(".")[0], target.rest, is_known=False)

    def _absolute(self, parts: tuple[str, ...]) -> Iterator[_Target]:
        """Yield what a dotted name may refer to: an attribute of each module that it begins with."""
        ends = [end for end in range(1, len(parts) + 1) if self._own.exists(".".join(parts[:end]))]
        for end in ends:
            name, rest = (parts[end], parts[end + 1 :]) if end < len(parts) else ("", ())
            yield _Target(".".join(parts[:end]), name, rest, is_known=end < ends[-1])


def _is_registry(value: object) -> bool:
    """Whether a value is a registry, this one or another; what it was made from leads nowhere."""
    return all(hasattr(type(value), method) for method in METHODS)
