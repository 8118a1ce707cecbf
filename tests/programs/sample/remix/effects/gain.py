"""Effects that are quick to import."""

from __future__ import annotations

from remix.effects.config import BusConfig
from remix.registries import EFFECTS


@EFFECTS.register("gain")
class Gain:
    """Changes the volume.

    Args:
        db: Decibels; less than 0 is quieter.
    """

    def __init__(self, db: float = 0.0) -> None:
        self.factor = 10 ** (db / 20)

    def apply(self, samples: list[float], /) -> list[float]:
        """Return the samples multiplied."""
        return [sample * self.factor for sample in samples]


@EFFECTS.register("bus", config=BusConfig)
class Bus:
    """A chain of effects."""

    def __init__(self, config: BusConfig) -> None:
        self.config = config

    def apply(self, samples: list[float], /) -> list[float]:
        """Return the samples after all effects."""
        for effect in self.config.chain:
            samples = effect.build().apply(samples)
        return [] if self.config.muted else samples
