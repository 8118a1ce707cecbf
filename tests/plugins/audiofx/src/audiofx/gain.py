"""Make a signal louder."""

from __future__ import annotations

from collections.abc import Sequence

from audiofx.registries import EFFECTS


@EFFECTS.register("gain")
class Gain:
    """Make a signal louder by some decibels."""

    def __init__(self, db: float = 0.0) -> None:
        self.db = db

    def apply(self, samples: Sequence[float]) -> list[float]:
        """Return the louder samples."""
        return [sample * 10 ** (self.db / 20) for sample in samples]
