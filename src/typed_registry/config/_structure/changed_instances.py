"""Overrides of parts of the instances that the data of `from_mapping` contains.

Such an override is read as a mapping that completes the instance, as one completes a default. So the instance
keeps its class and its other values, and no converter runs again on these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from typed_registry._annotations.type_guards import is_mapping, is_sequence
from typed_registry._class_libraries.library_of import has_fields
from typed_registry._default_spec import has_unresolved
from typed_registry._spec import Spec, is_spec
from typed_registry.config._document.changed_instance import ChangedInstance
from typed_registry.config._document.document import Document, value_at, with_items
from typed_registry.config._document.faults import Path
from typed_registry.config._sources.overrides import override, parse_assignment
from typed_registry.config._types.choices import ChoiceRule
from typed_registry.config._types.config_classes import class_rule_of
from typed_registry.config._types.fields import values_by_key
from typed_registry.config._types.renewed_defaults import written_choice
from typed_registry.config._types.rule import INVALID, Reading
from typed_registry.errors import ConfigError


def override_instances(data: Mapping[str, object], overrides: Iterable[str], reading: Reading) -> Document:
    """Return data with overrides, each of which may change a part of a choice or of an instance.

    The faults of the instances that they change are added to the reading.
    """
    overrides = overrides if isinstance(overrides, str) else [*overrides]
    paths = [] if isinstance(overrides, str) else [*_paths(overrides)]
    for path in paths:
        opened = _opened(data, path)
        data = {str(key): value for key, value in opened.items()} if is_mapping(opened) else data
    document = override(Document(data), overrides)
    reading.document = document
    made = _made(document.data, paths, (), reading)
    return document if made is document.data else document.changed(made, reading.document.location)


def _paths(overrides: Iterable[str]) -> Iterator[Path]:
    """Yield the paths of overrides. Those that can't be read are reported elsewhere."""
    for given in overrides:
        with suppress(ConfigError):
            yield parse_assignment(given)[0]


def _opened(data: object, path: Path) -> object:
    if not path:
        return data
    if is_spec(data):
        is_made = not has_unresolved(data)
        data = ChangedInstance(data, _values(data)) if is_made else written_choice(data)
    elif has_fields(data) and not is_mapping(data) and not (is_sequence(data) and isinstance(path[0], int)):
        data = ChangedInstance(data, _values(data))
    key = str(path[0]) if is_mapping(data) else path[0]
    inner = value_at(data, (key,))
    opened = _opened(inner, path[1:])
    return data if opened is inner else with_items(data, {key: opened})


def _values(instance: object) -> dict[str, object]:
    if is_spec(instance):
        return {"name": instance.name, **values_by_key(instance.config)}
    return values_by_key(instance)


def _made(data: object, below: Sequence[Path], path: Path, reading: Reading) -> object:
    """Return data in which each changed instance is the one that it becomes, the innermost first.

    Changed instances are on the paths `below`, which are those of the overrides inside the data.
    """
    items: dict[object, object] = {}
    for part in dict.fromkeys(each[0] for each in below if each):
        key = str(part) if is_mapping(data) else part
        item = value_at(data, (key,))
        made = _made(item, [each[1:] for each in below if each[:1] == (part,)], (*path, key), reading)
        items.update({} if made is item else {key: made})
    data = with_items(data, items)
    if not isinstance(data, ChangedInstance) or not data.given:
        return data.instance if isinstance(data, ChangedInstance) else data
    made = _completed(data.instance, data.given, path, reading)
    return data.instance if made is INVALID else made


def _completed(instance: object, given: Mapping[object, object], path: Path, reading: Reading) -> object:
    """Return an instance of the same class, in which some values are others; of a choice, its config."""
    if is_spec(instance):
        given = {"name": instance.name, **given}
        if given["name"] == instance.name:
            given = {**_other_values(instance.config, given), **given}
        return ChoiceRule(Spec, instance.entries).read(given, path, reading, instance)
    rule = class_rule_of(type(instance), type(instance))
    return rule.read({**given}, path, reading, instance)


def _other_values(config: object, given: Mapping[object, object]) -> Mapping[object, object]:
    """Return the values of a component's config that have no field of their own, if one of these is given."""
    rule = class_rule_of(type(config), type(config))
    if rule.rest is None or (given.keys() - {"name"}) <= rule.keys:
        return {}
    others = rule.rest.field.of(config)
    return others if is_mapping(others) else {}
