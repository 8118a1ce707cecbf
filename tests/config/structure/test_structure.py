"""Plain data to a typed tree: what each type takes, and what it says of the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NewType, Union, cast

import attrs
import pytest
from attrs import field, frozen, validators

from tests.samples.bag import fault
from typed_registry._frozendict import FrozenDict
from typed_registry.config import from_mapping

if TYPE_CHECKING:
    from typed_registry._typing_forms import Config


class Color(Enum):
    """An enumeration of words."""

    RED = "red"
    DARK_BLUE = "dark-blue"


class Level(IntEnum):
    """An enumeration of numbers."""

    LOW = 1
    HIGH = 2


Name = NewType("Name", str)


@frozen
class Point:
    """A small config."""

    x: float
    y: float = 0.0


@frozen
class Line:
    """A config of configs."""

    points: tuple[Point, ...]
    label: str | None = None


def held(kind: object, data: object) -> object:
    """What a field of this type makes of the data."""
    fields = {"it": field(type=cast("type[object]", kind))}
    config = cast("type[Config]", attrs.make_class("Holder", fields, frozen=True))
    (made,) = attrs.astuple(cast("attrs.AttrsInstance", from_mapping(config, {"it": data})), recurse=False)
    return made


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (int, 3, 3),
        (float, 3, 3.0),
        (float, 0.5, 0.5),
        (bool, True, True),
        (str, "3", "3"),
        (object, [1, {"a": None}], [1, {"a": None}]),
        (Name, "ada", "ada"),
        (Annotated[int, "unit"], 3, 3),
        (Path, "a/b", Path("a/b")),
        (type(None), None, None),
        (Literal["a", 1, True], 1, 1),
        (Color, "dark-blue", Color.DARK_BLUE),
        (Color, "DARK_BLUE", Color.DARK_BLUE),
        (Level, 2, Level.HIGH),
        (tuple[int, ...], [1, 2], (1, 2)),
        (tuple[int, str], [1, "a"], (1, "a")),
        (tuple[()], [], ()),
        (tuple, [1, "a"], (1, "a")),
        (list[float], [1, 2.5], [1.0, 2.5]),
        (list, [1], [1]),
        (Sequence[int], [1, 2], (1, 2)),
        (frozenset[int], [1, 2, 1], frozenset({1, 2})),
        (set[str], ["a"], {"a"}),
        (dict[str, float], {"a": 1}, {"a": 1.0}),
        (Mapping[str, tuple[int, ...]], {"a": [1]}, FrozenDict({"a": (1,)})),
        (dict[int, str], {"3": "a"}, {3: "a"}),
        (dict[Color, int], {"red": 1}, {Color.RED: 1}),
        (dict, {"a": 1}, {"a": 1}),
        (Point, {"x": 1}, Point(1.0)),
        (Line, {"points": [{"x": 1}, {"x": 2, "y": 3}]}, Line((Point(1.0), Point(2.0, 3.0)))),
        (int | None, None, None),
        (int | None, 3, 3),
        (int | str, "3", "3"),
        (float | int, 3, 3),
        (float | str, 3, 3.0),
        (Union[Literal["auto"], int], "auto", "auto"),  # noqa: UP007  # the older spelling
        (Literal["auto"] | float, 0.5, 0.5),
        (Point | float, {"x": 1}, Point(1.0)),
        (list[int] | int, [1], [1]),
        (Color | int, "red", Color.RED),
        (tuple[float, float] | float, [1, 2], (1.0, 2.0)),
    ],
)
def test_taken(kind: object, data: object, expected: object) -> None:
    """Data that stands for a value of the type becomes that value."""
    found = held(kind, data)

    assert expected == found
    assert type(expected) is type(found)


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (int, 3.0, "it: expected int, got 3.0 (float); write 3"),
        (int, True, "it: expected int, got True (bool)"),
        (int, "3", "it: expected int, got '3' (str); write 3"),
        (int, None, "it: expected int, got nothing (null)"),
        (int, [1], "it: expected int, got a list of 1"),
        (int, {}, "it: expected int, got a mapping"),
        (float, True, "it: expected float, got True (bool)"),
        (float, "1e-4", "it: expected float, got '1e-4' (str); write 0.0001"),
        (float, 10**400, f"it: expected float, got 1{'0' * 98}...{'0' * 98} (int)"),
        (bool, 1, "it: expected bool, got 1 (int); write true"),
        (bool, "yes", "it: expected bool, got 'yes' (str); write true"),
        (str, 3, "it: expected str, got 3 (int); write it in quotes"),
        (Name, 3, "it: expected str, got 3 (int); write it in quotes"),
        (Path, 3, "it: expected Path, got 3 (int); write it in quotes"),
        (Literal["dpo", "ipo"], "dppo", "it: got 'dppo'; did you mean 'dpo'? valid: 'dpo', 'ipo'"),
        (Literal["dpo", 1], "zzz", "it: got 'zzz'; valid: 'dpo', 1"),
        (Literal[1], True, "it: got True; valid: 1"),
        (Literal["a"], None, "it: got nothing (null); valid: 'a'"),
        (Literal["a"], ["a"], "it: got a list of 1; valid: 'a'"),
        (Color, {"a": 1}, "it: got a mapping; valid: 'red', 'dark-blue'"),
        (Color, "redd", "it: got 'redd'; did you mean 'red'? valid: 'red', 'dark-blue'"),
        (Level, 3, "it: got 3; valid: 1, 2"),
        (tuple[int, ...], 3, "it: expected tuple[int, ...], got 3 (int); write [3]"),
        (tuple[int, ...], "ab", "it: expected tuple[int, ...], got 'ab' (str)"),
        (tuple[float, float], [0.9], "it: expected tuple[float, float], got a list of 1"),
        (tuple[int, ...], [1, "a"], "it.1: expected int, got 'a' (str)"),
        (list[list[int]], [[1], ["a"]], "it.1.0: expected int, got 'a' (str)"),
        (set[object], [[1]], "it: expected set[object], got a list of 1"),
        (dict[str, int], [1], "it: expected dict[str, int], got a list of 1"),
        (dict[str, int], {"a": "b"}, "it.a: expected int, got 'b' (str)"),
        (dict[int, int], {"a": 1}, "it.a: expected int, got 'a' (str)"),
        (dict[Literal["a"], int], {"b": 1}, "it.b: got 'b'; valid: 'a'"),
        (Point, 3, "it: expected a mapping with the keys of Point, got 3 (int)"),
        (Point, {}, "it.x: missing; expected float"),
        (Point, {"x": 1, "z": 2}, "it.z: unknown key; valid: 'x', 'y'"),
        (Line, {"points": [{"x": "a"}]}, "it.points.0.x: expected float, got 'a' (str)"),
        (int | None, "a", "it: expected int | None, got 'a' (str)"),
        (int | str, 0.5, "it: expected int | str, got 0.5 (float); write it in quotes"),
        (Literal["auto"] | None, "auot", "it: got 'auot'; did you mean 'auto'? valid: 'auto'"),
        (Point | None, {"x": 1, "z": 2}, "it.z: unknown key; valid: 'x', 'y'"),
        (Point | float, "a", "it: expected Point | float, got 'a' (str)"),
        (bytes | int, "a", "it: expected int, got 'a' (str)"),
    ],
)
def test_refused(kind: object, data: object, expected: str) -> None:
    """Data that stands for no value of the type is told with what was expected and what was given."""
    assert expected == fault(lambda: held(kind, data))


def above_low(config: Checked, _: attrs.Attribute[int], value: int) -> None:
    """A validator that looks at another field."""
    if value <= config.low:
        raise ValueError(f"must be above low, which is {config.low}")


@frozen
class Checked:
    """A config with converters and validators."""

    rate: float = field(default=0.1, validator=[validators.gt(0), validators.le(1)])
    steps: int = field(default=1, converter=int)
    folder: Path = field(default=Path(), converter=Path)
    words: tuple[str, ...] = field(default=(), validator=validators.max_len(2))
    low: int = 0
    high: int = field(default=9, validator=above_low)


def test_converted() -> None:
    """A converter takes what it takes, whatever the field's type."""
    assert Checked(steps=3, folder=Path("a")) == from_mapping(Checked, {"steps": "3", "folder": "a"})


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"rate": 2}, "rate: got 2 (int): 'rate' must be <= 1: 2.0"),
        ({"rate": -1.0}, "rate: got -1.0 (float): 'rate' must be > 0: -1.0"),
        ({"steps": "x"}, "steps: got 'x' (str): invalid literal for int() with base 10: 'x'"),
        ({"words": ["a", "b", "c"]}, "words: got a list of 3: Length of 'words' must be <= 2: 3"),
        ({"low": 3, "high": 2}, "high: got 2 (int): must be above low, which is 3"),
    ],
)
def test_refused_by_validator(data: Mapping[str, object], expected: str) -> None:
    """What a converter or validator says is told as the fault of its field."""
    assert expected == fault(lambda: from_mapping(Checked, data))


