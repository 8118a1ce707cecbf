"""Delays for audiofx."""

from __future__ import annotations

from collections.abc import Sequence


class Delay:
    """Let silence come before a signal."""

    def __init__(self, samples: int = 1) -> None:
        self.samples = samples

    def apply(self, samples: Sequence[float]) -> list[float]:
        """Return the samples after some silence."""
        return [0.0] * self.samples + [*samples]
