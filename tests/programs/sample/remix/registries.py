"""The registries and the interfaces of their components."""

from __future__ import annotations

from typing import Protocol

from typed_registry import Registry


class Effect(Protocol):
    """A change of a sound."""

    def apply(self, samples: list[float], /) -> list[float]:
        """Return the changed samples."""
        ...


class Sink(Protocol):
    """A place for a sound."""

    def write(self, samples: list[float], /) -> None:
        """Write the samples."""
        ...


EFFECTS = Registry[Effect, []]("effects")
SINKS = Registry[Sink, []]("sinks")

EFFECTS.discover("remix.effects")
SINKS.discover("remix.sinks")
