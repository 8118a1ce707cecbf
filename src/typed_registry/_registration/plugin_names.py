"""The names that installed plugins add to a registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typed_registry._registration.entries import Entries


def plugin_names(entries: Entries) -> frozenset[str]:
    """Return the names that other distributions than the registry's own register by way of entry points."""
    return frozenset(name for name in entries if entries.owner(entries.shown(name)) is not None)
