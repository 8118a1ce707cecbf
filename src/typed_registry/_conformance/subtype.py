"""Find out at run time if one type is surely not a subtype of another.

Types that can't be judged are never refuted: names that can't be resolved, type variables, and the parameters
of callables. So no component is refused because something isn't known.
"""

from __future__ import annotations

import types
from collections.abc import AsyncGenerator, Coroutine, Generator
from enum import Enum
from typing import IO, Any, BinaryIO, Literal, TextIO, get_args, get_origin

from typed_registry._annotations.generic_class import without_arguments
from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.type_guards import is_class, is_protocol
from typed_registry._annotations.type_variables import generic_bases
from typed_registry._annotations.unwrap import is_union, plain

_UNJUDGED: tuple[object, ...] = (Any, Unknown)
_PROMOTED: dict[object, tuple[type, ...]] = {  # classes that checkers accept in the place of another
    float: (int,),
    complex: (int, float),
    bytes: (bytearray, memoryview),
}
_NOT_NOMINAL: tuple[object, ...] = (IO, TextIO, BinaryIO)  # checkers alone know their subclasses
_COVARIANT: dict[object, tuple[int, ...]] = {Generator: (0, 2), Coroutine: (0, 2), AsyncGenerator: (0,)}
_EXPANDED = (bool, type(None), Enum)  # checkers know each value of these classes
_MOST_STEPS = 1000
_MOST_DEPTH = 50


def refuted(sub: object, sup: object) -> bool:
    """Return whether a value of type `sub` surely isn't always a `sup`.

    >>> refuted(int, str), refuted(bool, float), refuted(list[int], list[str])
    (True, False, True)
    >>> refuted(bool | None, int), refuted(Unknown, int)
    (True, False)
    """
    return _Comparison().refuted(sub, sup, 0)


def is_unjudged(kind: object) -> bool:
    """Return whether nothing can be said of a type: it is `Any` or unresolved."""
    return any(kind is unjudged for unjudged in _UNJUDGED)


class _Comparison:
    """A comparison of two types, which gives up and refutes nothing if they are too large."""

    def __init__(self) -> None:
        self._steps = _MOST_STEPS

    def refuted(self, sub: object, sup: object, depth: int) -> bool:
        self._steps -= 1
        is_too_large = self._steps < 0 or depth > _MOST_DEPTH  # an alias may be defined by itself
        sub, sup = plain(sub), plain(sup)
        if is_too_large or sub is sup or is_unjudged(sub) or is_unjudged(sup):
            return False
        if is_union(sub):
            return any(self.refuted(part, sup, depth + 1) for part in get_args(sub))
        if get_origin(sub) is Literal:
            return any(self._value_refuted(value, sup, depth) for value in get_args(sub))
        if is_union(sup):
            return all(self.refuted(sub, part, depth + 1) for part in get_args(sup))
        if get_origin(sup) is Literal:
            return is_class(_class(sub)) and not any(_may_be(value, sub) for value in get_args(sup))
        return self._class_refuted(sub, sup, depth)

    def _value_refuted(self, value: object, sup: object, depth: int) -> bool:
        parts = get_args(sup) if is_union(sup) else (sup,)
        literals = [part for part in parts if get_origin(part) is Literal]
        if any(type(value) is type(each) and value == each for part in literals for each in get_args(part)):
            return False
        return all(part in literals or self.refuted(type(value), part, depth + 1) for part in parts)

    def _class_refuted(self, sub: object, sup: object, depth: int) -> bool:
        sub_class, sup_class = _class(sub), without_arguments(sup)
        if not is_class(sub_class) or not is_class(sup_class):
            return False
        if sub_class in _NOT_NOMINAL or sup_class in _NOT_NOMINAL:
            return False
        if is_protocol(sup_class):
            return _protocol_refuted(sub_class, sup_class)
        if not _is_subclass(sub_class, (sup_class, *_PROMOTED.get(sup_class, ()))):
            return True
        return self._arguments_refuted(sub, sup, depth)

    def _arguments_refuted(self, sub: object, sup: object, depth: int) -> bool:
        given = _arguments_above(sub, sup)
        if len(given) != len(get_args(sup)):
            return False
        pairs = enumerate(zip(given, get_args(sup), strict=True))
        origin: object = get_origin(sup)
        return any(
            self.refuted(inner, outer, depth + 1)
            for index, (inner, outer) in pairs
            if _grows_with_argument(origin, index)
        )


def _class(kind: object) -> object:
    """Return the class of a type's values; for `type[C]`, that is the class of `C`."""
    if get_origin(kind) is type:
        (inner,) = get_args(kind)
        return type(inner) if is_class(inner) else type
    return without_arguments(kind)


def _arguments_above(sub: object, sup: object) -> tuple[object, ...]:
    """Return the type arguments that `sub` gives to the class of `sup`; none if no base states them."""
    kind = without_arguments(sub)
    every = generic_bases(kind, get_args(sub)) if is_class(kind) else ()  # it is, after `_class_refuted`
    return next((given for base, given in every if base is get_origin(sup)), ())


def _may_be(value: object, kind: object) -> bool:
    """Return whether the value may be the only one of a class: checkers know each value of some classes."""
    return is_class(kind) and issubclass(kind, _EXPANDED) and isinstance(value, kind)


def _is_subclass(sub: type, sups: tuple[type, ...]) -> bool:
    try:
        return issubclass(sub, sups)
    except TypeError:
        return True  # the class can't be asked, such as a TypedDict


def _protocol_refuted(sub: type, sup: type) -> bool:
    from typed_registry._conformance.protocol import lacks_method

    if any(base in {type, types.ModuleType} for base in sub.__mro__):
        return False  # which class or module it is isn't known
    return lacks_method(sub, sup)


def _grows_with_argument(origin: object, index: int) -> bool:
    """Return whether the argument in this position must be of a subtype; not if it is contravariant."""
    if origin in _COVARIANT:
        return index in _COVARIANT[origin]
    parameters: tuple[object, ...] = getattr(origin, "__parameters__", ())
    parameter = parameters[index] if index < len(parameters) else None
    is_contravariant = getattr(parameter, "__contravariant__", False)
    return not (is_contravariant or getattr(parameter, "__infer_variance__", False))
