"""Whether one type is surely no subtype of another, judged at run time.

A checker proves; this only refutes. Whatever can't be judged (unresolved names, type variables, callables'
parameters) is let through, so a component is never refused for what can't be known of it.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from enum import Enum
from typing import Annotated, Any, ClassVar, Final, Literal, NoReturn, TypeVar, Union, get_args, get_origin

from typing_extensions import Never, ParamSpec, TypeAliasType, is_protocol

from typed_registry._annotations.namespace import Unknown

_UNJUDGED: tuple[object, ...] = (Any, Unknown, Never, NoReturn)
_OPEN: tuple[object, ...] = (Callable,)
_WIDER = {float: (int,), complex: (int, float)}  # PEP 484's numeric tower
_SILENT = (str, TypeVar, ParamSpec)  # a string here is a reference that couldn't be resolved
_ALIASES = (
    TypeAliasType,
    getattr(typing, "TypeAliasType", TypeAliasType),
)  # the statement makes typing's own


def refuted(sub: object, sup: object) -> bool:
    """True when a value of type `sub` surely isn't always a `sup`.

    >>> refuted(int, str), refuted(int, float), refuted(list[int], list[str])
    (True, False, True)
    >>> refuted(bool | None, int), refuted(Unknown, int)
    (True, False)
    """
    sub, sup = plain(sub), plain(sup)
    if sub == sup or _unjudged(sub) or _unjudged(sup) or sup is object:
        return False
    if is_union(sub):
        return any(refuted(part, sup) for part in get_args(sub))
    if is_union(sup):
        return all(refuted(sub, part) for part in get_args(sup))
    if get_origin(sub) is Literal or get_origin(sup) is Literal:
        return _literal_refuted(sub, sup)
    return _class_refuted(sub, sup)


def plain(kind: object) -> object:
    """The type without what says nothing of its values: `Annotated`, `Final`, aliases, `NewType`.

    >>> plain(Annotated[int, "unit"])
    <class 'int'>
    """
    if get_origin(kind) in (Annotated, Final, ClassVar):
        return plain(get_args(kind)[0])
    if isinstance(kind, _ALIASES):
        return plain(getattr(kind, "__value__", Unknown))
    if hasattr(kind, "__supertype__"):
        return plain(getattr(kind, "__supertype__", Unknown))
    return type(None) if kind is None else kind


def is_union(kind: object) -> bool:
    """Whether this is `A | B`, `Union` or `Optional`."""
    return get_origin(kind) in (Union, types.UnionType)


def _unjudged(kind: object) -> bool:
    return kind in _UNJUDGED or isinstance(kind, _SILENT)


def _literal_refuted(sub: object, sup: object) -> bool:
    if get_origin(sub) is Literal:
        accepted = get_args(sup) if get_origin(sup) is Literal else None
        values: tuple[object, ...] = get_args(sub)
        return any(refuted(type(v), sup) if accepted is None else v not in accepted for v in values)
    return not (isinstance(sub, type) and issubclass(sub, Enum))


def _class_refuted(sub: object, sup: object) -> bool:
    sub_class, sup_class = get_origin(sub) or sub, get_origin(sup) or sup
    if not isinstance(sub_class, type) or not isinstance(sup_class, type):
        return False
    if sub_class in _WIDER.get(sup_class, ()) or sup_class in _OPEN:
        return False
    if is_protocol(sup_class):
        return _protocol_refuted(sub_class, sup_class)
    if not issubclass(sub_class, sup_class):
        return True
    return sub_class is sup_class and _arguments_refuted(get_args(sub), get_args(sup))


def _protocol_refuted(sub: type, sup: type) -> bool:
    from typed_registry._conformance.members import missing_methods

    return sup not in sub.__mro__ and bool(missing_methods(sub, sup))


def _arguments_refuted(sub: tuple[object, ...], sup: tuple[object, ...]) -> bool:
    return len(sub) == len(sup) and any(refuted(a, b) for a, b in zip(sub, sup, strict=True))
