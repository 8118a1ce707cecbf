"""A tree as TOML: how it is laid out, and which values TOML can't contain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta, timezone
from math import inf
from pathlib import Path

import pytest
from attrs import frozen

from tests.samples.bag import Bag
from tests.samples.types import Point
from typed_registry.config import dump, load, save
from typed_registry.errors import UnwritableError

from .test_dump import EXPERIMENT

Write = Callable[[str, str], Path]

TOML = """\
seed = 0
rate = 0.0001
precision = 16
folder = "out/a"

[algorithm]
name = "dpo"
beta = 0.2

[algorithm.loss]
name = "sigmoid"
label_smoothing = 0.1
kind = "hinge"

[loss]
name = "cross_entropy"
weight = 2.0

[steps]
count = 7
stage = "warm-up"
marks = [1, 2]
"""


@frozen
class Shapes:
    """Tables of every kind."""

    plain: Mapping[str, int]
    points: tuple[Point, ...]
    pairs: tuple[tuple[Point, int], ...]
    nested: tuple[Mapping[str, tuple[Point, ...]], ...]
    none: tuple[Point, ...] = ()


SHAPES = Shapes(
    plain={"a-b_1": 1, "a b": 2, "": 3, 'a"\x7f': 4},
    points=(Point(1.0), Point(2.0)),
    pairs=((Point(1.0), 1),),
    nested=({"a": (Point(1.0), Point(2.0))}, {}, {"b": ()}),
)
SHAPES_TOML = """\
pairs = [[{x = 1.0, y = 0.0}, 1]]
none = []

[plain]
a-b_1 = 1
"a b" = 2
"" = 3
"a\\"\\u007f" = 4

[[points]]
x = 1.0
y = 0.0

[[points]]
x = 2.0
y = 0.0

[[nested]]

[[nested.a]]
x = 1.0
y = 0.0

[[nested.a]]
x = 2.0
y = 0.0

[[nested]]

[[nested]]
b = []
"""


@frozen
class Moments:
    """Dates and times of every kind."""

    moment: datetime
    zoned: datetime
    odd: datetime
    day: date
    hour: time
    zoned_hour: time
    pause: timedelta


MOMENTS = Moments(
    moment=datetime(2026, 11, 23, 9, 30, 0, 250_000),  # noqa: DTZ001  # one without a zone
    zoned=datetime(2026, 11, 23, 9, 30, tzinfo=timezone(timedelta(hours=1))),
    odd=datetime(2026, 11, 23, 9, 30, tzinfo=timezone(timedelta(seconds=30))),
    day=date(2026, 11, 23),
    hour=time(9, 30),
    zoned_hour=time(9, 30, tzinfo=timezone.utc),
    pause=timedelta(minutes=90),
)
MOMENTS_TOML = """\
moment = 2026-11-23T09:30:00.250000
zoned = 2026-11-23T09:30:00+01:00
odd = "2026-11-23T09:30:00+00:00:30"
day = 2026-11-23
hour = 09:30:00
zoned_hour = "09:30:00+00:00"
pause = "PT1H30M"
"""


@pytest.mark.parametrize(
    ("config", "text"), [(EXPERIMENT, TOML), (SHAPES, SHAPES_TOML), (MOMENTS, MOMENTS_TOML)]
)
def test_text(config: object, text: str) -> None:
    """Plain values come first, tables have headers, and dates are written as dates."""
    assert text == dump(config, "toml")


@pytest.mark.parametrize("config", [SHAPES, MOMENTS])
def test_loads(config: Shapes | Moments, tmp_path: Path) -> None:
    """The written text loads as an equal tree."""
    save(config, tmp_path / "c.toml")

    assert config == load(type(config), tmp_path / "c.toml")


@frozen
class Gaps:
    """Fields that may be None."""

    size: int | None = None
    name: str | None = "a"
    steps: tuple[int | None, ...] = (1, None)
    point: Point | None = None


@frozen
class Outer:
    """A field whose default is another than its class's."""

    gaps: Gaps = Gaps(3)


def test_null_left_out() -> None:
    """None is left out where it is the default, or a part of it."""
    assert 'name = "a"\n' == dump(Gaps(), "toml")


@pytest.mark.parametrize(
    ("config", "path"),
    [
        (Gaps(name=None), ("name",)),
        (Gaps(steps=(2, None)), ("steps", 1)),
        (Bag({"a": [None]}), ("v", "a", 0)),
        (Outer(Gaps()), ("gaps", "size")),
    ],
)
def test_null_refused(config: object, path: tuple[str | int, ...]) -> None:
    """None is refused in all other places."""
    with pytest.raises(UnwritableError) as caught:
        dump(config, "toml")

    assert path == caught.value.path


def test_infinite() -> None:
    """TOML can write infinite numbers and NaN."""
    assert "v = [inf, -inf, nan]\n" == dump(Bag([inf, -inf, inf - inf]), "toml")
