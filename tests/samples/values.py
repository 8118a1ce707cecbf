"""Types that a config can hold, each with values of it, for tests that try them all."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path, PurePosixPath
from types import GenericAlias
from typing import Annotated, Literal, TypeAlias, Union, cast

import attrs
from hypothesis import strategies as st

from tests.class_libraries.made import WAYS, Fields, model, named_tuple, typed_dict
from tests.samples.experiment import LOSSES, Loss
from tests.samples.holder import Holder
from tests.samples.types import Color, Level, Name, Point
from typed_registry import Spec
from typed_registry.config import Size

Kind: TypeAlias = "tuple[object, st.SearchStrategy[object]]"
"""A type with a strategy for its values."""

TRAPS = """no on Yes true NULL ~ - # << = !x &a *a 2026-11-23 12:30 .inf .nan | > ' " \\ 1_000 0x1F 1e3 3
${env:HOME} $${env:HOME} a${env: ${a} $$${ $ name extends"""
BLANKS = [
    "",
    " ",
    "- a",
    "a: b",
    "a #b",
    "\n",
    "\r",
    "\x85",
    "\u2028",
    "\ufeff",
    "\t",
    "\x7f",
    "\r\n",
    '"""',
    "'''",
]
WORDS = (
    st.text(max_size=8)
    | st.text(string.printable, max_size=8)
    | st.from_regex(r"[-+]?(0[xob])?[0-9._]*([eE][-+]?[0-9]*)?", fullmatch=True)
    | st.sampled_from([*TRAPS.split(), *BLANKS])
)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
ZONES = st.none() | st.builds(timezone, st.timedeltas(timedelta(hours=-23), timedelta(hours=23)))
LOSS = NUMBERS.map(
    lambda weight: LOSSES.from_mapping({"name": "cross_entropy", "weight": weight})
) | st.sampled_from(
    [LOSSES.from_mapping({"name": "sigmoid", "kind": kind}) for kind in ("sigmoid", "hinge", "ipo")]
)
WORD_KINDS: tuple[Kind, ...] = (
    (str, WORDS),
    (int, st.integers()),
    (float, NUMBERS),
    (bool, st.booleans()),
    (Path, WORDS.map(Path)),
    (PurePosixPath, WORDS.map(PurePosixPath)),
    (date, st.dates()),
    (datetime, st.datetimes(timezones=ZONES)),
    (time, st.times(timezones=ZONES)),
    (timedelta, st.timedeltas()),
    (Size, st.integers(min_value=0)),
    (Name, WORDS),
    (Color, st.sampled_from(Color)),
    (Level, st.sampled_from(Level)),
    (Literal["a", 1, True, Color.RED], st.sampled_from(["a", 1, True, Color.RED])),
    (Annotated[int, "unit"], st.integers()),
)
"""Those that a mapping's key can be of."""
OTHER_KINDS: tuple[Kind, ...] = (
    (int | str, st.integers() | WORDS),
    (float | int, NUMBERS | st.integers()),
    (Color | int, st.sampled_from(Color) | st.integers()),
    (date | timedelta | bool, st.dates() | st.timedeltas() | st.booleans()),
    (Point | float, st.builds(Point, NUMBERS, NUMBERS) | NUMBERS),
    (
        object,
        st.recursive(WORDS | st.integers() | NUMBERS | st.booleans(), lambda s: st.lists(s, max_size=2)),
    ),
    (Point, st.builds(Point, NUMBERS, NUMBERS)),
    (Spec[Loss, []], LOSS),
)


def alias(origin: type, *arguments: object) -> object:
    """The generic type with these arguments."""
    return GenericAlias(origin, arguments)


def within(inner: st.SearchStrategy[Kind]) -> st.SearchStrategy[Kind]:
    """Types that hold others."""
    keys = st.sampled_from(WORD_KINDS)
    return st.one_of(
        inner.map(lambda kind: (alias(tuple, kind[0], ...), st.lists(kind[1], max_size=3).map(tuple))),
        inner.map(
            lambda kind: (alias(cast("type", Sequence), kind[0]), st.lists(kind[1], max_size=3).map(tuple))
        ),
        inner.map(lambda kind: (alias(list, kind[0]), st.lists(kind[1], max_size=3))),
        st.tuples(inner, inner).map(
            lambda two: (alias(tuple, two[0][0], two[1][0]), st.tuples(two[0][1], two[1][1]))
        ),
        keys.map(lambda kind: (alias(frozenset, kind[0]), st.frozensets(kind[1], max_size=3))),
        st.tuples(keys, inner).map(lambda two: mapping(dict, *two)),
        st.tuples(keys, inner).map(lambda two: mapping(cast("type", Mapping), *two)),
        st.lists(inner, min_size=1, max_size=3).map(config),
        st.tuples(st.sampled_from(WAYS), st.lists(inner, min_size=1, max_size=3)).map(
            lambda two: record(*two)
        ),
        st.lists(st.sampled_from(WORD_KINDS), min_size=1, max_size=3).map(lambda kinds: record(model, kinds)),
    )


def mapping(origin: type, key: Kind, item: Kind) -> Kind:
    """A mapping's type; no two of its keys are written alike."""
    return alias(origin, key[0], item[0]), st.dictionaries(key[1], item[1], max_size=3)


def config(kinds: list[Kind]) -> Kind:
    """A config class with a field of each type, and one that may be left out."""
    required = {f"f{index}": field(kind) for index, (kind, _) in enumerate(kinds)}
    fields = {**required, "last": field(Union[kinds[0][0], None], None)}  # noqa: UP007  # made at run time
    made = attrs.make_class("Made", fields, frozen=True)
    values = {name: kind[1] for name, kind in zip(required, kinds, strict=True)}
    return made, st.builds(made, **values, last=st.none() | kinds[0][1])


def record(make: Callable[[Fields], type], kinds: list[Kind]) -> Kind:
    """A class of any library with a field of each type, and one that is None by default if it can be."""
    required: Fields = {f"f{index}": (kind, None) for index, (kind, _) in enumerate(kinds)}
    values = {name: kind[1] for name, kind in zip(required, kinds, strict=True)}
    first, data = kinds[0]
    if make in {named_tuple, typed_dict}:
        made = make({**required, "last": (first, None)})
        return made, st.builds(made, **values, last=data)
    made = make({**required, "last": (Union[first, None], nothing)})  # noqa: UP007  # made at run time
    return made, st.builds(made, **values, last=st.none() | data)


def nothing() -> None:
    """A default that is made for each instance."""


def field(kind: object, default: object = attrs.NOTHING) -> object:
    """A field of this type."""
    return attrs.field(type=cast("type[object]", kind), default=default)


KINDS = st.recursive(st.sampled_from([*WORD_KINDS, *OTHER_KINDS]), within, max_leaves=4)
"""A type of any shape."""
TREES = cast(
    "st.SearchStrategy[Holder]",
    st.lists(KINDS, min_size=1, max_size=4).map(config).flatmap(lambda kind: kind[1]),
)
"""An instance of a config class that is made for it."""
