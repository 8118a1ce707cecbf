"""The registries, for the commands that show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typed_registry._registration.entries import Entries  # private: what the tables show


def catalogs() -> list[Entries]:
    """Return the entries of every registry, in the order in which the registries are declared."""
    from posttrain import registries
    from typed_registry._registration.entries import registries_among  # private: as above

    return registries_among(vars(registries).values())