def test_all_validators_speak() -> None:
    """Every field that is refused is told, beside the faults of other fields."""
    data = {"rate": 2, "steps": "x", "words": [1], "zzz": 0}

    assert (
        "4 faults:\n"
        "zzz: unknown key; valid: 'rate', 'steps', 'folder', 'words', 'low', 'high'\n"
        "words.0: expected str, got 1 (int); write it in quotes\n"
        "steps: got 'x' (str): invalid literal for int() with base 10: 'x'\n"
        "rate: got 2 (int): 'rate' must be <= 1: 2.0" == fault(lambda: from_mapping(Checked, data))
    )


@frozen
class Whole:
    """A config that is refused as a whole."""

    a: int = 0

    def __attrs_post_init__(self) -> None:
        """Refuses what no single field can."""
        if self.a == 7:
            raise ValueError("seven isn't done")


def raising(error: Exception) -> object:
    """A config whose converter raises this."""

    def convert(_: object) -> object:
        raise error

    return attrs.make_class("Raising", {"it": field(converter=convert)}, frozen=True)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError("no"), "no"),
        (TypeError("no"), "no"),
        (ValueError(), "ValueError"),
        (ValueError(3), "3"),
        (KeyError("no"), "KeyError: 'no'"),
        (RuntimeError("no"), "RuntimeError: no"),
        (ZeroDivisionError(), "ZeroDivisionError"),
        (ImportError("no module"), "no module"),
    ],
)
def test_what_an_error_says(error: Exception, told: str) -> None:
    """An error that isn't about a value is told with what it is."""
    config = cast("type[Config]", raising(error))

    assert f"it: got 'x' (str): {told}" == fault(lambda: from_mapping(config, {"it": "x"}))


