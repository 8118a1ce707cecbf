"""The names and versions of installed distributions."""

from __future__ import annotations

import re
from typing import NamedTuple

DISABLE_PLUGINS = "TYPED_REGISTRY_DISABLE_PLUGINS"
"""The environment variable with the distributions whose plugins aren't read: with commas, or `*` for all."""


class Distribution(NamedTuple):
    """The name and version of an installed distribution.

    >>> print(Distribution("audiofx-reverb", "1.2"))
    audiofx-reverb 1.2
    """

    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.name} {self.version}".rstrip()


def normalized(name: str) -> str:
    """Return the form in which names of distributions are compared.

    >>> normalized("Audiofx_Reverb")
    'audiofx-reverb'
    """
    return re.sub(r"[-_.]+", "-", name).lower()
