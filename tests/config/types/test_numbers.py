"""Numbers and texts of other classes than Python's own, as values that a program gives and as types."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum, IntEnum
from fractions import Fraction
from math import isnan
from numbers import Complex, Integral, Number, Rational, Real
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest

from tests.samples.bag import fault
from tests.samples.holder import holder
from tests.schema.judge import judge
from typed_registry.config import Size, digest, dump, from_mapping


class Word(str, Enum):
    """Words, as `StrEnum` has them; with the `__str__` of an enumeration."""

    A = "a"


class Level(IntEnum):
    """Numbers."""

    HIGH = 2


@pytest.mark.parametrize(
    ("kind", "data", "value"),
    [
        (float, np.float64(0.5), 0.5),
        (float, np.float32(0.1), float(np.float32(0.1))),
        (float, np.int64(3), 3.0),
        (float, Level.HIGH, 2.0),
        (float, Fraction(1, 4), 0.25),
        (int, np.uint8(3), 3),
        (int, Level.HIGH, 2),
        (bool, np.bool_(True), True),  # noqa: FBT003  # numpy's
        (str, Word.A, "a"),
        (str, np.str_("a"), "a"),
        (float | int, np.int64(3), 3),
        (float | int, np.float32(0.5), 0.5),
        (Literal[1, "a"], np.int64(1), 1),
        (Literal[1, "a"], Word.A, "a"),
        (Path | None, np.str_("a"), Path("a")),
        (Size, np.int64(3), 3),
        (tuple[float, ...], [np.float64(0.5), Level.HIGH], (0.5, 2.0)),
    ],
)
def test_taken(kind: object, data: object, value: object) -> None:
    """A value becomes an instance of Python's own class, so that its dump and its digest are the same."""
    root = holder(kind)
    made, plain = from_mapping(root, {"it": data}), from_mapping(root, {"it": value})

    assert value == made.it
    assert type(value) is type(made.it)
    assert digest(plain) == digest(made)
    assert dump(plain) == dump(made)


def test_nan() -> None:
    """NaN of numpy is NaN."""
    made = from_mapping(holder(float), {"it": np.float64("nan")}).it

    assert float is type(made)
    assert isinstance(made, float)
    assert isnan(made)


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        (float, True, "expected float, got True (bool)"),
        (float, np.bool_(True), "expected float, got np.True_ (bool)"),  # noqa: FBT003  # numpy's
        (float, Fraction(1, 3), "expected float, got Fraction(1, 3) (Fraction)"),
        (float, Decimal("0.5"), "expected float, got Decimal('0.5') (Decimal)"),
        (int, np.float64(3), "expected int, got np.float64(3.0) (float64)"),
        (bool, np.int64(1), "expected bool, got np.int64(1) (int64)"),
        (int, Word.A, "expected int, got <Word.A: 'a'> (str)"),
    ],
)
def test_refused(kind: object, data: object, said: str) -> None:
    """A value that would become another one is refused."""
    assert f"it: {said}" in fault(lambda: from_mapping(holder(kind), {"it": data}))


@pytest.mark.parametrize(
    ("kind", "data", "value"),
    [
        (Integral, 3, 3),
        (Rational, 3, 3),
        (Real, 3, 3),
        (Real, 0.5, 0.5),
        (Complex, 0.5, 0.5),
        (Number, 3, 3),
        (np.float64, 3, np.float64(3)),
        (np.float32, 0.1, np.float32(0.1)),
        (np.floating[Any], 0.5, np.float64(0.5)),
        (np.number[Any], 3, np.int64(3)),
        (np.int8, 3, np.int8(3)),
        (np.integer[Any], 3, np.int64(3)),
        (np.unsignedinteger[Any], 3, np.uint64(3)),
        (np.bool_, True, np.bool_(True)),  # noqa: FBT003  # numpy's
    ],
)
def test_types(kind: object, data: object, value: object) -> None:
    """A type of `numbers` takes Python's numbers; one of numpy makes numpy's."""
    root = holder(kind)
    made = from_mapping(root, {"it": data})

    assert value == made.it
    assert type(value) is type(made.it)
    assert value is from_mapping(root, {"it": value}).it
    assert (True, True) == judge(root).verdicts({"it": data})


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Integral, 0.5),
        (Real, "a"),
        (Real, True),
        (np.int8, 300),
        (np.int64, 0.5),
        (np.float32, 1e300),
        (np.float32, 16777217),
        (np.float64, "a"),
        (np.bool_, 1),
    ],
)
def test_types_refuse(kind: object, data: object) -> None:
    """A number that the type doesn't have is refused, and so is what is no number."""
    assert "it: expected " in fault(lambda: from_mapping(holder(kind), {"it": data}))
