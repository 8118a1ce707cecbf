"""Configs of a component that has been replaced, given to the one that has its name now."""

from __future__ import annotations

from collections.abc import Iterator

from typed_registry._annotations.type_guards import is_mapping
from typed_registry._class_libraries.library_of import declared_fields
from typed_registry._equality import equal
from typed_registry._frozendict import FrozenDict
from typed_registry._registration.overrides import OverridingRecord
from typed_registry._registration.passing import takes_other_keys
from typed_registry._registration.records import Record
from typed_registry.errors import OutdatedSpecError


def has_same_settings(one: type, other: type) -> bool:
    """Return whether the fields of two config classes have the same names and types."""
    settings = [[(each.name, each.type) for each in declared_fields(kind)] for kind in (one, other)]
    return settings[0] == settings[1]


def moved_to(config: type, given: object, record: Record, registry: str) -> object:
    """Return a config of this class with the values of one that was made for another component.

    Only a component that overrides the other one is given them. A default of the other component that it
    doesn't take is left out. Raises OutdatedSpecError.
    """
    if not isinstance(record, OverridingRecord):
        raise OutdatedSpecError(registry, record.name, record.place)
    held = dict(_values(given))
    taken = {each.name: each for each in declared_fields(config) if not takes_other_keys(each)}
    rest = next(filter(takes_other_keys, declared_fields(config)), None)
    values = {taken[name].parameter: value for name, (value, _) in held.items() if name in taken}
    others = {name: value for name, (value, is_set) in held.items() if name not in taken and is_set}
    missing = tuple(name for name, each in taken.items() if each.required and name not in held)
    if missing or (others and rest is None):
        raise OutdatedSpecError(registry, record.name, record.place, tuple(others), missing)
    return config(**values, **({} if rest is None else {rest.parameter: FrozenDict(others)}))


def _values(config: object) -> Iterator[tuple[str, tuple[object, bool]]]:
    """Yield the name and the value of each setting, and whether the value isn't the default."""
    for each in declared_fields(type(config)):
        value = each.of(config) if each.is_kept else each.default()
        if takes_other_keys(each) and is_mapping(value):
            yield from ((str(name), (item, True)) for name, item in value.items())
        else:
            yield each.name, (value, each.required or not equal(value, each.default()))
