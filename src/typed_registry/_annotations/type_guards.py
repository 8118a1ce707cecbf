"""Narrow an `object` for checkers, with the types of its parts, which `isinstance` alone leaves unknown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from typing_extensions import TypeIs

    from typed_registry._typing_forms import Component

_PROTOCOL_META = type(Protocol)
"""The metaclass of Protocols; that of `typing_extensions.Protocol` derives from it."""


def is_mapping(value: object) -> TypeIs[Mapping[object, object]]:
    """Return whether this is a mapping of any kind."""
    return isinstance(value, Mapping)


def is_table(value: object) -> TypeIs[dict[str, object]]:
    """Return whether this is a dictionary whose keys are all strings, as a config file's are."""
    return is_mapping(value) and isinstance(value, dict) and all(isinstance(key, str) for key in value)


def is_sequence(value: object) -> TypeIs[list[object] | tuple[object, ...]]:
    """Return whether this is a list or a tuple; a string is neither."""
    return isinstance(value, (list, tuple))


def is_set(value: object) -> TypeIs[set[object] | frozenset[object]]:
    """Return whether this is a set, mutable or not."""
    return isinstance(value, (set, frozenset))


def is_class(value: object) -> TypeIs[type[object]]:
    """Return whether this is a class; Python 3.10 says of `list[int]` that it is an instance of `type`."""
    return issubclass(type(value), type)


def is_protocol(kind: type) -> bool:
    """Return whether a class is a Protocol, rather than a class that implements one."""
    return isinstance(kind, _PROTOCOL_META) and bool(getattr(kind, "_is_protocol", False))


class Factory(Protocol):
    """A default made by `attrs.Factory`."""

    takes_self: bool
    factory: Component[object]


def is_factory(default: object) -> TypeIs[Factory]:
    """Return whether this is a default that attrs makes anew for each instance."""
    from attrs import Factory as Made

    return isinstance(default, cast("type", Made))  # a class, though typed as a function
