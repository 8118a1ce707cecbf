"""Marks that `typing` leaves on classes, and decorators on functions. Reading them imports nothing slow."""

from __future__ import annotations

from types import FunctionType
from typing import Protocol

_PROTOCOL_META = type(Protocol)
"""The metaclass of Protocols; that of `typing_extensions.Protocol` derives from it."""


def is_protocol(kind: type) -> bool:
    """Whether a class is a Protocol, rather than a class that implements one."""
    return isinstance(kind, _PROTOCOL_META) and bool(getattr(kind, "_is_protocol", False))


def is_marked(function: FunctionType) -> bool:
    """Whether a decorator says that the function stands for another one."""
    wrapped: object = getattr(function, "__wrapped__", None)
    return wrapped is not None or getattr(function, "__signature__", None) is not None
