"""The registries, for the commands that show them."""

from __future__ import annotations

from typed_registry._registration.entries import Catalog


def catalogs() -> list[Catalog]:
    """All of them, in the order in which they are declared."""
    from posttrain import registries

    return [value for value in vars(registries).values() if isinstance(value, Catalog)]
