"""The example of a component is a choice that loads."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import Enum
from pathlib import Path
from typing import Annotated, Literal

import pytest
from attrs import field, frozen
from attrs.validators import deep_iterable, ge, gt, in_, lt, min_len

from posttrain import registries as posttrain_registries
from typed_registry import Registry, Spec
from typed_registry._annotations.type_guards import is_table
from typed_registry._documentation.example import example
from typed_registry._registration.entries import Entries, registries_among
from typed_registry.config import Size, key, retired
from typed_registry.config._formats.read import parse
from typed_registry.config._sources.environment import substitute_variables
from typed_registry.config._structure.choose import chooser


class Loss:
    """The type of the components."""


LOSSES = Registry[Loss, []]("losses")
MODELS = Registry[object, []]("models")


class Color(Enum):
    """An enumeration."""

    RED = "red"


@frozen
class Point:
    """A class with fields."""

    x: int
    label: str = ""


@LOSSES.register("weighted")
class Weighted(Loss):
    """A loss with a required setting."""

    def __init__(self, weight: float) -> None: ...


@LOSSES.register("hinge")
class Hinge(Loss):
    """A loss without required settings."""

    def __init__(self, margin: float = 1.0, wait: timedelta = timedelta(milliseconds=200)) -> None: ...


HEAVY = LOSSES.from_mapping({"name": "weighted", "weight": 2})


@frozen
class Everything:
    """A config with required fields of many types."""

    number: int
    rate: float
    word: str
    flag: bool
    maybe: float | None
    either: int | list[str]
    literal: Literal["a", "b"]
    color: Color
    pair: tuple[int, str]
    many: Sequence[float]
    few: frozenset[int]
    table: Mapping[int, str]
    wait: timedelta
    day: date
    moment: datetime
    clock: time
    file: Path
    size: Size
    point: Point
    points: list[Point]
    loss: Annotated[Spec[Loss, []], LOSSES]
    losses: Mapping[str, Annotated[Spec[Loss, []], LOSSES]]
    anything: object
    large: int = field(validator=ge(16))
    share: float = field(validator=[gt(0.0), lt(0.5)])
    three: list[int] = field(validator=[min_len(3), deep_iterable(ge(7))])
    word_of: str = field(validator=in_(["up", "down"]))
    dashed: int = field(metadata=key("a-b"))
    annotated: Annotated[int, "unit"]


@MODELS.register("everything", config=Everything)
class Model:
    """A component."""

    def __init__(self, config: Everything) -> None: ...


@MODELS.register("odd 'name'")
class Odd:
    """A component with defaults that files write in different ways, and one that none can hold."""

    def __init__(
        self,
        text: str = "${env:HOME} # \n'\"",
        loss: Annotated[Spec[Loss, []], LOSSES] = HEAVY,
        points: tuple[Point, ...] = (Point(1, "a"),),
        make: Callable[[], int] = int,
        wait: timedelta = timedelta(milliseconds=200),
        *more: int,
        **others: float,
    ) -> None: ...


@MODELS.register("unclear")
class Unclear:
    """A component that no config can choose."""

    def __init__(self, make: Callable[[], int]) -> None: ...


def text_of(entries: Entries, name: str) -> str:
    """The example of a component."""
    return example(name, entries.config(name))


def loaded(text: str, entries: Entries) -> object:
    """The choice that a file with this text would make."""
    data = substitute_variables(parse(text, "c.yaml")).data
    assert is_table(data)
    return chooser(entries)(data)


EVERY = [
    (entries, name)
    for entries in registries_among((LOSSES, MODELS, *vars(posttrain_registries).values()))
    for name in entries
    if name != "unclear"
]


@pytest.mark.parametrize(("entries", "name"), EVERY, ids=lambda part: getattr(part, "name", part))
def test_loads(entries: Entries, name: str) -> None:
    """The example loads as it is, and also with all of its comments in effect, as the same choice."""
    text = text_of(entries, name)
    whole = re.sub("^# ", "", text, flags=re.MULTILINE)
    as_it_is, filled = (loaded(each, entries) for each in (text, whole))

    assert name == getattr(as_it_is, "name", None)
    assert as_it_is == filled


def test_required_come_first() -> None:
    """Required settings are marked, with their type; the others are comments with their defaults."""
    assert (
        text_of(registries_among([LOSSES])[0], "weighted")
        == "name: weighted\nweight: 1.0  # required: float\n"
    )
    assert text_of(registries_among([LOSSES])[0], "hinge") == "name: hinge\n# margin: 1.0\n# wait: 200ms\n"


def test_choices() -> None:
    """A required choice is a component without required settings, if there is any."""
    (entries,) = registries_among([MODELS])
    text = text_of(entries, "everything")

    assert "\nloss: hinge  # required: one of losses\n" in text
    assert "\nlosses: {text: hinge}  # required: mapping, each one of losses\n" in text
    assert "\na-b: 1  # required: int\n" in text


def test_what_no_file_can_hold() -> None:
    """A default that no file can hold is left out, and a component that needs such a value has no example."""
    (entries,) = registries_among([MODELS])

    assert "make" not in text_of(entries, "odd 'name'")
    assert text_of(entries, "unclear") == ""


def test_retired() -> None:
    """A setting that has no effect any more is left out."""

    @frozen
    class Old:
        margin: float = field(default=0.0, metadata=retired(since="0.5"))

    assert example("old", Old) == "name: old\n"
