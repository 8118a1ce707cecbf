"""Find the class of a type with arguments."""

from __future__ import annotations

from typing import get_origin


def without_arguments(kind: object) -> object:
    """Return the class of a type with arguments, and anything else as it is.

    The class is never asked for its truth value, which its metaclass may refuse.

    >>> without_arguments(list[int]), without_arguments(int)
    (<class 'list'>, <class 'int'>)
    """
    origin: object = get_origin(kind)
    return kind if origin is None else origin
