"""The names that installed plugins add to a registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typed_registry._discovery.discover import plugin_packages
from typed_registry._registration.failed_modules import registering_modules

if TYPE_CHECKING:
    from typed_registry._registration.entries import Entries


def plugin_names(entries: Entries) -> frozenset[str]:
    """Return the names that other packages than the registry's own register by way of entry points."""
    packages = plugin_packages(entries.name, entries.module)
    if not packages:
        return frozenset()
    modules = {name: registering_modules(entries.record(name)) for name in entries}
    tops = {name: {module.partition(".")[0] for module in each} for name, each in modules.items()}
    return frozenset(name for name, each in tops.items() if not packages.isdisjoint(each))
