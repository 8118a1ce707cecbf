"""Examine data for a config class without making an instance, as is done to choose among alternatives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typed_registry.config._document.faults import Path
from typed_registry.config._types.given_keys import Given, Owner
from typed_registry.config._types.rule import INVALID, UNMADE, Reading

if TYPE_CHECKING:
    from typed_registry.config._types.config_classes import ClassRule, Read


def class_trial(rule: ClassRule, owner: Owner | None = None) -> Read:
    """Return the function that adds the faults in the keys and the values, and returns `INVALID` for these.

    Factories, converters, validators and hooks don't run. A value for a converter is not examined. With an
    owner, the data has the settings of a component.
    """

    def examine(data: object, path: Path, reading: Reading, default: object) -> object:
        known = len(reading.faults)
        given = rule.open(data, path, reading, default, owner)
        if not isinstance(given, Given):
            return given
        if len(given.data) != len(given.written):
            rule.report_unknown(given.data, path, reading, owner)
        for field in rule.fields:
            key = field.field.key
            if key in given.written:
                field.read(given.values[key], given.at(key), reading, given)
            elif field.field.required and default is not UNMADE:
                field.missing(path, reading, given)
        return INVALID if len(reading.faults) > known else None

    return examine
