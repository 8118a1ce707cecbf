"""Plain data to a value of a plain type: scalars, literals, enums, sequences and mappings."""

from __future__ import annotations

import enum
import pathlib
from collections import abc
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeVar, get_args, get_origin

import attrs

from typed_registry.config.fault import Path, Problem, WrongType, WrongValue
from typed_registry.config.yaml import scalar
from typed_registry.hints import Unknown
from typed_registry.narrow import is_mapping, is_sequence
from typed_registry.signature import show
from typed_registry.spec import Spec
from typed_registry.subtype import is_union, plain

if TYPE_CHECKING:
    from typing import TypeAlias

    from typing_extensions import TypeIs


class Invalid(enum.Enum):
    """The type of `INVALID`."""

    INVALID = enum.auto()


INVALID: Final = Invalid.INVALID
"""The result of what can't be made; its faults are with the others."""

Make: TypeAlias = "Callable[[object, object, Path], object]"
"""Makes the value of a type from data at a path; `INVALID` when it can't."""

_NUMBERS: dict[object, tuple[type, ...]] = {int: (int,), float: (int, float), complex: (int, float)}
_NUMERIC: tuple[object, ...] = (bool, *_NUMBERS)
_ANYTHING: tuple[object, ...] = (object, Any, Unknown)
_PATHS: tuple[object, ...] = (pathlib.Path, pathlib.PurePath)
_SCALARS: tuple[object, ...] = (bool, int, float, str, type(None), *_PATHS)
_SEQUENCES: dict[object, Callable[[list[object]], object]] = {
    tuple: tuple,
    abc.Sequence: tuple,
    abc.Iterable: tuple,
    abc.Collection: tuple,
    list: list,
    abc.MutableSequence: list,
    set: set,
    frozenset: frozenset,
    abc.Set: frozenset,
}
_MAPPINGS: tuple[object, ...] = (dict, abc.Mapping, abc.MutableMapping)


class UnsuitableError(Exception):
    """The data stands for no value of the type; never leaves `config`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def convert(data: object, kind: object, path: Path, make: Make) -> object:
    """The value of this type that the data stands for; `make` makes what it holds.

    Raises UnsuitableError when there is none, and gives `INVALID` when `make` did for a part of it.
    """
    origin = get_origin(kind) or kind
    if kind in _ANYTHING or isinstance(kind, TypeVar):
        return data
    if origin is Literal:
        return _one_of(data, get_args(kind))
    if _is_enum(kind):
        return _member(data, kind)
    if origin in _SEQUENCES:
        return _sequence(data, kind, path, make)
    if origin in _MAPPINGS:
        return _mapping(data, kind, path, make)
    return _scalar(data, kind)


def writable(kind: object) -> bool:
    """Whether a file can hold a value of this type at all."""
    kind = plain(kind)
    origin = get_origin(kind) or kind
    if origin in (Literal, Spec, Annotated, *_SEQUENCES, *_MAPPINGS, *_ANYTHING) or is_union(kind):
        return True
    return isinstance(kind, type) and (kind in _SCALARS or attrs.has(kind) or _is_enum(kind))


def described(kind: object) -> str:
    """The type, as a message names what it expected."""
    if is_union(kind):
        return " | ".join(show(part) for part in get_args(kind) if writable(part))
    return show(kind) if writable(kind) else f"{show(kind)}, which no file can hold"


def _is_enum(kind: object) -> TypeIs[type[enum.Enum]]:
    return isinstance(kind, type) and issubclass(kind, enum.Enum)


def _scalar(data: object, kind: object) -> object:
    if kind in _PATHS and isinstance(data, str):
        return pathlib.Path(data)
    if not isinstance(kind, type) or type(data) not in _NUMBERS.get(kind, (kind,)):
        raise UnsuitableError(WrongType(described(kind), data))
    try:
        return kind(data) if kind in _NUMBERS else data
    except OverflowError:  # an integer beyond what a float can be
        raise UnsuitableError(WrongType(described(kind), data)) from None


def _one_of(data: object, valid: tuple[object, ...]) -> object:
    for value in valid:
        if value == data and type(value) is type(data):
            return value
    raise UnsuitableError(WrongValue(data, valid))


def _member(data: object, kind: type[enum.Enum]) -> object:
    for member in kind:
        value: object = member.value
        if value == data and type(value) is type(data):
            return member
    for member in kind:  # a value that is another member's name is that value all the same
        if member.name == data:
            return member
    raise UnsuitableError(WrongValue(data, tuple(member.value for member in kind)))


def _sequence(data: object, kind: object, path: Path, make: Make) -> object:
    if not is_sequence(data):
        raise UnsuitableError(WrongType(described(kind), data))
    kinds = _item_kinds(kind, len(data))
    if len(kinds) != len(data):
        raise UnsuitableError(WrongType(described(kind), list(data)))
    items = [make(item, kinds[index], (*path, index)) for index, item in enumerate(data)]
    if any(item is INVALID for item in items):
        return INVALID
    try:
        return _SEQUENCES[get_origin(kind) or kind](items)
    except TypeError:  # a set of what has no hash
        raise UnsuitableError(WrongType(described(kind), list(data))) from None


def _item_kinds(kind: object, count: int) -> tuple[object, ...]:
    arguments: tuple[object, ...] = get_args(kind)
    fixed = get_origin(kind) is tuple and arguments[1:] != (...,)
    if fixed and arguments:
        return arguments
    return (arguments[0] if arguments else object,) * count


def _mapping(data: object, kind: object, path: Path, make: Make) -> object:
    if not is_mapping(data):
        raise UnsuitableError(WrongType(described(kind), data))
    key_kind, item_kind = get_args(kind) or (object, object)
    made = {
        _key(key, key_kind, path, make): make(item, item_kind, (*path, str(key)))
        for key, item in data.items()
    }
    return INVALID if any(part is INVALID for pair in made.items() for part in pair) else made


def _key(key: object, kind: object, path: Path, make: Make) -> object:
    """A file's keys are words; where a number is wanted, the word is read as a plain scalar is."""
    read = scalar(key) if isinstance(key, str) and plain(kind) in _NUMERIC else key
    return make(read, kind, (*path, str(key)))