def test_refused_as_a_whole() -> None:
    """What the class itself refuses is told at the mapping."""
    assert "seven isn't done" == fault(lambda: from_mapping(Whole, {"a": 7}))


@frozen
class Named:
    """A config whose fields have other names outside."""

    _hidden: int = field(default=0, alias="hidden")
    inner: int = field(default=0, alias="outer")
    computed: int = field(default=5, init=False)


def test_alias() -> None:
    """A file's keys are the constructor's parameters."""
    assert Named(hidden=1, outer=2) == from_mapping(Named, {"hidden": 1, "outer": 2})
    assert (
        "2 faults:\n"
        "_hidden: unknown key; did you mean 'hidden'? valid: 'hidden', 'outer'\n"
        "computed: unknown key; did you mean 'outer'? valid: 'hidden', 'outer'"
        == fault(lambda: from_mapping(Named, {"_hidden": 1, "computed": 2}))
    )


@frozen
class Defaults:
    """A config whose defaults are configs."""

    point: Point = Point(3.0, 4.0)
    other: Point | None = Point(5.0, 6.0)


def test_default_kept() -> None:
    """What a file leaves out of a nested config is as in the field's own default."""
    expected = Defaults(Point(3.0, 1.0), Point(5.0, 2.0))

    assert expected == from_mapping(Defaults, {"point": {"y": 1}, "other": {"y": 2}})
