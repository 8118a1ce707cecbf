"""Judge at run time whether one type is surely no subtype of another.

A type checker proves; this only refutes. What can't be judged is let through (names that can't be resolved,
type variables, parameters of callables), so that no component is refused for what isn't known of it.
"""

from __future__ import annotations

import collections.abc
import types
from collections.abc import AsyncGenerator, Coroutine, Generator
from enum import Enum
from typing import IO, Any, BinaryIO, Literal, NoReturn, TextIO, TypeVar, get_args, get_origin

from typing_extensions import Never, ParamSpec, is_typeddict

from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.type_guards import is_class, is_protocol
from typed_registry._annotations.type_variables import generic_bases
from typed_registry._annotations.unwrap import is_union, plain

_UNJUDGED: tuple[object, ...] = (Any, Unknown, Never, NoReturn)
_SILENT = (str, TypeVar, ParamSpec)  # a string here is a reference that couldn't be resolved
_PROMOTED: dict[object, tuple[type, ...]] = {  # what checkers let stand for another class
    float: (int,),
    complex: (int, float),
    bytes: (bytearray, memoryview),
}
_NOT_NOMINAL: tuple[object, ...] = (
    IO,
    TextIO,
    BinaryIO,
)  # their methods and subclasses are known to checkers alone
_COVARIANT: dict[object, tuple[int, ...]] = {Generator: (0, 2), Coroutine: (0, 2), AsyncGenerator: (0,)}
_EXPANDED = (bool, type(None), Enum)  # checkers know each value of these
_CALLABLE: object = collections.abc.Callable
_MOST_STEPS = 1000
_MOST_DEPTH = 50


def refuted(sub: object, sup: object) -> bool:
    """Whether a value of type `sub` surely isn't always a `sup`.

    >>> refuted(int, str), refuted(bool, float), refuted(list[int], list[str])
    (True, False, True)
    >>> refuted(bool | None, int), refuted(Unknown, int)
    (True, False)
    """
    return _Comparison().refuted(sub, sup, 0)


def is_unjudged(kind: object) -> bool:
    """Whether nothing can be said of a type: it is `Any`, can't be resolved, or stands for others."""
    return any(kind is unjudged for unjudged in _UNJUDGED) or isinstance(kind, _SILENT)


class _Comparison:
    """One comparison of two types. It gives up, and refutes nothing, when the types are too large."""

    def __init__(self) -> None:
        self._steps = _MOST_STEPS

    def refuted(self, sub: object, sup: object, depth: int) -> bool:
        self._steps -= 1
        if self._steps < 0 or depth > _MOST_DEPTH:
            return False  # such as an alias that is defined by itself
        sub, sup = plain(sub), plain(sup)
        if sub is sup or sup is object or is_unjudged(sub) or is_unjudged(sup):
            return False
        if is_union(sub):
            return any(self.refuted(part, sup, depth + 1) for part in get_args(sub))
        if is_union(sup) and not _is_expanded(sub):
            return all(self.refuted(sub, part, depth + 1) for part in get_args(sup))
        if is_union(sup) or get_origin(sub) is Literal or get_origin(sup) is Literal:
            return self._literal_refuted(sub, sup, depth)
        return self._class_refuted(sub, sup, depth)

    def _literal_refuted(self, sub: object, sup: object, depth: int) -> bool:
        parts = get_args(sup) if is_union(sup) else (sup,)
        accepted = [value for part in parts if get_origin(part) is Literal for value in get_args(part)]
        if get_origin(sub) is Literal:
            others = [part for part in parts if get_origin(part) is not Literal]
            values: tuple[object, ...] = get_args(sub)
            left = [value for value in values if not _is_among(value, accepted)]
            return any(all(self.refuted(type(v), part, depth + 1) for part in others) for v in left)
        if is_class(sub) and _is_expanded(sub) and any(isinstance(v, sub) for v in accepted):
            return False
        return is_class(sub) and all(
            get_origin(part) is Literal or self.refuted(sub, part, depth + 1) for part in parts
        )

    def _class_refuted(self, sub: object, sup: object, depth: int) -> bool:
        sub_class, sup_class = _class(sub), get_origin(sup) or sup
        if not is_class(sub_class) or not is_class(sup_class):
            return False
        if sub_class in _NOT_NOMINAL or sup_class in _NOT_NOMINAL or is_typeddict(sup_class):
            return False
        if _CALLABLE is sup_class:
            return not (_defines(sub_class, "__call__") or issubclass(sub_class, type))
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
    """The class of a type's values; for `type[C]`, that is the class of `C`."""
    if get_origin(kind) is type:
        (inner,) = get_args(kind)
        return type(inner) if is_class(inner) else type
    return get_origin(kind) or kind


def _arguments_above(sub: object, sup: object) -> tuple[object, ...]:
    """The type arguments that `sub` gives to the class of `sup`; none if its bases don't state them."""
    if get_origin(sub) is get_origin(sup):
        return get_args(sub)
    kind = get_origin(sub) or sub
    every = generic_bases(kind, get_args(sub)) if is_class(kind) else ()
    return next((given for base, given in every if base is get_origin(sup)), ())


def _is_expanded(kind: object) -> bool:
    return is_class(kind) and issubclass(kind, _EXPANDED)


def _is_among(value: object, accepted: list[object]) -> bool:
    return any(type(value) is type(each) and value == each for each in accepted)


def _is_subclass(sub: type, sups: tuple[type, ...]) -> bool:
    try:
        return issubclass(sub, sups)
    except TypeError:
        return True  # a class that refuses to be asked


def _defines(kind: type, name: str) -> bool:
    return any(name in vars(base) for base in kind.__mro__)


def _protocol_refuted(sub: type, sup: type) -> bool:
    from typed_registry._conformance.protocol import lacks_method

    if any(base is known for base in sub.__mro__ for known in (sup, type, types.ModuleType)):
        return False  # of classes and modules, it would have to be known which one it is
    return lacks_method(sub, sup)


def _grows_with_argument(origin: object, index: int) -> bool:
    """Whether a wider argument in this position makes the generic type no narrower."""
    if origin in _COVARIANT:
        return index in _COVARIANT[origin]
    parameters: tuple[object, ...] = getattr(origin, "__parameters__", ())
    parameter = parameters[index] if index < len(parameters) else None
    is_contravariant = getattr(parameter, "__contravariant__", False)
    return not (is_contravariant or getattr(parameter, "__infer_variance__", False))
