"""Where two trees differ, and whether they are the same to the types of their parts."""

from __future__ import annotations

from math import nan

import pytest

from tests.samples.bag import Bag
from tests.samples.types import Point
from typed_registry import Registry
from typed_registry._frozendict import FrozenDict
from typed_registry.config._types.differences import differences, is_same


class Thing:
    """A component with a setting."""

    def __init__(self, config: Point) -> None:
        self.config = config


THINGS = Registry[object, []]("things that differ")
THINGS.register("one", config=Point)(Thing)
THINGS.register("other", config=Point)(Thing)


class Mute:
    """A value that can't tell whether it is equal to another, as tensors of several numbers can't."""

    def __eq__(self, other: object) -> bool:
        raise ValueError("which of them?")

    __hash__ = object.__hash__


MUTE = Mute()


CASES: tuple[tuple[object, object, list[object]], ...] = (
    (1, 1.0, []),
    (nan, float("nan"), []),
    (Bag([nan]), Bag([float("nan")]), []),
    (Bag(MUTE), Bag(MUTE), []),
    ({"a": 1}, FrozenDict({"a": 1}), []),
    (Bag([1, 2]), Bag([1, 3]), [(("v", 1), 2, 3)]),
    (Bag([1]), Bag((1,)), [(("v",), [1], (1,))]),
    (Bag([1]), Bag([1, 2]), [(("v",), [1], [1, 2])]),
    (Bag({"a": 1, "b": 2}), Bag({"a": 2, "b": 3}), [(("v", "a"), 1, 2), (("v", "b"), 2, 3)]),
    (Bag({"a": 1}), Bag({"b": 1}), [(("v",), {"a": 1}, {"b": 1})]),
    (Bag({1: "a"}), Bag({"1": "a"}), [(("v",), {1: "a"}, {"1": "a"})]),
    (Bag({1: "a"}), Bag({1.0: "a"}), []),
    (Bag({nan: 1}), Bag({float("nan"): 2}), [(("v", "nan"), 1, 2)]),
    (Bag({1, 2}), Bag(frozenset({1, 2})), []),
    (Bag({1, 2}), Bag({1, 3}), [(("v",), {1, 2}, {1, 3})]),
    (Bag(1), Point(1.0), [((), Bag(1), Point(1.0))]),
    (
        THINGS.from_mapping({"name": "one", "x": 1.0}),
        THINGS.from_mapping({"name": "one", "x": 2.0}),
        [(("x",), 1.0, 2.0)],
    ),
    (
        THINGS.from_mapping({"name": "one", "x": 1.0}),
        THINGS.from_mapping({"name": "other", "x": 1.0}),
        [
            (
                (),
                THINGS.from_mapping({"name": "one", "x": 1.0}),
                THINGS.from_mapping({"name": "other", "x": 1.0}),
            )
        ],
    ),
)


@pytest.mark.parametrize(("one", "other", "expected"), CASES)
def test_found(one: object, other: object, expected: list[object]) -> None:
    """Each difference has the path to it, as deep as it goes."""
    assert expected == [*differences(one, other)]


def test_values_that_refuse_to_compare() -> None:
    """Two values that can't be compared differ."""
    assert [()] == [path for path, _, _ in differences(Mute(), Mute())]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (nan, float("nan")),
        (Bag([1, {"a": nan}]), Bag([1, {"a": float("nan")}])),
        ({1, 2}, {2, 1}),
        (Bag(len), Bag(len)),
        (THINGS.from_mapping({"name": "one", "x": 1.0}), THINGS.from_mapping({"name": "one", "x": 1.0})),
    ],
)
def test_same(one: object, other: object) -> None:
    """Values with equal parts of the same types are the same."""
    assert is_same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (1, True),
        (Bag([1]), Bag([1.0])),
        (Bag([1]), Bag((1,))),
        ({"a": 1}, FrozenDict({"a": 1})),
        ({1: "a"}, {True: "a"}),
        ({1, 2}, {1.0, 2.0}),
        (list[int](), [1]),
        (Mute(), Mute()),
        (
            THINGS.from_mapping({"name": "one", "x": 1.0}),
            THINGS.from_mapping({"name": "other", "x": 1.0}),
        ),
    ],
)
def test_not_the_same(one: object, other: object) -> None:
    """Values that are equal but differ in the type of a part are not the same."""
    assert not is_same(one, other)
