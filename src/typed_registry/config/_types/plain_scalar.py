"""Numbers and texts of derived and foreign classes, as Python's own."""

from __future__ import annotations

import sys
from numbers import Integral, Real

from typed_registry._annotations.type_guards import is_class

PLAIN: frozenset[type] = frozenset({bool, int, float, str, type(None)})


def plain_scalar(value: object) -> object:
    """Return a scalar as an instance of Python's own class; any other value as it is.

    Members of `StrEnum` and `IntEnum` are scalars, and so are numbers of numpy and others that are registered
    with `numbers`.

    >>> from enum import IntEnum
    >>> from fractions import Fraction
    >>> Level = IntEnum("Level", ["LOW", "HIGH"])
    >>> plain_scalar(Level.HIGH), plain_scalar(Fraction(1, 4)), plain_scalar([1])
    (2, 0.25, [1])
    """
    if type(value) in PLAIN:
        return value
    if isinstance(value, str):
        return str.__str__(value)  # an enumeration's own `__str__` returns something else
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value)
    return bool(value) if is_numpy_bool(value) else value


def is_scalar(value: object) -> bool:
    """Return whether a value is a number, a truth value, a text or None, of whatever class."""
    return type(value) in PLAIN or isinstance(value, (str, Real)) or is_numpy_bool(value)


def is_numpy_bool(value: object) -> bool:
    """Return whether this is a truth value of numpy, which is neither a number nor a `bool`."""
    kind: object = getattr(sys.modules.get("numpy"), "bool_", None)
    return is_class(kind) and isinstance(value, kind)
