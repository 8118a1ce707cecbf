"""A name of a registry that is not to be used any more."""

from __future__ import annotations

from typing import NamedTuple


class Deprecation(NamedTuple):
    """Since which version, and what to use."""

    since: str
    use: str | None

    def __str__(self) -> str:
        return f"deprecated since {self.since}" + (f"; use {self.use!r}" if self.use else "")
