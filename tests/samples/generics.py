"""Generic components, whose parameters have types that a class below or an alias gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import attrs

T = TypeVar("T")
K = TypeVar("K")


class Range(Generic[T]):
    """Takes values of a type that is left open."""

    def __init__(self, low: T, others: Sequence[T] = ()) -> None:
        self.values = (low, *others)


class IntRange(Range[int]):
    """Takes whole numbers."""


class NamedRange(Range[str]):
    """Passes on its keywords."""

    def __init__(self, **kwargs: Any) -> None:  # type: ignore[explicit-any]  # noqa: ANN401  # as others write it
        super().__init__(**kwargs)


class Pair(Range[T], Generic[K, T]):
    """Has the type of the class above in another place."""


@attrs.define
class Cell(Generic[T]):
    """Is built by attrs."""

    value: T


@attrs.define
class IntCell(Cell[int]):
    """Inherits an attribute, for which attrs writes another constructor."""

    more: int = 0


class Text(Cell[str]):
    """Inherits the constructor that attrs has written."""
