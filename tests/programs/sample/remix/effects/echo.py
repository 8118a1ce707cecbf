"""The echo. Importing it is noticed, since listing and checking must not need it."""

from __future__ import annotations

import sys

from remix.effects.config import EchoConfig
from remix.registries import EFFECTS

print("echo is imported", file=sys.stderr)


@EFFECTS.register("echo", config=EchoConfig)
class Echo:
    """An echo."""

    def __init__(self, config: EchoConfig) -> None:
        self.config = config

    def apply(self, samples: list[float], /) -> list[float]:
        """Return the samples with the echo behind them."""
        return samples * (1 + self.config.times)
