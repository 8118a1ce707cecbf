"""The table of types: what a file's values become. `python -m tests.samples.types` writes it to its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum, IntEnum
from numbers import Real
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, NewType

import numpy as np
from attrs import frozen
from msgspec import Struct
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from tests.samples.experiment import LOSSES, Loss
from typed_registry import Spec
from typed_registry._frozendict import FrozenDict
from typed_registry.config import Size

FILE = Path(__file__).parents[2] / "docs" / "types.md"


class Color(Enum):
    """An enumeration of words."""

    RED = "red"
    BLUE = "blue"


class Level(IntEnum):
    """An enumeration of numbers."""

    LOW = 1
    HIGH = 2


@frozen
class Point:
    """A small config."""

    x: float
    y: float = 0.0


@dataclass
class Range:
    """A dataclass."""

    low: int
    high: int = 9


class Options(TypedDict, total=False):
    """A dictionary."""

    verbose: bool


class Size2D(NamedTuple):
    """A tuple."""

    width: int
    height: int = 1


class User(BaseModel):  # type: ignore[explicit-any]  # pydantic's own
    """A model."""

    age: int = Field(ge=0)


class Job(Struct):
    """A struct."""

    cpus: int = 1


Name = NewType("Name", str)

NAMES = {
    "Annotated": Annotated,
    "Any": Any,
    "Color": Color,
    "FrozenDict": FrozenDict,
    "LOSSES": LOSSES,
    "Job": Job,
    "Level": Level,
    "Literal": Literal,
    "Loss": Loss,
    "Mapping": Mapping,
    "Name": Name,
    "Options": Options,
    "Path": Path,
    "Point": Point,
    "Range": Range,
    "Real": Real,
    "Sequence": Sequence,
    "Size": Size,
    "Size2D": Size2D,
    "Spec": Spec,
    "User": User,
    "date": date,
    "np": np,
    "datetime": datetime,
    "time": time,
    "timedelta": timedelta,
    "timezone": timezone,
}
"""What the table's expressions are made of."""


@frozen
class Row:
    """A type, a value of it in each format, and what that becomes."""

    annotation: str
    yaml: str
    toml: str
    """Empty where TOML has no such value."""
    json: str
    becomes: str
    refused: Mapping[str, str] = {}
    """Values, as JSON writes them, and what is said of them."""

    @property
    def kind(self) -> object:
        """The type."""
        return eval(self.annotation, dict(NAMES))  # noqa: S307  # written below

    @property
    def value(self) -> object:
        """What the examples become."""
        return eval(self.becomes, dict(NAMES))  # noqa: S307  # written below


def same(annotation: str, text: str, becomes: str, refused: Mapping[str, str] | None = None) -> Row:
    """A row for a value that each format writes alike."""
    return Row(annotation, text, text, text, becomes, refused or {})


def word(annotation: str, text: str, becomes: str, refused: Mapping[str, str] | None = None) -> Row:
    """A row for a value that is a word in each format."""
    return Row(annotation, text, f'"{text}"', f'"{text}"', becomes, refused or {})


def moment(annotation: str, text: str, becomes: str, refused: Mapping[str, str] | None = None) -> Row:
    """A row for a date or time, which TOML has a form of its own for."""
    return Row(annotation, text, text, f'"{text}"', becomes, refused or {})


_DATETIME = "datetime, such as '2026-11-23T09:30:00' or '2026-11-23T09:30:00+01:00'"
_DURATION = "timedelta, such as '1h30m' or 'PT1H30M'"
_SIZE = "Size, such as '512MiB' or '2GB'"

