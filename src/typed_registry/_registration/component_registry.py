"""The type of a parameter that takes any registry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from typed_registry._registration.entry import Entry


class ComponentRegistry(Protocol):
    """A registry, whatever the type of its components."""

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The registered names."""
        ...
