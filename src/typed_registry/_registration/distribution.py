"""Which installed distribution a module belongs to."""

from __future__ import annotations

from functools import cache
from importlib.metadata import packages_distributions, version
from typing import NamedTuple


class Distribution(NamedTuple):
    """The name and version of an installed distribution."""

    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


def providing(module: str) -> Distribution | None:
    """The distribution that installed the module's top-level package; None for a loose file."""
    names = _owners().get(module.partition(".")[0])
    return Distribution(names[0], version(names[0])) if names else None


@cache
def _owners() -> dict[str, list[str]]:
    return dict(packages_distributions())
