"""A type that can't be resolved at run time."""

from __future__ import annotations

from typing import get_args

from attrs import frozen

from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.type_guards import is_sequence


@frozen
class UnresolvedType:
    """The type of a field or parameter whose annotation can't be resolved at run time."""

    text: str
    """The annotation as it is written."""

    @property
    def __forward_arg__(self) -> str:
        return self.text


def is_unresolved(kind: object) -> bool:
    """Return whether some name in a type is not resolved.

    >>> is_unresolved(list[Unknown]), is_unresolved(list[int])
    (True, False)
    """
    parts = kind if is_sequence(kind) else get_args(kind)
    return kind is Unknown or any(map(is_unresolved, parts))
