"""Whole amounts of a small unit, from numbers that may have a fraction: `1.5` of 1000 is 1500, exactly."""

from __future__ import annotations

NUMBER = r"[0-9]{1,18}(?:\.[0-9]{1,18})?"
"""A number as `whole` reads it."""


def whole(number: str, unit: int) -> int | None:
    """How many of the smallest unit these are; None when it is no whole number of them.

    >>> whole("1.5", 1000), whole("0.0001", 1000)
    (1500, None)
    """
    units, _, fraction = number.partition(".")
    amount, rest = divmod(int(units + fraction) * unit, 10 ** len(fraction))
    return None if rest else amount
