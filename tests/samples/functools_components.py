"""Functions that functools has wrapped."""

from __future__ import annotations

import functools


@functools.lru_cache
def cached(size: int, depth: int = 1) -> int:
    """Remembers what it has returned."""
    return size * depth


@functools.singledispatch
def generic(value: int, depth: int = 1) -> object:
    """Is another function for each class of its first argument."""
    return value, depth


@generic.register
def _(value: bool, depth: int = 1) -> object:  # noqa: FBT001  # as the first one
    return value, depth
