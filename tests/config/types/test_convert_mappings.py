"""Mappings in a config: what can't be changed, and what a key can be."""

from __future__ import annotations

import copy
import json
import math
import pickle
from collections.abc import Callable, Mapping, MutableMapping
from datetime import date, timedelta
from pathlib import Path
from types import GenericAlias
from typing import Literal, NewType, cast

import attrs
import pytest
from attrs import frozen

from tests.samples.bag import fault
from tests.samples.holder import holder
from tests.samples.types import Color, Level
from typed_registry._frozendict import FrozenDict
from typed_registry.config import Size, dump, from_mapping, load
from typed_registry.errors import ConfigError

Write = Callable[[str, str], Path]

Step = NewType("Step", int)


@frozen
class Tables:
    """A mapping of mappings, and a dictionary."""

    fixed: Mapping[str, Mapping[str, int]]
    open: dict[str, int]


TABLES = {"fixed": {"a": {"b": 1}}, "open": {"c": 2}}


def made(kind: object, data: object) -> object:
    """What a field of this type makes of the data."""
    return from_mapping(holder(kind), {"it": data}).it


CHANGES: tuple[Callable[[dict[str, int]], object], ...] = (
    lambda table: table.__setitem__("a", 2),
    lambda table: table.__delitem__("a"),
    lambda table: table.__ior__({"b": 2}),
    lambda table: table.clear(),
    lambda table: table.pop("a"),
    lambda table: table.pop("z", 0),
    lambda table: table.popitem(),
    lambda table: table.setdefault("b", 2),
    lambda table: table.update(b=2),
)


@pytest.mark.parametrize("change", CHANGES)
def test_unchangeable(change: Callable[[dict[str, int]], object]) -> None:
    """A mapping refuses every change, at any depth, and says what to do instead."""
    inner = cast("dict[str, int]", from_mapping(Tables, TABLES).fixed["a"])
    with pytest.raises(TypeError, match="can't be changed") as caught:
        change(inner)

    assert "a config's mapping can't be changed; make another: {**mapping, key: value}" == str(caught.value)
    assert {"b": 1} == inner


def test_like_a_dictionary() -> None:
    """A mapping is equal to a dictionary of the same items, and goes where one goes."""
    tables = from_mapping(Tables, TABLES)

    assert Tables({"a": {"b": 1}}, {"c": 2}) == tables
    assert tables == pickle.loads(pickle.dumps(tables))  # noqa: S301  # our own
    assert FrozenDict is type(pickle.loads(pickle.dumps(tables)).fixed)  # noqa: S301  # our own
    assert tables == copy.deepcopy(tables) == copy.copy(tables)
    assert TABLES == json.loads(json.dumps(attrs.asdict(tables)))
    assert {"a": 1, "b": 2} == {**FrozenDict({"a": 1}), "b": 2} == FrozenDict({"a": 1}) | {"b": 2}


def test_hash() -> None:
    """A config that holds nothing changeable has a hash, the same for equal ones."""
    kind = holder(Mapping[str, tuple[int, ...]])
    one, other = (from_mapping(kind, {"it": data}) for data in ({"a": [1], "b": []}, {"b": [], "a": [1]}))

    assert hash(one) == hash(other)
    assert {one} == {other}


@pytest.mark.parametrize("kind", [dict[str, int], MutableMapping[str, int], dict])
def test_changeable(kind: object) -> None:
    """A type that promises changes keeps its promise."""
    table = cast("dict[str, int]", made(kind, {"a": 1}))
    table["b"] = 2

    assert dict is type(table)


KEYS: tuple[tuple[object, str, object], ...] = (
    (str, "1", "1"),
    (int, "1", 1),
    (int, "0x10", 16),
    (Step, "3", 3),
    (float, "1", 1.0),
    (float, "-.inf", float("-inf")),
    (bool, "true", True),
    (Path, "a/b", Path("a/b")),
    (date, "2026-11-23", date(2026, 11, 23)),
    (timedelta, "90s", timedelta(seconds=90)),
    (Size, "1kB", 1000),
    (Size, "64", 64),
    (Color, "red", Color.RED),
    (Level, "2", Level.HIGH),
    (Literal["a", 1, True], "1", 1),
    (Literal["a", 1, True], "true", True),
    (Literal["1", "a"], "1", "1"),
    (object, "1", "1"),
)


@pytest.mark.parametrize("form", ["yaml", "toml", "json"])
@pytest.mark.parametrize(("kind", "word", "expected"), KEYS)
def test_key(form: str, kind: object, word: str, expected: object, write: Write) -> None:
    """A key is a word, and is read as its type; what it becomes is written as a word again."""
    holding = holder(alias(kind))
    loaded = load(holding, write("c.json", json.dumps({"it": {word: 0}})))
    again = load(holding, write(f"again.{form}", dump(loaded, form)))
    (key,) = cast("Mapping[object, int]", again.it)

    assert {expected: 0} == loaded.it == again.it
    assert type(expected) is type(key)


@pytest.mark.parametrize(
    ("kind", "key", "word"),
    [(bool, True, "true"), (float, math.nan, ".nan"), (float, 1e22, "1e+22"), (Size, 1000, "1000")],
)
def test_word_of_key(kind: object, key: object, word: str, write: Write) -> None:
    """A key that is no text is written as YAML would write it as a value."""
    config = holder(alias(kind))({key: 0})
    loaded = load(type(config), write("c.yaml", dump(config)))

    assert f'it:\n  "{word}": 0\n' == dump(config)
    assert repr(config) == repr(loaded)


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (int, {"a": 0}, "it.a: expected int, got 'a' (str)"),
        (int, {"1.0": 0}, 'it."1.0": expected int, got 1.0 (float); write 1'),
        (bool, {"1": 0}, "it.1: expected bool, got 1 (int); write true"),
        (Literal["a"], {"b": 0}, "it.b: got 'b'; valid: 'a'"),
        (int, {"1": 0, "01": 0, "2": 0}, "it: the keys '1' and '01' are both 1"),
        (Color, {"red": 0, "RED": 0}, f"it: the keys 'red' and 'RED' are both {Color.RED!r}"),
        (str, {"a": "b"}, "it.a: expected int, got 'b' (str)"),
    ],
)
def test_refused(kind: object, data: object, expected: str) -> None:
    """A key that is none of its type is refused, and so are two that are one."""
    assert expected == fault(lambda: made(alias(kind), data))


def alias(key: object) -> object:
    """Mappings from such keys to numbers."""
    return GenericAlias(cast("type", Mapping), (key, int))


def test_paths_of_keys_that_are_not_text() -> None:
    """The path to a key or a value that is refused has the key as text."""
    with pytest.raises(ConfigError) as caught:
        from_mapping(holder(dict[int, int]), {"it": {1: "x", 2.5: 3}})

    assert [("it", "2.5"), ("it", "1")] == [found.path for found in caught.value.faults]
