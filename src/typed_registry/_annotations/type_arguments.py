"""Give arguments to a generic type that only the run knows."""

from __future__ import annotations

from typing import Protocol, cast


class _GenericType(Protocol):
    """A type that takes arguments."""

    def __getitem__(self, arguments: tuple[object, ...], /) -> object: ...


def with_arguments(generic: object, *arguments: object) -> object:
    """Return a generic type with these arguments.

    >>> with_arguments(dict, str, int)
    dict[str, int]
    """
    return cast("_GenericType", generic)[arguments]
