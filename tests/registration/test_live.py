"""Plain data from a program, which holds values of the fields' types as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum, IntEnum
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast

import pytest
from attrs import frozen

from tests.samples.bag import fault
from tests.samples.experiment import (
    ALGORITHMS,
    LOSSES,
    Algorithm,
    Experiment,
    PreferenceLoss,
    Sigmoid,
    SigmoidConfig,
)
from tests.samples.holder import holder
from typed_registry import Spec
from typed_registry.config import from_cli, from_mapping, load

Write = Callable[[str, str], Path]


class Color(Enum):
    """Members whose values no file can hold."""

    RED = (1, 0)
    BLUE = (0, 1)


class Level(IntEnum):
    """Members that are numbers, too."""

    LOW = 1


@frozen
class Point:
    """A small config."""

    x: float


@frozen
class Place(Point):
    """One that is one, too."""

    name: str = ""


SIGMOID = LOSSES.spec(Sigmoid, SigmoidConfig(0.3))
CHOICE = Spec[PreferenceLoss, []]


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Color, Color.RED),
        (Color | None, Color.RED),
        (int | Level, Level.LOW),
        (Literal[Color.RED, "auto"], Color.RED),
        (tuple[Color, ...], (Color.RED, Color.BLUE)),
        (frozenset[str], frozenset("ab")),
        (set[Color], {Color.RED, Color.BLUE}),
        (Point, Point(1.0)),
        (Point, Place(1.0)),
        (Point | float, Point(1.0)),
        (list[Point], [Point(1.0)]),
        (CHOICE, SIGMOID),
        (CHOICE | None, SIGMOID),
        (list[CHOICE], [SIGMOID]),
    ],
)
def test_taken(kind: object, data: object) -> None:
    """A value that fits the field's type is taken as it is."""
    made = from_mapping(holder(kind), {"it": data}).it

    assert data == made
    assert type(data) is type(made)


def test_a_set_of_another_class() -> None:
    """A set becomes what the type says, and its members what they stand for."""
    assert frozenset({1.0, 2.0}) == from_mapping(holder(frozenset[float]), {"it": {1, 2}}).it


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (Literal[Color.RED], Color.BLUE, "it: got <Color.BLUE: (0, 1)>; valid: 'RED'"),
        (tuple[int, ...], {1}, "it: expected tuple[int, ...], got {1} (set)"),
        (set[int], {"a"}, "it.0: expected int, got 'a' (str)"),
        (Place, Point(1.0), "it: expected a mapping with the keys of Place, got Point(x=1.0) (Point)"),
        (
            Spec[Algorithm, []],
            SIGMOID,
            (
                "it: expected a component of algorithms: its name, or a mapping with its name, "
                "got Spec('sigmoid', label_smoothing=0.3, kind='sigmoid') (Spec)"
            ),
        ),
        (
            CHOICE,
            LOSSES.from_mapping({"name": "cross_entropy"}),
            (
                "it: 'cross_entropy' is not a PreferenceLoss (reward: CrossEntropy has no 'reward'); "
                "valid: 'sigmoid'"
            ),
        ),
    ],
)
def test_refused(kind: object, data: object, expected: str) -> None:
    """A value that doesn't fit is refused."""
    assert expected == fault(lambda: from_mapping(holder(kind), {"it": data}))


def test_no_section_beside() -> None:
    """A choice that the program has made whole has no section."""
    data = {"algorithm": ALGORITHMS.from_mapping({"name": "sft"}), "sft": {"epochs": 3}}

    assert "sft: algorithm is given whole, by the program, and takes no section" == fault(
        lambda: from_mapping(Experiment, data)
    )


def test_config_and_settings() -> None:
    """A config of the program's is no section of a choice that has settings, or that is made already."""
    choice = ALGORITHMS.from_mapping({"name": "sft", "epochs": 3})
    data = {"algorithm": {"name": "sft", "epochs": 3}, "sft": choice.config}

    assert "sft: algorithm has settings, too; give all of them here, or all of them in algorithm" == fault(
        lambda: from_mapping(Experiment, data)
    )
    assert "sft: algorithm is given whole, by the program, and takes no section" == fault(
        lambda: from_mapping(Experiment, {"algorithm": choice, "sft": choice.config})
    )


@pytest.mark.parametrize(("data", "got"), [(None, "nothing (null)"), ([], "a list of 0"), (3, "3 (int)")])
def test_no_mapping(data: object, got: str) -> None:
    """What is no mapping is a fault like any other."""
    given = cast("Mapping[str, object]", data)

    assert f"expected a mapping, got {got}" == fault(lambda: from_mapping(Point, given))


def test_other_mapping() -> None:
    """A mapping need be no dictionary."""
    assert Point(1.0) == from_mapping(Point, MappingProxyType({"x": 1}))


def test_overrides_as_text(write: Write) -> None:
    """One text in place of several overrides is the program's mistake."""
    file = write("c.yaml", "x: 1\n")

    with pytest.raises(TypeError, match=r"^overrides are given as a list: \['x=2'\]$"):
        load(Point, file, "x=2")
    with pytest.raises(TypeError, match=r"^overrides are given as a list: \['x=2'\]$"):
        from_mapping(Point, {"x": 1}, "x=2")
    assert Point(2.0) == from_cli(Point, [str(file), "x=2"])
