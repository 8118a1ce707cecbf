"""What single values become, beyond the table of types: words, members, alternatives and names for types."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum, Flag
from functools import partial
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Literal, NewType, Tuple, TypeVar  # noqa: UP035  # the older spelling

import pytest
from typing_extensions import TypeAliasType

from tests.samples.bag import fault
from tests.samples.holder import holder
from tests.samples.types import Color, Level, Point
from typed_registry.config import Size, from_mapping, load

Write = Callable[[str, str], Path]

T = TypeVar("T")
U = TypeVar("U")
Many = TypeAliasType("Many", tuple[T, ...], type_params=(T,))
Swapped = TypeAliasType("Swapped", tuple[U, T], type_params=(T, U))
Count = TypeAliasType("Count", int)
Limit = NewType("Limit", Size)


EXAMPLES = "'2026-11-23' or '1h30m' or 'PT1H30M'"


def zone(**offset: int) -> timezone:
    """An offset from UTC."""
    return timezone(timedelta(**offset))


class Shape(Enum):
    """Members whose values no file can hold, one of them with a second name."""

    DOT = (0, 0)
    LINE = (1, 0)
    STROKE = LINE


def made(kind: object, data: object) -> object:
    """What a field of this type makes of the data."""
    return from_mapping(holder(kind), {"it": data}).it


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (datetime, "2026-11-23T09:30:00", datetime(2026, 11, 23, 9, 30)),  # noqa: DTZ001  # one without a zone
        (datetime, "2026-11-23 09:30", datetime(2026, 11, 23, 9, 30)),  # noqa: DTZ001  # the same
        (datetime, "2026-11-23T09:30:00Z", datetime(2026, 11, 23, 9, 30, tzinfo=timezone.utc)),
        (datetime, "2026-11-23T09:30+01:00", datetime(2026, 11, 23, 9, 30, tzinfo=zone(hours=1))),
        (
            datetime,
            "2026-11-23T09:30:01.5-01:30",
            datetime(2026, 11, 23, 9, 30, 1, 500_000, zone(minutes=-90)),
        ),
        (
            datetime,
            "2026-11-23T09:30+00:00:00.000001",
            datetime(2026, 11, 23, 9, 30, tzinfo=zone(microseconds=1)),
        ),
        (datetime, "0001-01-01T00:00:00.000001", datetime(1, 1, 1, 0, 0, 0, 1)),  # noqa: DTZ001  # the same
        (date, "2024-02-29", date(2024, 2, 29)),
        (time, "23:59:59.999999", time(23, 59, 59, 999_999)),
        (time, "09:30Z", time(9, 30, tzinfo=timezone.utc)),
        (time, "09:30:00.25-02:00", time(9, 30, 0, 250_000, zone(hours=-2))),
        (timedelta, "90s", timedelta(seconds=90)),
        (timedelta, "1.5h", timedelta(minutes=90)),
        (timedelta, "-2w3d", timedelta(days=-17)),
        (timedelta, "1d2h3m4s5ms6us", timedelta(1, 4, 6, 5, 3, 2)),
        (timedelta, "0s", timedelta()),
        (timedelta, "P1DT2H3M4.5S", timedelta(1, 4, 0, 500, 3, 2)),
        (timedelta, "P2W", timedelta(weeks=2)),
        (timedelta, "-PT0.000001S", timedelta(microseconds=-1)),
        (timedelta, "P999999999D", timedelta(999_999_999)),
        (Size, "0B", 0),
        (Size, "1.5kB", 1500),
        (Size, "2 GB", 2 * 10**9),
        (Size, "1KiB", 1024),
        (Size, "3PiB", 3 * 2**50),
        (Size, "0.5KiB", 512),
        (Limit, "1MiB", 2**20),
        (Path, "", Path()),
        (PurePath, "a/b", PurePath("a/b")),
        (PurePosixPath, "a/b", PurePosixPath("a/b")),
        (PureWindowsPath, "c:/a", PureWindowsPath("c:\\a")),
    ],
)
def test_word(kind: object, text: str, expected: object) -> None:
    """A word becomes the value that it stands for; an offset from UTC is kept, and so is its absence."""
    value = made(kind, text)

    assert expected == value
    assert type(expected) is type(value)
    assert getattr(expected, "tzinfo", None) == getattr(value, "tzinfo", None)


class Word(str, Enum):
    """Members that are words."""

    RED = "red"


class Access(Flag):
    """Members that can be combined."""

    READ = 1
    WRITE = 2


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        (Word, "red", Word.RED),
        (Word, Word.RED, Word.RED),
        (Literal[Word.RED, "blue"], "red", Word.RED),
        (Literal[Color.RED, "blue"], Color.RED, Color.RED),
        (list[Word], ["red"], [Word.RED]),
        (Access, 1, Access.READ),
        (Access, Access.READ | Access.WRITE, Access.READ | Access.WRITE),
    ],
)
def test_members(kind: object, given: object, expected: object) -> None:
    """A member of an enumeration stays itself, and so do members together; its value becomes the member."""
    value = from_mapping(holder(kind), {"it": given}).it

    assert expected == value
    assert repr(expected) == repr(value)


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (
            datetime,
            """2026-02-30T09:30 2026-11-23T24:00 2026-11-23T09 2026-11-23t09:30 2026-11-23T09:30z
            2026-11-23T09:30:00.1234567 2026-11-23T09:30.5 2026-11-23T09:30+24:00 2026-11-23T09:30+01
            2026-11-23T09:60 20261123T093000 2026-W48-1T09:30 ٢٠٢٦-11-23T09:30 now""",
        ),
        (date, "2026-13-01 2026-11-31 20261123 26-11-23 2026-11 2026-11-23Z today"),
        (time, "24:00 09 9:30 09:30:60 09:30:00,5 noon"),
        (
            timedelta,
            "1m1h 1h1h h 1 - P PT P1Y PT1H1D PT1H1H 1H 1h30 p1d 0.1us 1e3s P1000000000D 1:30 PT1.5.5S",
        ),
        (Size, "64 -1B 1.5B KB 1KB 1mb 1MIB 1e3B 1GiB/s 0.1KiB 1_000B"),
    ],
)
def test_no_word(kind: object, texts: str) -> None:
    """A word that only resembles one is refused."""
    for text in texts.split():
        told = fault(partial(made, kind, text))

        assert told.startswith(f"it: expected {getattr(kind, '__name__', '')}, such as ")
        assert told.endswith(f", got {text!r} (str)")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (datetime, datetime(2026, 11, 23, tzinfo=timezone.utc)),
        (date, date(2026, 11, 23)),
        (time, time(9, 30)),
        (timedelta, timedelta(1)),
        (Path, Path("a")),
    ],
)
def test_native(kind: object, value: object) -> None:
    """A program may give the value itself."""
    assert value is made(kind, value)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (
            date,
            "2026-11-23T09:30:00",
            "expected date, such as '2026-11-23', got datetime.datetime(2026, 11, 23, 9, 30)",
        ),
        (time, "2026-11-23", "expected time, such as '09:30:00', got datetime.date(2026, 11, 23)"),
        (str, "2026-11-23", "expected str, got datetime.date(2026, 11, 23)"),
    ],
)
def test_toml_date(kind: object, text: str, expected: str, write: Write) -> None:
    """TOML's own dates are refused where the type is another, though one derives from the other."""
    file = write("c.toml", f"it = {text}")

    assert fault(lambda: load(holder(kind), file)).startswith(f"{file}:1:6: it: {expected}")


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (Literal[Color.RED, "auto"], "red", Color.RED),
        (Literal[Color.RED, "auto"], "RED", Color.RED),
        (Literal[1] | None, None, None),
        (Shape, "LINE", Shape.LINE),
        (Shape, "STROKE", Shape.LINE),
        (str | Color, "red", Color.RED),
        (str | Color, "green", "green"),
        (int | Level, 1, Level.LOW),
        (int | Level, 3, 3),
        (str | Literal[1], 1, 1),
        (Path | str, "a", "a"),
        (Path | date, "2026-11-23", Path("2026-11-23")),
        (date | Path, "2026-11-23", date(2026, 11, 23)),
        (date | Path, "a", Path("a")),
        (float | int, 1, 1),
        (float | None, 1, 1.0),
        (Size | None, "1kB", 1000),
        (list[int] | tuple[str, ...], ["a"], ("a",)),
        (Many[int], [1, 2], (1, 2)),
        (Swapped[int, str], ["a", 1], ("a", 1)),
        (Count, 3, 3),
        (Count | None, 3, 3),
        (T, [1], [1]),
        (Tuple[()], [], ()),  # noqa: UP006  # the older spelling
    ],
)
def test_taken(kind: object, data: object, expected: object) -> None:
    """Members, alternatives and aliases become what they stand for."""
    value = made(kind, data)

    assert expected == value
    assert type(expected) is type(value)


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (Literal[Color.RED, "auto"], "blue", "it: got 'blue'; valid: 'red', 'auto'"),
        (Shape, "dot", "it: got 'dot'; did you mean 'DOT'? valid: 'DOT', 'LINE'"),
        (tuple[()], [1], "it: expected tuple, got a list of 1"),
        (Many[int], ["a"], "it.0: expected int, got 'a' (str)"),
        (Limit, "big", "it: expected Size, such as '512MiB' or '2GB', got 'big' (str)"),
        (
            date | timedelta | None,
            "soon",
            f"it: expected date | timedelta | None, such as {EXAMPLES}, got 'soon' (str)",
        ),
        (float, 2**53 + 1, "it: expected float, got 9007199254740993 (int); write 9007199254740992.0"),
        (Point, {}, "it.x: missing; expected float"),
    ],
)
def test_refused(kind: object, data: object, expected: str) -> None:
    """What stands for none of the values is refused."""
    assert expected == fault(lambda: made(kind, data))


@pytest.mark.parametrize("number", [0, -1, 2**53, 2**53 + 2, -(2**1000)])
def test_exact(number: int) -> None:
    """A whole number becomes a float where it stays the same number."""
    value = made(float, number)

    assert float is type(value)
    assert number == value
