"""Type variables: what stands for them in a class, and what a value of one may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, Protocol, TypeVar, Union, cast, get_args, get_origin

from typed_registry._annotations.namespace import Namespace, evaluate
from typed_registry._annotations.unwrap import Subscriptable

_FORMS: tuple[object, ...] = (Generic, Protocol)


def bindings(config: type, arguments: tuple[object, ...] = ()) -> dict[type, dict[object, object]]:
    """Return what stands for the type parameters of a class, and of each class that it derives from.

    >>> T = TypeVar("T")
    >>> class Range(Generic[T]): ...
    >>> class IntRange(Range[int]): ...
    >>> bindings(IntRange)[Range]
    {~T: <class 'int'>}
    """
    table: dict[type, dict[object, object]] = {}
    _bind(config, arguments, table)
    return table


def _bind(config: type, arguments: tuple[object, ...], table: dict[type, dict[object, object]]) -> None:
    parameters: tuple[object, ...] = getattr(config, "__parameters__", ())
    table[config] = dict(zip(parameters, arguments, strict=False))
    for base in vars(config).get("__orig_bases__", config.__bases__):
        origin = get_origin(base) or base
        if isinstance(origin, type) and origin not in _FORMS:
            _bind(origin, tuple(substitute(part, table[config]) for part in get_args(base)), table)


def substitute(kind: object, bound: Mapping[object, object]) -> object:
    """Return the type with other types in the place of type variables.

    >>> T = TypeVar("T")
    >>> substitute(list[T], {T: int})
    list[int]
    """
    if isinstance(kind, TypeVar):
        return bound.get(kind, kind)
    parameters: tuple[object, ...] = getattr(kind, "__parameters__", ())
    is_class = isinstance(kind, type) and get_origin(kind) is None  # in 3.10, `list[T]` is one as well
    if is_class or not any(parameter in bound for parameter in parameters):
        return kind
    return cast("Subscriptable", kind)[tuple(bound.get(parameter, parameter) for parameter in parameters)]


def extent(variable: TypeVar) -> object:
    """Return the type of the values that a type variable may stand for where nothing else is known.

    >>> extent(TypeVar("N", int, float)), extent(TypeVar("T"))
    (typing.Union[int, float], <class 'object'>)
    """
    if variable.__constraints__:
        return Union[variable.__constraints__]  # noqa: UP007  # the alternatives aren't known here
    if variable.__bound__ is None:
        return object
    return evaluate(variable.__bound__, Namespace(variable.__module__))
