"""Remove the names that wrap a type: aliases, `NewType`, and qualifiers such as `Annotated`."""

from __future__ import annotations

import sys
import types
import typing
from collections.abc import Collection
from typing import Annotated, ClassVar, Final, Union, cast, get_args, get_origin

from typing_extensions import ReadOnly, TypeAliasType

from typed_registry._annotations.namespace import Unknown, evaluate
from typed_registry._annotations.type_variables import bound_in, substitute

ALIASES = (
    TypeAliasType,
    getattr(typing, "TypeAliasType", TypeAliasType),
)  # the latter is of `type`
_MOST_NAMES = 100
_QUALIFIERS = (Annotated, Final, ClassVar, ReadOnly)


def plain(kind: object, *, keep: Collection[object] = ()) -> object:
    """Return the type behind aliases, `NewType`s and qualifiers such as `Final`; `Unknown` without one.

    Types in `keep` are returned as they are.

    >>> UserId = typing.NewType("UserId", int)
    >>> plain(Annotated[UserId, "unit"]), plain(UserId, keep=[UserId]) is UserId, plain(None)
    (<class 'int'>, True, <class 'NoneType'>)
    """
    for _ in range(_MOST_NAMES):
        if type(kind) is type or any(kind is kept for kept in keep):
            return kind
        inner = _inner(kind)
        if inner is kind:
            return kind
        kind = inner
    return Unknown  # the names lead to each other


def is_union(kind: object) -> bool:
    """Return whether the type is `A | B`, `Union` or `Optional`."""
    return get_origin(kind) in (Union, types.UnionType)


def _inner(kind: object) -> object:
    """Return the type without its outermost name; the type itself when it has none."""
    if kind is None:
        return type(None)
    if get_origin(kind) in _QUALIFIERS:
        return next(iter(get_args(kind)))
    if isinstance(get_origin(kind), ALIASES):  # asked first: Python 3.10 says that it is an alias itself
        return substitute(_value(get_origin(kind)), bound_in(get_origin(kind), get_args(kind)))
    if isinstance(kind, ALIASES):
        return _value(kind)
    behind: object = getattr(kind, "__supertype__", kind)
    return _in_module_of(kind, behind) if isinstance(behind, str) else behind


def _value(alias: object) -> object:
    """Return the right side of a `type` statement, which is evaluated only now and may fail.

    A call, such as `TypeAliasType("Json", "str | list[Json]")`, may have text in it.
    """
    try:
        value = cast("object", getattr(alias, "__value__", Unknown))
    except Exception:  # noqa: BLE001  # whatever evaluating it raises, it can't be known now
        return Unknown
    return _in_module_of(alias, value)


def _in_module_of(name: object, value: object) -> object:
    """Return a type whose texts are evaluated in the module that defines `name`."""
    module = sys.modules.get(str(getattr(name, "__module__", "")))
    return evaluate(value, vars(module) if module else {})
