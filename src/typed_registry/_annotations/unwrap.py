"""What a type is called, taken off: aliases, `NewType`, `Annotated`."""

from __future__ import annotations

import typing
from typing import Annotated, ClassVar, Final, cast, get_args, get_origin

from typing_extensions import TypeAliasType

from typed_registry.config._types.sizes import Size

_ALIASES = (
    TypeAliasType,
    getattr(typing, "TypeAliasType", TypeAliasType),
)  # the statement makes typing's own
_QUALIFIERS = (Annotated, Final, ClassVar)


def bare(kind: object) -> object:
    """The type that a value is read as. `Size` is read as no other integer is, so it stays.

    >>> bare(Annotated[int, "unit"]), bare(Size) is Size
    (<class 'int'>, True)
    """
    inner = _inner(kind)
    while inner is not kind:
        kind, inner = inner, _inner(inner)
    return kind


def _inner(kind: object) -> object:
    """The type without its outermost name; itself when it has none."""
    if kind is None:
        return type(None)
    if type(kind) is type or kind is Size:
        return kind
    if get_origin(kind) in _QUALIFIERS:
        return next(iter(get_args(kind)))
    if isinstance(get_origin(kind), _ALIASES):  # asked first, as Python 3.10 takes it for an alias too
        return _filled(get_origin(kind), get_args(kind))
    if isinstance(kind, _ALIASES):
        return getattr(kind, "__value__", kind)
    return getattr(kind, "__supertype__", kind)


def _filled(alias: object, arguments: tuple[object, ...]) -> object:
    """What an alias with parameters stands for, with these in their place."""
    parameters = cast("tuple[object, ...]", getattr(alias, "__type_params__", ()))
    value = cast("_Open", getattr(alias, "__value__", None))
    given = dict(zip(parameters, arguments, strict=False))
    inside = getattr(value, "__parameters__", ())
    return value[tuple(given[each] for each in inside)] if inside else value


class _Open(typing.Protocol):
    """A type that is open for arguments."""

    def __getitem__(self, arguments: tuple[object, ...]) -> object: ...
