"""Sizes in bytes, which a file may write with their unit: `512MiB`."""

from __future__ import annotations

import re
from typing import NewType

NUMBER = r"[0-9]{1,18}(?:\.[0-9]{1,18})?"
"""A number as `whole` reads it."""
Size = NewType("Size", int)
"""A number of bytes. A file writes `536870912`, or `512MiB`, which is the same; `1GB` is 10**9 bytes."""

_UNITS = {"B": 1} | {
    f"{letter}{ending}": thousand**power
    for ending, thousand in (("B", 1000), ("iB", 1024))
    for power, letter in enumerate("kMGTP" if ending == "B" else "KMGTP", start=1)
}
_SIZE = re.compile(rf"({NUMBER}) ?({'|'.join(_UNITS)})")


def read_size(text: str) -> int | None:
    """Return the number of bytes that a text stands for; None if it stands for no whole number of them.

    >>> read_size("512MiB"), read_size("1.5 kB"), read_size("1.5B"), read_size("64")
    (536870912, 1500, None, None)
    """
    found = _SIZE.fullmatch(text)
    return whole(found[1], _UNITS[found[2]]) if found else None


def whole(number: str, unit: int) -> int | None:
    """Return how many of the smallest unit a number of units is, exactly; None if that isn't whole.

    >>> whole("1.5", 1000), whole("0.0001", 1000)
    (1500, None)
    """
    units, _, fraction = number.partition(".")
    amount, rest = divmod(int(units + fraction) * unit, 10 ** len(fraction))
    return None if rest else amount
