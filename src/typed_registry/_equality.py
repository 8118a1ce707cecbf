"""Equality of any two values, also of those that refuse to be compared."""

from __future__ import annotations


def equal(one: object, other: object) -> bool:
    """Return whether two values are equal. Values that refuse to compare, such as tensors, are not.

    >>> equal(1, 1.0), equal(float("nan"), float("nan"))
    (True, True)
    """
    try:
        return one is other or bool(one == other) or (one != one and other != other)  # noqa: PLR0124  # as NaN does
    except Exception:  # noqa: BLE001  # a comparison may raise anything
        return False


class ByValue:
    """The key by which attrs compares the values of a field: equal where the values are."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByValue) and equal(self.value, other.value)

    def __hash__(self) -> int:
        return 0 if self.value != self.value else hash(self.value)  # each NaN has its own hash
