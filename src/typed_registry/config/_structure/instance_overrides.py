"""Overrides of parts of the instances that the data of `from_mapping` contains.

Such an override is read as a mapping that completes the instance, as data completes the default of a field.
So the instance keeps its class and its other values. Converters don't run again on these; the validators of
pydantic do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from typed_registry._annotations.type_guards import is_mapping
from typed_registry._class_libraries.library_of import has_fields
from typed_registry._default_spec import has_unresolved
from typed_registry._spec import Spec, is_spec
from typed_registry.config._document.changed_instance import ChangedInstance
from typed_registry.config._document.document import Document, item_of, key_in, part_of, with_items
from typed_registry.config._document.faults import Path
from typed_registry.config._sources.overrides import assign_all, parse_assignments
from typed_registry.config._structure.rule_place import root_place
from typed_registry.config._structure.rules_inside import rule_of_instance, rule_of_section, rules_inside
from typed_registry.config._types.choices import ChoiceRule
from typed_registry.config._types.config_classes import class_rule_of
from typed_registry.config._types.fields import values_by_key
from typed_registry.config._types.find_rule import class_rule
from typed_registry.config._types.renewed_defaults import written_choice
from typed_registry.config._types.rule import INVALID, Reading, Rule
from typed_registry.errors import ConfigError


def override_instances(
    root: type, data: Mapping[str, object], overrides: Iterable[str], reading: Reading
) -> Document:
    """Return data for the root class with overrides, which may change parts of choices and of instances.

    The faults of the instances that they change are added to the reading.
    """
    assignments = parse_assignments(overrides)
    paths = [each[0] for each in assignments if not isinstance(each, ConfigError)]
    for path in paths:
        opened = _opened(data, path)
        data = {str(key): value for key, value in opened.items()} if is_mapping(opened) else data
    document = assign_all(Document(data), assignments, root_place(root))
    reading.document = document
    made = _Completion(root, reading).made(document.data, paths, (), [class_rule(root)])
    return document if made is document.data else document.changed(made, reading.document.location)


def _opened(data: object, path: Path) -> object:
    """Return data in which each instance around the place of an override is a `ChangedInstance`."""
    if not path:
        return data
    if is_spec(data):
        is_made = not has_unresolved(data)
        data = ChangedInstance(data, _values(data)) if is_made else written_choice(data)
    elif has_fields(data) and not is_mapping(data):
        data = ChangedInstance(data, _values(data))
    key = key_in(data, path[0])
    inner = item_of(data, key)
    opened = _opened(inner, path[1:])
    return data if opened is inner else with_items(data, {key: opened})


def _values(instance: object) -> dict[str, object]:
    if is_spec(instance):
        return {"name": instance.name, **values_by_key(instance.config)}
    return values_by_key(instance)


@frozen
class _Completion:
    """Makes the instances that changed ones become."""

    root: type
    reading: Reading

    def made(self, data: object, below: Sequence[Path], path: Path, rules: Sequence[Rule]) -> object:
        """Return data in which each changed instance is the one that it becomes, the innermost first.

        Changed instances are on the paths `below`, which are those of the overrides inside the data. One of
        the rules reads the data.
        """
        if isinstance(data, ChangedInstance):
            rules = [_rule(data.instance, rules)]
        items: dict[object, object] = {}
        for part in dict.fromkeys(each[0] for each in below if each):
            key = key_in(data, part)
            item, here = item_of(data, key), (*path, part_of(data, key))
            inside = [each[1:] for each in below if each[:1] == (part,)]
            made = self.made(item, inside, here, self._rules_inside(rules, data, key, path))
            items.update({} if made is item else {key: made})
        data = with_items(data, items)
        if not isinstance(data, ChangedInstance):
            return data
        made = self._completed(data, path, rules[0]) if data.given else INVALID
        return data.instance if made is INVALID else made

    def _rules_inside(self, rules: Sequence[Rule], data: object, key: object, path: Path) -> Sequence[Rule]:
        found = rules_inside(rules, data, key)
        return found if found or path else [*rule_of_section(self.root, str(key))]

    def _completed(self, changed: ChangedInstance, path: Path, rule: Rule) -> object:
        """Return an instance of the same class, in which some values are others; of a choice, its config."""
        instance, given = changed.instance, {**changed.given}
        if is_spec(instance):
            given = {"name": instance.name, **given}
            if given["name"] == instance.name:
                given = {**_other_values(instance.config, given), **given}
        return rule.read(given, path, self.reading, instance)


def _rule(instance: object, rules: Iterable[Rule]) -> Rule:
    return ChoiceRule(Spec, instance.entries) if is_spec(instance) else rule_of_instance(instance, rules)


def _other_values(config: object, given: Mapping[object, object]) -> Mapping[object, object]:
    """Return the values of a component's config that have no field of their own, if one of these is given."""
    rule = class_rule_of(type(config), type(config))
    if rule.rest is None or (given.keys() - {"name"}) <= rule.keys:
        return {}
    others = rule.rest.field.of(config)
    return others if is_mapping(others) else {}
