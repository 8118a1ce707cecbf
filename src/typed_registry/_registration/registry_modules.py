"""Find the registries of a module."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import cast

from typed_registry._registration.entries import Entries, entries_of
from typed_registry._registration.import_module import import_module
from typed_registry._registration.loop_variables import loop_variables
from typed_registry.errors import NoRegistryError


def defined_registries(module: str) -> tuple[ModuleType, dict[str, Entries]]:
    """Import a module, and return it with the registries that it defines, by variable.

    The variable of a loop over registries is left out.

    Raises NoRegistryError if there are none, and what `import_module` raises.
    """
    live = import_module(module)
    own = {name: entries for name, entries in _held_registries(live).items() if entries.module == module}
    if not own:
        raise NoRegistryError(module, tuple(_others(live)))
    passing = loop_variables(live) if len({*map(id, own.values())}) < len(own) else frozenset[str]()
    lasting = {name: entries for name, entries in own.items() if name not in passing}
    return live, lasting or own


def registries_in(modules: Sequence[str]) -> list[Entries]:
    """Import modules, and return the registries that they define or import, each once.

    Raises NoRegistryError if there are none, and what `import_module` raises.
    """
    live = [import_module(each) for each in modules]
    found = dict.fromkeys(entries for each in live for entries in _held_registries(each).values())
    if not found:
        others = {other for each in live for other in _others(each)}
        raise NoRegistryError(", ".join(modules), tuple(sorted(others)))
    return [*found]


def _held_registries(module: ModuleType) -> dict[str, Entries]:
    """Return the registries that a module defines or imports, by variable."""
    found = {name: entries_of(value) for name, value in vars(module).items()}
    return {name: entries for name, entries in found.items() if entries is not None}


def _others(module: ModuleType) -> list[str]:
    """Return the modules that define the registries that a module imports, or that its package contains."""
    from typed_registry._discovery.registry_sources import modules_with_registries

    found = {entries.module for entries in _held_registries(module).values()}
    known = cast("Mapping[str, object]", sys.modules)  # in which None and other objects may be
    for name, each in tuple(known.items()):
        if name.startswith(f"{module.__name__}.") and isinstance(each, ModuleType):
            found |= {name for entries in _held_registries(each).values() if entries.module == name}
    if not found and hasattr(module, "__path__"):
        found |= {*modules_with_registries(module.__name__)}
    return sorted(found)
