"""The interface of effects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Effect(Protocol):
    """An effect."""

    def apply(self, samples: Sequence[float]) -> list[float]:
        """Return the samples with the effect."""
        ...
