"""The registries, for the commands that show them."""

from __future__ import annotations

from typed_registry._registration.entries import Entries, entries_of


def catalogs() -> list[Entries]:
    """All of them, in the order in which they are declared."""
    from posttrain import registries

    return [*filter(None, map(entries_of, vars(registries).values()))]
