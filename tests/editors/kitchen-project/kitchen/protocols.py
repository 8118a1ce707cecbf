"""What the components are."""

from __future__ import annotations

from typing import Protocol


class Meal(Protocol):
    """Something to serve."""

    def serve(self, guests: int) -> str:
        """Says what is on the table."""
        ...


class Spice(Protocol):
    """Something to season with."""

    @property
    def hot(self) -> bool:
        """Whether one wants water after it."""
        ...
