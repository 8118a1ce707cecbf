"""The schema of a scalar has those of the field's limits that concern its type."""

from __future__ import annotations

import pytest

from typed_registry.config._types.json_schema import Schema
from typed_registry.config._types.limits import Limits
from typed_registry.config._types.scalars import scalar_schema

BOUNDS = Limits({"minimum": 0, "maximum": 9})
LENGTHS = Limits(least=1, most=2, pattern="a")


@pytest.mark.parametrize(
    ("name", "limits", "expected"),
    [
        ("integer", BOUNDS, {"maximum": 9, "minimum": 0}),
        ("number", BOUNDS, {"maximum": 9, "minimum": 0}),
        ("string", BOUNDS, {}),
        ("string", LENGTHS, {"minLength": 1, "maxLength": 2, "pattern": "a"}),
        ("integer", LENGTHS, {}),
        ("boolean", LENGTHS, {}),
    ],
)
def test_limits(name: str, limits: Limits, expected: Schema) -> None:
    """Bounds are those of numbers, in the order of the alphabet; lengths and patterns are those of text."""
    found = scalar_schema(name, limits)

    assert {"type": name, **expected} == found
    assert ["type", *expected] == [*found]


@pytest.mark.parametrize(
    ("name", "options", "is_listed"),
    [
        ("integer", (1, 2), True),
        ("number", (1, 2.5), True),
        ("boolean", (True,), True),
        ("string", ("a",), True),
        ("integer", (1, 2.0), False),
        ("boolean", (1,), False),
        ("integer", (True,), False),
        ("string", ("a", 1), False),
    ],
)
def test_options(name: str, options: tuple[object, ...], *, is_listed: bool) -> None:
    """Options are listed unless one is of another type, as a value of the field's may be equal to it."""
    expected: Schema = {"type": name, "enum": [*options]} if is_listed else {"type": name}

    assert expected == scalar_schema(name, Limits(options=options))
