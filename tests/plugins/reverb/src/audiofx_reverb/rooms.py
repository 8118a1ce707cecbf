"""The sound of rooms."""

from __future__ import annotations

from collections.abc import Sequence

from audiofx.registries import EFFECTS


@EFFECTS.register("reverb")
class Reverb:
    """Add the sound of a room."""

    def __init__(self, decay: float = 0.5, echoes: int = 2) -> None:
        self.decay = decay
        self.echoes = echoes

    def apply(self, samples: Sequence[float]) -> list[float]:
        """Return the samples with their echoes after them."""
        return [sample * self.decay**echo for echo in range(self.echoes + 1) for sample in samples]


@EFFECTS.register("plate")
class Plate(Reverb):
    """Add the sound of a metal plate."""
