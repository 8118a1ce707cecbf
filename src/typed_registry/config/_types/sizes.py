"""Sizes in bytes, which a file may write with their unit: `512MiB`."""

from __future__ import annotations

import re
from typing import NewType

from typed_registry.config._types.exact_amounts import NUMBER, whole

Size = NewType("Size", int)
"""A number of bytes. A file writes `536870912`, or `512MiB`, which is the same; `1GB` is 10**9 bytes."""

_UNITS = {"B": 1} | {
    f"{letter}{ending}": thousand**power
    for ending, thousand in (("B", 1000), ("iB", 1024))
    for power, letter in enumerate("kMGTP" if ending == "B" else "KMGTP", start=1)
}
_SIZE = re.compile(rf"({NUMBER}) ?({'|'.join(_UNITS)})")


def read_size(text: str) -> int | None:
    """The number of bytes that the text stands for; None when it stands for none, or for no whole number.

    >>> read_size("512MiB"), read_size("1.5 kB"), read_size("1.5B"), read_size("64")
    (536870912, 1500, None, None)
    """
    found = _SIZE.fullmatch(text)
    return whole(found[1], _UNITS[found[2]]) if found else None
