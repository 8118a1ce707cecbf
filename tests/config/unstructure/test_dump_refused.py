"""Values that would be loaded as others are refused, with their paths and the reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timezone
from enum import Flag
from math import inf
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

import pytest
from attrs import field, frozen, validators

from tests.samples.bag import Bag
from tests.samples.holder import holder
from tests.samples.types import Color, Point
from typed_registry import Registry
from typed_registry._frozendict import FrozenDict
from typed_registry.config import dump, load, plain_data
from typed_registry.config._formats.limits import MAX_BYTES
from typed_registry.errors import UnwritableError

Write = Callable[[str, str], Path]


class Right(Flag):
    """Members that go together."""

    READ = 1
    WRITE = 2


def split(text: str) -> tuple[str, ...]:
    """A converter."""
    return tuple(text.split(","))


@frozen
class Spoken:
    """A field whose converter refuses its own results."""

    words: tuple[str, ...] = field(converter=split)


@frozen
class Small:
    """A field with a limit."""

    size: int = field(validator=validators.lt(3))


@frozen
class Extended:
    """A field with a name that means something else in a file."""

    extends: str = "a"


def grown(size: int) -> Small:
    """A config that its own class would refuse to make."""
    made = Small(1)
    object.__setattr__(made, "size", size)
    return made


def nested(depth: int) -> object:
    """Lists in lists."""
    return [nested(depth - 1)] if depth else 0


@pytest.mark.parametrize("form", ["yaml", "json"])
@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (Bag(b"a"), "v: no file can hold b'a' (bytes)"),
        (
            Bag({"a": [{1, len}]}),
            "v.a.0: no file can hold <built-in function len> (builtin_function_or_method)",
        ),
        (Bag(1j), "v: no file can hold 1j (complex)"),
        (Bag((1, 2)), "v: (1, 2) would be loaded as [1, 2]"),
        (Bag([1, {"a": (1,)}]), "v.1.a: (1,) would be loaded as [1]"),
        (Bag(Path("a")), f"v: {Path('a')!r} would be loaded as 'a'"),
        (Bag(date(2026, 11, 23)), "v: datetime.date(2026, 11, 23) would be loaded as '2026-11-23'"),
        (Bag({1: "a"}), "v: {1: 'a'} would be loaded as {'1': 'a'}"),
        (Bag({1: "a", "1": "b"}), "v.1: two keys of the mapping are written alike"),
        (Bag({(1,): "a"}), "v: no file can hold (1,) as a key"),
        (Bag({None: "a"}), "v: no file can hold None as a key"),
        (Bag("a\ud800"), "v: 'a\\ud800' has a character that no file can hold"),
        (Bag({"\ud800": 1}), "v: '\\ud800' has a character that no file can hold"),
        (holder(Path | str)(Path("a")), f"it: {Path('a')!r} would be loaded as 'a'"),
        (holder(Color | str)("red"), f"it: 'red' would be loaded as {Color.RED!r}"),
        (holder(Sequence[int])([1, 2]), "it: [1, 2] would be loaded as (1, 2)"),
        (holder(int)("3"), "it: wouldn't load: expected int, got '3' (str)"),
        (
            holder(Point)(None),
            "it: wouldn't load: expected a mapping with the keys of Point, got nothing (null)",
        ),
        (holder(Right)(Right.READ | Right.WRITE), "it: wouldn't load: got 3; valid: 1, 2"),
        (
            Spoken("a,b"),
            "words: wouldn't load: got a list of 2: AttributeError: 'list' object has no attribute 'split'",
        ),
        (grown(5), "size: wouldn't load: got 5 (int): 'size' must be < 3: 5"),
        (Extended(), "extends: in a file, this key names the files that the config extends"),
        (3, "a config file contains a mapping, not 3"),
    ],
)
def test_refused(form: str, config: object, expected: str) -> None:
    """A value that no file can hold, or that would be loaded as another, is refused with its path."""
    with pytest.raises(UnwritableError) as caught:
        dump(config, form)

    assert expected == str(caught.value)


@pytest.mark.parametrize("form", ["yaml", "toml", "json"])
def test_too_much(form: str) -> None:
    """A config with too many bytes or too much depth for a file is refused."""
    with pytest.raises(ValueError, match="bytes") as long:
        dump(Bag("a" * MAX_BYTES), form)
    with pytest.raises(ValueError, match="deeply") as deep:
        dump(Bag(nested(60)), form)

    assert f"the file would have more than {MAX_BYTES} bytes, which is too large to be read" == str(
        long.value
    )
    assert str(deep.value).startswith("wouldn't load: ")


def test_plain_data_refuses() -> None:
    """Plain data contains only values that every file can hold."""
    with pytest.raises(ValueError, match="no file") as caught:
        plain_data(Bag([object]))

    assert "v.0: no file can hold <class 'object'> (type)" == str(caught.value)


def loose(
    pair: object = (1, 2),
    size: int = cast("int", None),
    rate: float = inf,
    call: object = len,
    table: Mapping[str, object] = FrozenDict({"a": (1,)}),
) -> str:
    """A component with defaults that aren't of their types."""
    return f"{pair} {size} {rate} {call} {table}"


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("yaml", "name: loose\nsize: null\nrate: .inf\n"),
        ("toml", 'name = "loose"\nrate = inf\n'),
        ("json", '{\n  "name": "loose",\n  "size": null\n}\n'),
    ],
)
def test_defaults_left_out(form: str, text: str) -> None:
    """A default that would be loaded as another value is left out, so that loading restores it."""
    registry = Registry[object, []]("loose")
    registry.register_factory("loose")(loose)

    assert text == dump(registry.from_mapping({"name": "loose"}), form)


def test_zone(write: Write) -> None:
    """A zone is written as its offset at that moment, which is an equal moment."""
    moment = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Paris"))
    kind = holder(datetime)
    loaded = load(kind, write("c.yaml", dump(kind(moment)))).it

    assert 'it: "2026-07-01T12:00:00+02:00"\n' == dump(kind(moment))
    assert moment == loaded
    assert datetime(2026, 7, 1, 10, tzinfo=timezone.utc) == loaded
