"""A value of another type has a fault with what to write, if it shows what was meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import IntEnum
from math import isnan
from pathlib import Path
from typing import Annotated, Literal

import pytest
from attrs import frozen

from tests.samples.experiment import LOSSES, Loss
from tests.samples.holder import holder
from typed_registry import Spec
from typed_registry.config import from_mapping
from typed_registry.config._types.find_rule import rule_of
from typed_registry.config._types.rule import Reading
from typed_registry.errors import ConfigError, Problem, UnknownKey, WrongChoiceKey, WrongType


@frozen
class Point:
    """A config with defaults."""

    x: int = 0
    y: int = 0


@frozen
class Sized:
    """A config without a default."""

    size: int


class Level(IntEnum):
    """Numbers that are not only that."""

    LOW = 1


LOSS = Spec[Loss, []]
LOSSES_OF = list[LOSS]


def problems(kind: object, data: object) -> list[tuple[object, Problem]]:
    """Return the path below the field and the problem of each fault."""
    with pytest.raises(ConfigError) as caught:
        from_mapping(holder(kind), {"it": data})
    return [(each.path[1:], each.problem) for each in caught.value.faults]


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (str, None, ""),
        (int, "55_000", 55000),
        (int, "1,000,000", 1000000),
        (int, " 3 ", 3),
        (int, "1e3", 1000),
        (int, 1e3, 1000),
        (int, -2.0, -2),
        (float, "inf", float("inf")),
        (float, "-Infinity", float("-inf")),
        (float, ".inf", float("inf")),
        (float, "0,5", 0.5),
        (float, 2**53 + 1, float(2**53)),
        (int, "0b11", 3),
        (int, "0XFF", 255),
        (float, "1e-4", 1e-4),
        (float, "3", 3),
        (bool, "yes", True),
        (bool, "Off", False),
        (bool, "no", False),
        (bool, "n", False),
        (bool, "y", True),
        (bool, 0, False),
        (bool, 1, True),
        (str, 3, "3"),
        (str, 1.5, "1.5"),
        (str, True, "true"),
        (Path, 3, "3"),
        (int | None, "None", None),
        (int | None, "55_000", 55000),
        (float | bool, "on", True),
        (Sequence[str], "a", ["a"]),
        (Sequence[str], "a, b", ["a", "b"]),
        (set[int], "1,2", [1, 2]),
        (tuple[int, ...], 3, [3]),
        (Sequence[Point], {"x": 1}, [{"x": 1}]),
        (Sequence[str], None, []),
        (Mapping[str, int], None, {}),
        (Mapping[str, int], [{"a": 1}, {"b": 2}], {"a": 1, "b": 2}),
        (Point, None, {}),
        (Point, [{"x": 1}, {"y": 2}], {"x": 1, "y": 2}),
        (LOSS, ["sigmoid"], "sigmoid"),
        (LOSS, [{"name": "sigmoid", "kind": "ipo"}], {"name": "sigmoid", "kind": "ipo"}),
        (LOSS, [{"name": "sigmoid"}, {"kind": "ipo"}], {"name": "sigmoid", "kind": "ipo"}),
        (LOSS, {"sigmoid": {"kind": "ipo"}}, {"name": "sigmoid", "kind": "ipo"}),
        (LOSS, {"sigmoid": None}, {"name": "sigmoid"}),
        (LOSSES_OF, "sigmoid", ["sigmoid"]),
        (LOSSES_OF, {"name": "sigmoid"}, [{"name": "sigmoid"}]),
        (
            LOSSES_OF,
            {"cross_entropy": {"weight": 2}, "sigmoid": None},
            [{"name": "cross_entropy", "weight": 2}, {"name": "sigmoid"}],
        ),
    ],
)
def test_suggested(kind: object, data: object, expected: object) -> None:
    """The suggestion is data of the type that is wanted."""
    ((path, problem),) = problems(kind, data)

    assert () == path
    assert isinstance(problem, WrongType)
    assert problem.instead is not None
    assert expected == problem.instead.data
    assert type(expected) is type(problem.instead.data)
    assert not Reading().trial(rule_of(kind), problem.instead.data, (), None)


def test_not_a_number() -> None:
    """A number that isn't one can be suggested, too."""
    ((_, problem),) = problems(float, "NaN")

    assert isinstance(problem, WrongType)
    assert problem.instead is not None
    assert isinstance(problem.instead.data, float)
    assert isnan(problem.instead.data)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (int, 1.5),
        (int, "1.5"),
        (int, "many"),
        (int, "1_0"),
        (int, "9" * 200),
        (int, float("inf")),
        (int, "inf"),
        (int, True),
        (int, None),
        (float, 10**400),
        (float, "1,5,5"),
        (float, "1,234.5"),
        (bool, "yess"),
        (bool, 2),
        (bool, 1.0),
        (str, Level.LOW),
        (timedelta, 90),
        (Literal["a"] | int, [1]),
        (Sequence[int], "a"),
        (Sequence[int], "1,a"),
        (Sequence[int], "1," * 100),
        (tuple[int, int], 3),
        (Mapping[str, int], [1]),
        (Mapping[str, int], [{"a": 1}, {"a": 2}]),
        (Mapping[str, int], []),
        (Point, [{"x": 1}, {"z": 2}]),
        (Point, 3),
        (Sized, None),
        (LOSS, 3),
        (LOSS, []),
        (LOSS, ["sigmiod"]),
        (LOSS, ["sigmoid", "cross_entropy"]),
        (LOSSES_OF, {"sigmoid": None, "zzz": None}),
        (LOSSES_OF, {"zzz": 1}),
    ],
)
def test_nothing_to_suggest(kind: object, data: object) -> None:
    """Where the data doesn't show what was meant, nothing is suggested."""
    found = [problem for _, problem in problems(kind, data)]

    assert found
    assert all(isinstance(each, WrongType) and each.instead is None for each in found)


