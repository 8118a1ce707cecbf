"""Examine data for a config class without making an instance, as is done to choose among alternatives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typed_registry.config._document.faults import Path
from typed_registry.config._types.given_keys import Given
from typed_registry.config._types.rule import INVALID, UNMADE, Reading

if TYPE_CHECKING:
    from typed_registry.config._types.config_classes import ClassRule, Read


def class_trial(rule: ClassRule, beside: str | None = None) -> Read:
    """Return the function that adds the faults in the keys and the values, and returns `INVALID` for these.

    Factories, converters, validators and hooks don't run. A value for a converter is not examined. The data
    may have a key `beside` those of the fields.
    """

    def examine(data: object, path: Path, reading: Reading, default: object) -> object:
        known = len(reading.faults)
        given = rule.open(data, path, reading, default, beside)
        if not isinstance(given, Given):
            return given
        rule.report_unknown(given.data, path, reading, beside)
        for field in rule.fields:
            key = field.field.key
            if key in given.written:
                field.read(given.values[key], given.at(key), reading, given)
            elif field.field.required and default is not UNMADE:
                field.missing(path, reading, given)
        return INVALID if len(reading.faults) > known else None

    return examine
