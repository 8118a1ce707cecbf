"""Generate config classes of any shape, each with data that it accepts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from enum import Enum, IntEnum
from functools import partial
from itertools import count
from pathlib import Path
from types import GenericAlias, new_class
from typing import Annotated, Generic, Literal, Protocol, TypeAlias, TypeVar, Union, cast

import attrs
from attrs import frozen, validators
from hypothesis import strategies as st

from tests.class_libraries.made import WAYS, model, named_tuple, typed_dict
from typed_registry import Registry, Spec
from typed_registry._annotations.type_guards import is_table
from typed_registry._schema.section import choosing_field
from typed_registry.config import Size
from typed_registry.config._document.deprecated_fields import renamed
from typed_registry.config._types.fields import fields
from typed_registry.config._types.find_rule import rule_of
from typed_registry.config._types.rule import INVALID, Reading

from .judge import Holder

T = TypeVar("T")


class Color(Enum):
    """An enumeration of words, one of which has two names."""

    RED = "red"
    BLUE = "blue"
    AZURE = "blue"  # noqa: PIE796  # another name for the same, as enumerations have it


class Level(IntEnum):
    """An enumeration of numbers."""

    LOW = 1
    HIGH = 2


class Made:
    """The kind of the components."""


Check: TypeAlias = Callable[[object, object, object], object]
Data: TypeAlias = "st.SearchStrategy[object]"


@frozen
class Kind:
    """A type, with data of its values, and the validators that a field of it may have."""

    type: object
    data: Data
    validators: tuple[object, ...] = ()


WORDS = st.sampled_from(["", "a", "red", "RED", "name", "x1", "1", "true", "2026-11-23", "1h", "2kB"])
INTEGERS = st.integers(-3, 12)
FLOATS = st.sampled_from([0.5, -1.5, 2.25])
KEYS = st.sampled_from(["a", "b", "name", "f0", "f1", "old0", "seed"])
JSON: Data = st.recursive(
    st.none() | st.booleans() | INTEGERS | FLOATS | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=4,
)
"""Data of any type."""

BOUNDS: tuple[object, ...] = (validators.ge(0), validators.and_(validators.gt(-1), validators.lt(10)))
LENGTHS: tuple[object, ...] = (validators.min_len(1), validators.max_len(2))
SCALARS = (
    Kind(bool, st.booleans()),
    Kind(int, INTEGERS, (*BOUNDS, validators.in_([1, 2, 3]))),
    Kind(float, FLOATS | INTEGERS, BOUNDS),
    Kind(str, WORDS, (*LENGTHS, validators.in_(["a", "red"]), validators.matches_re("[a-z]*"))),
    Kind(Path, WORDS),
    Kind(date, st.dates().map(date.isoformat)),
    Kind(datetime, st.datetimes().map(datetime.isoformat)),
    Kind(time, st.times().map(time.isoformat)),
    Kind(timedelta, st.sampled_from(["1h30m", "-2d", "PT3S", "1.5h"])),
    Kind(Size, st.sampled_from([3, "2kB", "1.5 MiB"]), BOUNDS),
    Kind(Color, st.sampled_from(["red", "blue", "RED", "AZURE"]), (validators.in_([Color.RED]),)),
    Kind(Level, st.sampled_from([1, 2, "LOW"]), (validators.in_([Level.LOW]),)),
    Kind(Literal["a", 1, True, Color.RED], st.sampled_from(["a", 1, True, "red", "RED"])),
)
WRITTEN: dict[object, Data] = {
    bool: st.sampled_from(["true", "False"]),
    int: st.sampled_from(["1", "-2", "0x3"]),
    float: st.sampled_from(["0.5", "3", "1e3", ".inf"]),
    Size: st.sampled_from(["3", "2kB"]),
    Level: st.sampled_from(["1", "HIGH"]),
    Literal["a", 1, True, Color.RED]: st.sampled_from(["a", "1", "true", "red"]),
}
"""How a mapping's keys of a type are written, if not as its values are."""
ANYTHING, NULL = Kind(object, JSON), Kind(None, st.none())

