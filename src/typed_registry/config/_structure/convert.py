"""Plain data to a value of a plain type: scalars, words, literals, enums, sequences and mappings.

Nothing is converted that could hide a mistake: a word is no number, a number no truth value, and an integer
becomes a float only when it stays the same number. `docs/types.md` shows what each type takes.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal, TypeVar, get_args, get_origin

from typed_registry._annotations.type_guards import is_mapping, is_sequence, is_set
from typed_registry.config._document.faults import Path, Problem, Refused, WrongType, WrongValue
from typed_registry.config._formats.yaml.scalars import finite_scalar
from typed_registry.config._sources.environment import is_unset, settled
from typed_registry.config._types.bare import bare
from typed_registry.config._types.supported_types import (
    ANYTHING,
    MAPPINGS,
    SEQUENCES,
    described,
    is_enum,
    writable,
)
from typed_registry.config._types.text_codecs import WORDS, Word

if TYPE_CHECKING:
    from typing import TypeAlias

__all__ = [
    "INVALID",
    "Invalid",
    "Make",
    "UnsuitableError",
    "bare",
    "convert",
    "described",
    "label",
    "ranked",
    "writable",
]


class Invalid(enum.Enum):
    """The type of `INVALID`."""

    INVALID = enum.auto()


INVALID: Final = Invalid.INVALID
"""The result of what can't be made; its faults are with the others."""

Make: TypeAlias = "Callable[[object, object, Path], object]"
"""Makes the value of a type from data at a path; `INVALID` when it can't."""

_NUMBERS: tuple[object, ...] = (bool, int, float)


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
    if kind in ANYTHING or isinstance(kind, TypeVar):
        return INVALID if is_unset(data) else settled(data, finite_scalar)
    if origin is Literal:
        return _one_of(data, get_args(kind))
    if is_enum(kind):
        return _member(data, kind)
    if origin in SEQUENCES:
        return _sequence(data, kind, path, make)
    if origin in MAPPINGS:
        return _mapping(data, kind, path, make)
    return _worded(data, kind, WORDS[kind]) if kind in WORDS else _scalar(data, kind)


def ranked(kind: object, data: object) -> list[object]:
    """The alternatives of a union that a file can hold, in the order in which they are tried.

    First those that list their values, then the one whose values are just what the data is, and then the
    others as they are written.
    """

    def rank(part: object) -> int:
        part = bare(part)
        if get_origin(part) is Literal or is_enum(part):
            return 0
        return 1 if part is type(data) else 2

    return sorted(filter(writable, get_args(kind)), key=rank)


def label(member: enum.Enum) -> str | int | float:
    """How a file names a member of an enumeration: by its value, or else by its name."""
    held: object = member.value
    return held if isinstance(held, (str, int, float)) else member.name


def _scalar(data: object, kind: object) -> object:
    if kind is float and type(data) is int and _is_exact(data):
        return float(data)
    if type(data) is kind and kind in (*_NUMBERS, str, type(None)):
        return data
    raise UnsuitableError(WrongType(described(kind), data))


def _is_exact(number: int) -> bool:
    """Whether a float is the same number."""
    try:
        return float(number) == number
    except OverflowError:
        return False


def _worded(data: object, kind: object, word: Word) -> object:
    if type(data) is word.native:
        return data
    value = word.read(data) if isinstance(data, str) else None
    if value is None:
        raise UnsuitableError(WrongType(described(kind), data))
    return value


def _one_of(data: object, valid: tuple[object, ...]) -> object:
    for value in valid:
        if data is value or _stands_for(data, value) or (isinstance(value, enum.Enum) and value.name == data):
            return value
    raise UnsuitableError(WrongValue(data, tuple(map(_written, valid))))


def _member(data: object, kind: type[enum.Enum]) -> object:
    if isinstance(data, kind):
        return data
    for member in kind:
        if _stands_for(data, member):
            return member
    if isinstance(data, str) and data in kind.__members__:
        return kind[data]  # a value that is another member's name is that value all the same
    raise UnsuitableError(WrongValue(data, tuple(map(_written, kind))))


def _stands_for(data: object, value: object) -> bool:
    written = _written(value)
    return written == data and type(written) is type(data)


def _written(value: object) -> object:
    return label(value) if isinstance(value, enum.Enum) else value


def _sequence(data: object, kind: object, path: Path, make: Make) -> object:
    if is_set(data) and SEQUENCES[get_origin(kind) or kind] in (set, frozenset):
        data = sorted(data, key=repr)
    if not is_sequence(data):
        raise UnsuitableError(WrongType(described(kind), data))
    kinds = _item_kinds(kind, len(data))
    if len(kinds) != len(data):
        raise UnsuitableError(WrongType(described(kind), list(data)))
    items = [make(item, kinds[index], (*path, index)) for index, item in enumerate(data)]
    if any(item is INVALID for item in items):
        return INVALID
    try:
        return SEQUENCES[get_origin(kind) or kind](items)
    except TypeError:  # a set of what has no hash
        raise UnsuitableError(WrongType(described(kind), list(data))) from None


def _item_kinds(kind: object, count: int) -> tuple[object, ...]:
    arguments: tuple[object, ...] = get_args(kind)
    if get_origin(kind) is tuple and arguments[1:] != (...,):
        return () if arguments == ((),) else arguments  # as Python 3.10 has it for an empty `Tuple`
    return (arguments[0] if arguments else object,) * count


def _mapping(data: object, kind: object, path: Path, make: Make) -> object:
    if not is_mapping(data):
        raise UnsuitableError(WrongType(described(kind), data))
    key_kind, item_kind = get_args(kind) or (object, object)
    keys = {key: make(_key(key, bare(key_kind)), key_kind, (*path, str(key))) for key in data}
    made = {keys[key]: make(item, item_kind, (*path, str(key))) for key, item in data.items()}
    if any(part is INVALID for pair in made.items() for part in pair):
        return INVALID
    if len(made) < len(data):
        raise UnsuitableError(Refused(data, _alike(keys)))
    return MAPPINGS[get_origin(kind) or kind](made)


def _alike(keys: dict[object, object]) -> str:
    """Names two keys that are written apart, and stand for the same."""
    first: dict[object, object] = {}
    for written, key in keys.items():
        if first.setdefault(key, written) != written:
            return f"the keys {first[key]!r} and {written!r} are both {key!r}"
    return ""


def _key(key: object, kind: object) -> object:
    """A file's keys are words; one is read as a plain scalar is, where that is what the type wants."""
    if not isinstance(key, str):
        return key
    read = finite_scalar(key)
    values = get_args(kind) if get_origin(kind) is Literal else kind if is_enum(kind) else ()
    wanted = kind in _NUMBERS or any(_stands_for(read, value) for value in values)
    native = kind in WORDS and type(read) is WORDS[kind].native  # as a size that is a number
    return read if wanted or native else key