ROWS = (
    same(
        "bool",
        "true",
        "True",
        {
            "1": "expected bool, got 1 (int); write true",
            '"yes"': "expected bool, got 'yes' (str); write true",
        },
    ),
    same(
        "int",
        "3",
        "3",
        {
            "3.0": "expected int, got 3.0 (float); write 3",
            "true": "expected int, got True (bool)",
            '"3"': "expected int, got '3' (str); write 3",
            "null": "expected int, got nothing (null)",
        },
    ),
    same(
        "float",
        "1e-4",
        "0.0001",
        {
            '"1e-4"': "expected float, got '1e-4' (str); write 0.0001",
            "true": "expected float, got True (bool)",
            "9007199254740993": "expected float, got 9007199254740993 (int); write 9007199254740992.0",
        },
    ),
    same("float", "3", "3.0"),
    same("Real", "3", "3", {"true": "expected Real, got True (bool)"}),
    same("np.float32", "0.5", "np.float32(0.5)", {"1e300": "expected float32, got 1e+300 (float)"}),
    same("np.floating[Any]", "3", "np.float64(3.0)"),
    word(
        "str",
        "no",
        "'no'",
        {
            "3": "expected str, got 3 (int); write it in quotes",
            "true": "expected str, got True (bool); write it in quotes",
        },
    ),
    word("Path", "out/a", "Path('out/a')", {"3": "expected Path, got 3 (int); write it in quotes"}),
    moment(
        "datetime",
        "2026-11-23T09:30:00",
        "datetime(2026, 11, 23, 9, 30)",
        {
            '"2026-11-23"': f"expected {_DATETIME}, got '2026-11-23' (str)",
            "1795426200": f"expected {_DATETIME}, got 1795426200 (int)",
        },
    ),
    moment(
        "datetime",
        "2026-11-23T09:30:00+01:00",
        "datetime(2026, 11, 23, 9, 30, tzinfo=timezone(timedelta(hours=1)))",
    ),
    moment(
        "date",
        "2026-11-23",
        "date(2026, 11, 23)",
        {
            '"2026-11-23T09:30"': "expected date, such as '2026-11-23', got '2026-11-23T09:30' (str)",
            '"23.11.2026"': "expected date, such as '2026-11-23', got '23.11.2026' (str)",
        },
    ),
    moment("time", "09:30:00", "time(9, 30)", {"930": "expected time, such as '09:30:00', got 930 (int)"}),
    word(
        "timedelta",
        "1h30m",
        "timedelta(hours=1, minutes=30)",
        {
            "90": f"expected {_DURATION}, got 90 (int)",
            '"90"': f"expected {_DURATION}, got '90' (str)",
            '"P1M"': f"expected {_DURATION}, got 'P1M' (str)",
        },
    ),
    word("timedelta", "PT1H30M", "timedelta(hours=1, minutes=30)"),
    word(
        "Size",
        "512MiB",
        "536870912",
        {
            '"64"': f"expected {_SIZE}, got '64' (str)",
            '"64MB/s"': f"expected {_SIZE}, got '64MB/s' (str)",
            '"1.5B"': f"expected {_SIZE}, got '1.5B' (str)",
        },
    ),
    same("Size", "64", "64"),
    word("Color", "red", "Color.RED", {'"redd"': "got 'redd'; did you mean 'red'? valid: 'red', 'blue'"}),
    word("Color", "BLUE", "Color.BLUE"),
    same("Level", "2", "Level.HIGH", {'"2"': "got '2'; did you mean 2? valid: 1, 2"}),
    word(
        "Literal['dpo', 'ipo', 1]",
        "dpo",
        "'dpo'",
        {
            '"dppo"': "got 'dppo'; did you mean 'dpo'? valid: 'dpo', 'ipo', 1",
            "true": "got True; valid: 'dpo', 'ipo', 1",
        },
    ),
    same(
        "tuple[float, float]",
        "[0.9, 0.95]",
        "(0.9, 0.95)",
        {"[0.9]": "expected tuple[float, float], got a list of 1"},
    ),
    same(
        "tuple[int, ...]",
        "[1, 2]",
        "(1, 2)",
        {
            "3": "expected tuple[int, ...], got 3 (int); write [3]",
            '"ab"': "expected tuple[int, ...], got 'ab' (str)",
        },
    ),
    same("Sequence[int]", "[1, 2]", "(1, 2)"),
    same("list[int]", "[1, 2]", "[1, 2]"),
    same("frozenset[int]", "[2, 1]", "frozenset({1, 2})"),
    same("set[int]", "[2, 1]", "{1, 2}"),
    Row(
        "Mapping[str, float]",
        "{a: 1}",
        "{a = 1}",
        '{"a": 1}',
        "FrozenDict({'a': 1.0})",
        {"[1]": "expected Mapping[str, float], got a list of 1"},
    ),
    Row(
        "dict[int, str]",
        "{3: a}",
        '{3 = "a"}',
        '{"3": "a"}',
        "{3: 'a'}",
        {'{"3": "a", "03": "b"}': "the keys '3' and '03' are both 3"},
    ),
    Row("int | None", "null", "", "null", "None", {'"a"': "expected int | None, got 'a' (str)"}),
    word(
        "int | str",
        "3 apples",
        "'3 apples'",
        {"0.5": "expected int | str, got 0.5 (float); write it in quotes"},
    ),
    word("Path | str", "out", "'out'"),
    word("Color | str", "red", "Color.RED"),
    same("float | int", "3", "3"),
    word("Name", "ada", "'ada'", {"3": "expected str, got 3 (int); write it in quotes"}),
    same("Annotated[int, 'metres']", "3", "3"),
    Row(
        "Point",
        "{x: 1}",
        "{x = 1}",
        '{"x": 1}',
        "Point(x=1.0, y=0.0)",
        {"1": "expected a mapping with the keys of Point, got 1 (int)"},
    ),
    Row(
        "Range",
        "{low: 1}",
        "{low = 1}",
        '{"low": 1}',
        "Range(low=1, high=9)",
        {"1": "expected a mapping with the keys of Range, got 1 (int)"},
    ),
    Row("Options", "{verbose: true}", "{verbose = true}", '{"verbose": true}', "{'verbose': True}"),
    Row(
        "Size2D",
        "{width: 2}",
        "{width = 2}",
        '{"width": 2}',
        "Size2D(width=2, height=1)",
        {"[1, 2, 3]": "expected a mapping with the keys of Size2D, or a list of 2, got a list of 3"},
    ),
    same("Size2D", "[2, 3]", "Size2D(width=2, height=3)"),
    Row("User", "{age: 3}", "{age = 3}", '{"age": 3}', "User(age=3)"),
    Row("Job", "{cpus: 2}", "{cpus = 2}", '{"cpus": 2}', "Job(cpus=2)"),
    Row(
        "Spec[Loss, []]",
        "{name: sigmoid, kind: hinge}",
        '{name = "sigmoid", kind = "hinge"}',
        '{"name": "sigmoid", "kind": "hinge"}',
        "LOSSES.spec('sigmoid', kind='hinge')",
        {'"sigmiod"': "losses has no 'sigmiod'; did you mean 'sigmoid'? valid: 'sigmoid', 'cross_entropy'"},
    ),
    word("Spec[Loss, []]", "cross_entropy", "LOSSES.spec('cross_entropy')"),
    Row("object", "[1, {a: b}]", '[1, {a = "b"}]', '[1, {"a": "b"}]', "[1, {'a': 'b'}]"),
)


def code(text: str) -> str:
    """Source in a cell of a table."""
    return f"`{text}`".replace("|", "\\|") if text else ""


def table() -> Iterator[str]:
    """The lines of the table."""
    yield "| annotation | YAML | TOML | JSON | becomes | refused, and what is said |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for row in ROWS:
        cells = [*map(code, (row.annotation, row.yaml, row.toml, row.json, row.becomes))]
        told = (f"{code(given)}: {code(said)}" for given, said in row.refused.items())
        yield f"| {' | '.join(cells)} | {'<br>'.join(told)} |"


def page() -> str:
    """The page, whose text outside of the table stands in it."""
    before, mark, rest = FILE.read_text(encoding="utf-8").partition("<!-- table -->\n")
    after = rest.partition("<!-- end of table -->\n")[2]
    return f"{before}{mark}\n" + "\n".join(table()) + f"\n\n<!-- end of table -->\n{after}"


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