RARELY: st.SearchStrategy[bool] = st.integers(0, 4).map(lambda number: number == 0)
MISMATCHED = st.sampled_from([None, "auto", -1, 2.5, True])
"""Defaults that need not be of their field's type."""
NUMBERS = count()
"""Numbers for the names of classes and registries, which must differ."""


def alias(origin: object, *arguments: object) -> object:
    """Return the generic type with these arguments."""
    return GenericAlias(cast("type", origin), arguments)


def within(inner: st.SearchStrategy[Kind]) -> st.SearchStrategy[Kind]:
    """Generate types that are composed of others."""
    scalars = st.sampled_from(SCALARS)
    return st.one_of(
        st.tuples(st.sampled_from([list, tuple]), inner).map(lambda two: listed(*two)),
        scalars.map(lambda kind: Kind(alias(frozenset, kind.type), st.lists(kind.data, max_size=3), LENGTHS)),
        st.lists(inner, max_size=3).map(row),
        st.tuples(scalars, inner).map(lambda two: mapping(*two)),
        st.lists(inner, min_size=2, max_size=3).map(union),
        inner.map(lambda kind: union([kind, NULL])),
        configs(inner),
        generics(inner),
        records(inner),
        choices(inner),
    )


def listed(origin: type, kind: Kind) -> Kind:
    """Generate a list of any length."""
    arguments = (kind.type, ...) if origin is tuple else (kind.type,)
    each: list[object] = [validators.deep_iterable(check(validator)) for validator in kind.validators]
    return Kind(alias(origin, *arguments), st.lists(kind.data, max_size=3), (*LENGTHS, *each))


def row(kinds: list[Kind]) -> Kind:
    """Generate a tuple with a type for each item."""
    return Kind(
        alias(tuple, *(kind.type for kind in kinds)), st.tuples(*(kind.data for kind in kinds)).map(list)
    )


def mapping(key: Kind, item: Kind) -> Kind:
    """Generate a mapping."""
    words = WRITTEN.get(key.type, key.data)
    data = st.dictionaries(words, item.data, max_size=2)
    return Kind(alias(Mapping, key.type, item.type), data, LENGTHS)


def union(kinds: list[Kind]) -> Kind:
    """Generate a union."""
    optional: list[object] = [validators.optional(check(each)) for each in kinds[0].validators]
    return Kind(
        Union[tuple(kind.type for kind in kinds)],  # noqa: UP007  # the alternatives aren't known here
        st.one_of([kind.data for kind in kinds]),
        tuple(optional) if kinds[1:] == [NULL] else (),
    )


@st.composite
def configs(draw: st.DrawFn, inner: st.SearchStrategy[Kind]) -> Kind:
    """Generate a config class, with fields that have defaults, validators, or another key than their name."""
    fields: dict[str, object] = {}
    needed: dict[str, Data] = {}
    optional: dict[str, Data] = {}
    for index, kind in enumerate(draw(st.lists(inner, max_size=3))):
        default = _converted(kind.type, draw(kind.data)) if draw(st.booleans()) else attrs.NOTHING
        default = draw(MISMATCHED) if default is not attrs.NOTHING and draw(RARELY) else default
        key = f"f{index}"
        name = f"_{key}" if draw(RARELY) else key
        fields[name] = attrs.field(
            type=cast("type[object]", kind.type),
            default=default,
            validator=draw(_checks(kind)),
            metadata={**renamed(f"old{index}", since="0.1")} if draw(RARELY) else {},
            kw_only=True,
        )
        (needed if default is attrs.NOTHING else optional)[key] = kind.data
    made = attrs.make_class(f"Config{next(NUMBERS)}", fields, frozen=True)
    made.__module__ = "tests.schema"  # in whose source nobody needs to look for it
    return Kind(made, st.fixed_dictionaries(needed, optional=optional))


