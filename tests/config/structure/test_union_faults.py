"""What is told of data that none of several alternatives takes."""

from __future__ import annotations

from enum import Enum
from typing import Literal

import pytest
from attrs import field, frozen, validators

from tests.samples.bag import fault
from tests.samples.experiment import Algorithm, Loss
from tests.samples.holder import holder
from typed_registry import Spec
from typed_registry.config import from_mapping


class Color(Enum):
    """An enumeration of words."""

    RED = "red"
    BLUE = "blue"


@frozen
class Inner:
    """A field that can be of the wrong type, and one that can have the wrong value."""

    steps: int = 1
    rate: float = field(default=1.0, validator=validators.gt(0))
    kind: Literal["a", "b"] = "a"


@frozen
class Other:
    """Another config."""

    steps: int = 1


LOSS = Spec[Loss, []]
WRONG = {"steps": "many", "rate": -1, "kind": "c", "zzz": 0}
TOLD = (
    "4 faults:\n"
    "it.zzz: unknown key; valid: 'steps', 'rate', 'kind'\n"
    "it.steps: expected int, got 'many' (str)\n"
    "it.kind: got 'c'; valid: 'a', 'b'\n"
    "it.rate: got -1 (int): 'rate' must be > 0: -1.0"
)


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (Inner | None, WRONG, TOLD),
        (Inner | int, WRONG, TOLD),
        (Inner | list[Inner] | None, WRONG, TOLD),
        (Inner | None, {"steps": "many", "kind": "a"}, "it.steps: expected int, got 'many' (str)"),
        (Inner | None, {"kind": "c"}, "it.kind: got 'c'; valid: 'a', 'b'"),
        (
            LOSS | None,
            {"name": "sigmoid", "label_smoothing": "x", "kind": "ipo", "zzz": 0},
            (
                "2 faults:\n"
                "it.zzz: unknown key; valid: 'label_smoothing', 'kind'\n"
                "it.label_smoothing: expected float, got 'x' (str)"
            ),
        ),
        (
            LOSS | str,
            {"name": "cross_entropy", "wieght": 1},
            "it.wieght: unknown key; did you mean 'weight'? valid: 'weight'",
        ),
        (
            LOSS | int,
            "sigmiod",
            "it: losses has no 'sigmiod'; did you mean 'sigmoid'? valid: 'sigmoid', 'cross_entropy'",
        ),
        (list[LOSS] | LOSS | None, ["zzz"], "it.0: losses has no 'zzz'; valid: 'sigmoid', 'cross_entropy'"),
        (list[int] | int, [1, "x"], "it.1: expected int, got 'x' (str)"),
        (dict[str, int] | str, {"a": "x"}, "it.a: expected int, got 'x' (str)"),
    ],
)
def test_the_one_that_fits(kind: object, data: object, expected: str) -> None:
    """Where the data has the form of one alternative, that one's faults are told, all of them."""
    assert expected == fault(lambda: from_mapping(holder(kind), {"it": data}))


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (Literal["auto"] | int, "auot", "it: got 'auot'; did you mean 'auto'? valid: 'auto', or int"),
        (Literal["auto"] | int | bool, 0.5, "it: got 0.5; valid: 'auto', or int | bool"),
        (Color | float | None, "bleu", "it: got 'bleu'; did you mean 'blue'? valid: 'red', 'blue', or float"),
        (Color | Literal["red", 3], "x", "it: got 'x'; valid: 'red', 'blue', 3"),
        (
            Literal["none"] | LOSS,
            "sigmiod",
            "it: got 'sigmiod'; did you mean 'sigmoid'? valid: 'none', 'sigmoid', 'cross_entropy'",
        ),
        (
            LOSS | Spec[Algorithm, []],
            "dop",
            "it: got 'dop'; did you mean 'dpo'? valid: 'sigmoid', 'cross_entropy', 'dpo', 'sft'",
        ),
    ],
)
def test_words(kind: object, data: object, expected: str) -> None:
    """Where one of the alternatives lists its values, those are told, and what else is valid."""
    assert expected == fault(lambda: from_mapping(holder(kind), {"it": data}))


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (Inner | int, [1], "it: expected Inner | int, got a list of 1"),
        (Inner | Other, {"steps": "x"}, "it: expected Inner | Other, got a mapping"),
        (list[int] | list[str], [1, "x"], "it: expected list[int] | list[str], got a list of 2"),
        (Literal["a"] | int, ["a"], "it: expected Literal['a'] | int, got a list of 1"),
        (tuple[int, int] | int, [1], "it: expected tuple[int, int] | int, got a list of 1"),
    ],
)
def test_none_or_several_fit(kind: object, data: object, expected: str) -> None:
    """Where the form tells nothing, all the alternatives are told."""
    assert expected == fault(lambda: from_mapping(holder(kind), {"it": data}))
