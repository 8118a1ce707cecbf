"""The schema of each type."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import Enum, IntEnum
from pathlib import Path
from typing import Annotated, Literal, NewType

import pytest

from typed_registry._schema.writer import SchemaWriter
from typed_registry.config import Size
from typed_registry.config._types.find_rule import rule_of
from typed_registry.config._types.json_schema import VARIABLE
from typed_registry.config._types.scalars import KEY_PATTERNS
from typed_registry.config._types.schema_request import SchemaRequest
from typed_registry.config._types.text_codecs import TEXT_CODECS


class Color(Enum):
    """An enumeration of words, one of which has two names."""

    RED = "red"
    BLUE = "blue"
    AZURE = "blue"  # noqa: PIE796  # another name for the same, as enumerations have it


class Level(IntEnum):
    """An enumeration of numbers."""

    LOW = 1
    HIGH = 2


Name = NewType("Name", str)


def either(*types: str) -> dict[str, object]:
    """Return the schema of these types, or of a variable."""
    message = f"Expected {' or '.join(types)}, or ${{env:NAME}}."
    return {**VARIABLE, "type": [*types, "string"], "patternErrorMessage": message}


INTEGER, NUMBER = either("integer"), either("number")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (bool, either("boolean")),
        (int, INTEGER),
        (float, NUMBER),
        (str, {"type": "string"}),
        (Path, {"type": "string"}),
        (Name, {"type": "string"}),
        (Annotated[int, "metres"], INTEGER),
        (object, {}),
        (None, either("null")),
        (int | None, either("integer", "null")),
        (int | float, either("integer", "number")),
        (int | str, {"type": ["integer", "string"]}),
        (int | object, {}),
        (date, {"anyOf": [{"type": "string", "pattern": f"^{TEXT_CODECS[date].pattern}$"}, VARIABLE]}),
        (
            Size | None,
            {
                "anyOf": [
                    {"type": "integer"},
                    {"type": "string", "pattern": f"^{TEXT_CODECS[Size].pattern}$"},
                    {"type": "null"},
                    VARIABLE,
                ]
            },
        ),
        (Literal["a", 1, True], {"anyOf": [{"enum": ["a", 1, True]}, VARIABLE]}),
        (Literal["a"] | None, {"anyOf": [{"enum": ["a"]}, {"type": "null"}, VARIABLE]}),
        (Color, {"anyOf": [{"enum": ["red", "blue", "RED", "BLUE", "AZURE"]}, VARIABLE]}),
        (Level, {"anyOf": [{"enum": [1, 2, "LOW", "HIGH"]}, VARIABLE]}),
        (list, {"type": "array"}),
        (list[int], {"type": "array", "items": INTEGER}),
        (Sequence[int], {"type": "array", "items": INTEGER}),
        (frozenset[int], {"type": "array", "items": INTEGER}),
        (tuple[int, ...], {"type": "array", "items": INTEGER}),
        (tuple[int, int], {"type": "array", "items": INTEGER, "minItems": 2, "maxItems": 2}),
        (
            tuple[int, str],
            {"type": "array", "prefixItems": [INTEGER, {"type": "string"}], "minItems": 2, "maxItems": 2},
        ),
        (tuple[()], {"type": "array", "minItems": 0, "maxItems": 0}),
        (list[int] | None, {"anyOf": [{"type": "array", "items": INTEGER}, {"type": "null"}, VARIABLE]}),
        (dict, {"type": "object", "additionalProperties": True}),
        (dict[str, int], {"type": "object", "additionalProperties": INTEGER}),
        (
            Mapping[int, str],
            {
                "type": "object",
                "propertyNames": {"type": "string", "pattern": KEY_PATTERNS[int]},
                "additionalProperties": {"type": "string"},
            },
        ),
        (
            dict[Color, object],
            {
                "type": "object",
                "propertyNames": {"enum": ["red", "blue", "RED", "BLUE", "AZURE"]},
                "additionalProperties": True,
            },
        ),
        (bytes | None, either("null")),
        (bytes, {"not": {}}),
    ],
)
def test_type(kind: object, expected: object) -> None:
    """Each type has its schema. That of a scalar accepts a variable as well."""
    assert expected == rule_of(kind).schema_of_value(SchemaRequest(SchemaWriter()))


@pytest.mark.parametrize(
    ("kind", "accepted", "refused"),
    [
        (
            timedelta,
            ["1h30m", "1.5h", "-2d", "PT1H30M", "-P1DT2S"],
            ["", "90", "P", "PT", "1m1h", "P1M", "pt1h"],
        ),
        (Size, ["512MiB", "1.5 kB", "3B"], ["64", "64MB/s", "MiB", "1KB"]),
        (date, ["2026-11-23"], ["2026-11-23T09:30", "23.11.2026"]),
    ],
)
def test_word(kind: object, accepted: Sequence[str], refused: Sequence[str]) -> None:
    """The keys of a mapping are restricted by a pattern."""

    expression = re.compile(f"^{TEXT_CODECS[kind].pattern}$")

    assert [*accepted] == [word for word in (*accepted, *refused) if expression.search(word)]