@st.composite
def records(draw: st.DrawFn, inner: st.SearchStrategy[Kind]) -> Kind:
    """A class with fields of any library, some of which have defaults."""
    make = draw(st.sampled_from([*WAYS, model]))
    kinds = draw(st.lists(st.sampled_from(SCALARS) if make is model else inner, max_size=3))
    needed: dict[str, tuple[object, Callable[[], object] | None]] = {}
    optional: dict[str, tuple[object, Callable[[], object] | None]] = {}
    data: dict[bool, dict[str, Data]] = {True: {}, False: {}}
    for index, kind in enumerate(kinds):
        default = _converted(kind.type, draw(kind.data)) if draw(st.booleans()) else attrs.NOTHING
        has_default = default is not attrs.NOTHING and make is not named_tuple
        fields = optional if has_default else needed
        fields[f"f{index}"] = (kind.type, partial(_same, default) if has_default else None)
        data[has_default][f"f{index}"] = kind.data
    made = make({**needed, **optional})
    if make is not typed_dict:
        made.__module__ = "tests.schema"  # in whose source nobody needs to look for it
    return Kind(made, st.fixed_dictionaries(data[False], optional=data[True]))


def _same(value: object) -> object:
    """Return the value, as the function that makes a default."""
    return value


@st.composite
def generics(draw: st.DrawFn, inner: st.SearchStrategy[Kind]) -> Kind:
    """Generate a generic config class with its argument, or a class that derives from it."""
    kind = draw(inner)
    data = st.fixed_dictionaries({"f0": kind.data}, optional={"f1": st.lists(kind.data, max_size=2)})
    applied = cast("_Open", Pair)[kind.type]
    if draw(st.booleans()):
        return Kind(applied, data)
    derived = attrs.frozen(new_class(f"Derived{next(NUMBERS)}", (applied,)))
    derived.__module__ = "tests.schema"
    return Kind(derived, data)


@frozen
class Pair(Generic[T]):
    """Return a generic class."""

    f0: T
    f1: tuple[T, ...] = ()


class _Open(Protocol):
    """A class that takes arguments."""

    def __getitem__(self, argument: object) -> type:
        """Return the class with its argument."""
        ...


@st.composite
def choices(draw: st.DrawFn, inner: st.SearchStrategy[Kind]) -> Kind:
    """Generate a choice from a registry of its own, with aliases for some of the names."""
    registry = Registry[Made, []](f"registry{next(NUMBERS)}")
    data: list[Data] = []
    for name in draw(
        st.lists(st.sampled_from(["one", "two", "a", "f0"]), min_size=1, max_size=3, unique=True)
    ):
        config = draw(configs(inner))
        registry.register(name, config=cast("type[Holder]", config.type))(_component())
        words = [name]
        if draw(RARELY):
            registry.deprecate(f"old_{name}", since="0.1", use=name)
            words.append(f"old_{name}")
        data += [st.sampled_from(words), st.builds(_named, st.sampled_from(words), config.data)]
    return Kind(Annotated[Spec[Made, []], registry], st.one_of(data))


def _checks(kind: Kind) -> st.SearchStrategy[Check | None]:
    """Generate one of a type's validators, or None."""
    known: list[Check | None] = [check(validator) for validator in kind.validators]
    return st.sampled_from([None, *known])


def check(validator: object) -> Check:
    """A validator of attrs."""
    return cast("Check", validator)


def _converted(kind: object, data: object) -> object:
    """Return the value that the loader makes of the data; `NOTHING` if it refuses them."""
    value = rule_of(kind).read(data, (), Reading())
    return attrs.NOTHING if value is INVALID else value


def _component() -> type[Made]:
    class Component(Made):
        def __init__(self, config: object) -> None: ...

    return Component


def _named(name: str, config: object) -> object:
    return {"name": name, **(config if is_table(config) else {})}


def _is_sure(root: Kind) -> bool:
    """Return whether a mapping in a field that chooses is always a choice."""
    choosers = map(choosing_field, fields(cast("type[attrs.AttrsInstance]", root.type)))
    return all(chooser is None or chooser.is_sure for chooser in choosers)


KINDS = st.recursive(st.sampled_from([*SCALARS, ANYTHING, NULL]), within, max_leaves=6)
"""A type of any shape."""
ROOTS = configs(KINDS | choices(KINDS) | choices(KINDS)).filter(_is_sure)
"""A root config with choices at its top. Fields whose mappings may not be choices are a listed difference."""
