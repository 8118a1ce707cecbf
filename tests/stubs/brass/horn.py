"""A module whose name the package above it gives to a function."""

from __future__ import annotations

from tests.stubs.shapes import Voice


class Bugle(Voice):
    def __init__(self, keys: int = 0) -> None: ...


class Trumpet(Voice):
    def __init__(self, valves: int = 3) -> None: ...


def horn() -> Trumpet:
    return Trumpet()