@pytest.mark.parametrize(
    ("data", "key", "settings"),
    [
        ({"type": "sigmoid", "kind": "ipo"}, "type", None),
        ({"_target_": "losses.sigmoid"}, "_target_", None),
        ({"_target_": "zoo.losses.Sigmoid"}, "_target_", None),
        ({"class_path": "sigmoid", "init_args": {"kind": "ipo"}}, "class_path", "init_args"),
        ({"@losses": "sigmoid"}, "@losses", None),
        ({"id": 3, "type": "sigmoid"}, "type", None),
    ],
)
@pytest.mark.parametrize("kind", [LOSS, LOSS | Point, LOSS | None])
def test_wrong_choice_key(kind: object, data: object, key: str, settings: str | None) -> None:
    """A key that other tools choose by, and that names a component, is the only fault of a choice."""
    assert [((key,), WrongChoiceKey("sigmoid", "losses", "name", settings))] == problems(kind, data)


def test_wrong_choice_key_beside_a_default() -> None:
    """It is a fault, too, where the data would else complete the default."""
    reading = Reading()
    rule_of(LOSS).read({"type": "cross_entropy"}, (), reading, LOSSES.from_mapping({"name": "sigmoid"}))

    assert [WrongChoiceKey("cross_entropy", "losses", "name")] == [each.problem for each in reading.faults]


def test_own_fields_are_no_wrong_choice_keys() -> None:
    """A field of the default's own is set by its key, whatever its value."""
    reading = Reading()
    default = LOSSES.from_mapping({"name": "sigmoid"})
    rule_of(LOSS).read({"kind": "sigmoid"}, (), reading, default)

    assert [] == [*reading.faults]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"nam": "sigmoid"}, [(("nam",), UnknownKey(("name",)))]),
        ({"type": "sigmiod"}, None),
        ({"weight": "sigmoid"}, None),
        ({"sigmoid": 3}, None),
    ],
)
def test_no_choice(data: object, expected: object) -> None:
    """Other mappings without a name lack one, or have a misspelt key."""
    found = problems(LOSS, data)

    if expected is None:
        assert [("name",)] == [path for path, _ in found]
    else:
        assert expected == found


def test_trials_suggest_nothing() -> None:
    """A trial of alternatives doesn't find out what was meant, which could take a trial again."""
    (found,) = Reading().trial(rule_of(Annotated[int, "nested"]), "55_000", (), None)

    assert WrongType("int", "55_000") == found.problem
