"""The registries, for the commands that show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typed_registry._registration.entries import Entries  # private: what the tables show


def catalogs() -> list[Entries]:
    """Return the entries of every registry, in the order in which the registries are declared."""
    from posttrain import registries
    from typed_registry._registration.entries import entries_of  # private: as above

    return [*filter(None, map(entries_of, vars(registries).values()))]
