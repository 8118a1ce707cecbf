"""Sinks."""

from __future__ import annotations

from remix.registries import SINKS


@SINKS.register("text")
class Text:
    """Prints the samples."""

    def __init__(self, digits: int = 2) -> None:
        self.digits = digits

    def write(self, samples: list[float], /) -> None:
        """Print them on one line."""
        print(*(f"{sample:.{self.digits}f}" for sample in samples))


@SINKS.register("count")
class Count:
    """Prints how many samples there are."""

    def write(self, samples: list[float], /) -> None:
        """Print the number."""
        print(len(samples))
