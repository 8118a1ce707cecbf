"""The tree of a config as far as shell completion needs it: types and data, valid or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from attrs import NOTHING, frozen

from typed_registry._annotations.type_guards import is_mapping, is_sequence
from typed_registry._programs.field_rows import fields_with_keys
from typed_registry._programs.reachable import registry_of_rule
from typed_registry.config._document.document import (
    EMPTY,
    Document,
    expand_name,
    items_of,
    part_of,
    with_items,
)
from typed_registry.config._document.locations import Location
from typed_registry.config._sources.overrides import override
from typed_registry.config._structure.load import document
from typed_registry.config._structure.rule_place import root_place
from typed_registry.config._structure.sections import sort_sections
from typed_registry.config._types.choices import ChoiceRule, component_rule
from typed_registry.config._types.config_classes import ClassRule
from typed_registry.config._types.find_rule import class_rule, rule_of
from typed_registry.config._types.mappings import MappingRule
from typed_registry.config._types.recursive_alias import RecursiveAliasRule
from typed_registry.config._types.renewed_defaults import default_of
from typed_registry.config._types.rule import Rule
from typed_registry.config._types.sequences import SequenceRule
from typed_registry.config._types.unions import UnionRule
from typed_registry.config._unstructure.dump import plain_data
from typed_registry.errors import ConfigError, RegistryError, UnwritableError


@frozen
class ConfigNode:
    """A place in the tree of a config."""

    rule: Rule
    """The rule of its type."""
    data: object
    """The data that is there; None if nothing is given and there is no default that a file could hold."""

    def alternatives(self) -> Iterator[ConfigNode]:
        """Yield a node for each alternative of a union, or else this one."""
        rule = self.rule.whole if isinstance(self.rule, RecursiveAliasRule) else self.rule
        if isinstance(rule, UnionRule):
            for each in rule.alternatives:
                yield ConfigNode(each, self.data)
        else:
            yield ConfigNode(rule, self.data)

    def items(self) -> Iterator[tuple[str, ConfigNode]]:
        """Yield the nodes inside the value, each with the part of a path that leads to it.

        The settings of a choice are those of the component that is chosen.
        """
        rule, data = self.rule, self.data
        if isinstance(rule, ChoiceRule):
            yield from _settings(rule, data)
        elif isinstance(rule, ClassRule) and rule.library.is_positional and is_sequence(data):
            for index, (field, item) in enumerate(zip(rule.fields, data, strict=False)):
                yield str(index), ConfigNode(field.rule, item)
        elif isinstance(rule, ClassRule):
            yield from _fields(rule, data)
        elif isinstance(rule, SequenceRule) and is_sequence(data):
            places = rule.places or (rule.item,) * len(data)
            for index, (place, item) in enumerate(zip(places, data, strict=False)):
                yield str(index), ConfigNode(place, item)
        elif isinstance(rule, MappingRule) and is_mapping(data):
            yield from ((str(key), ConfigNode(rule.value, item)) for key, item in data.items())

    def at(self, part: str) -> list[ConfigNode]:
        """Return the node at one part of a path, or none; a mapping may get a new item."""
        found = [item for name, item in self.items() if name == part]
        if not found and isinstance(self.rule, MappingRule):
            return [ConfigNode(self.rule.value, None)]
        return found


def config_node(root: type, file: Path | None, overrides: Iterable[str] = ()) -> ConfigNode:
    """Return the tree of a config file with overrides. What can't be read or has no meaning is left out."""
    found = override(_read(root, file), overrides, root_place(root))
    with suppress(RegistryError, TypeError):  # the sections stay where they are then
        found = sort_sections(found, root).document
    return ConfigNode(class_rule(root), _with_replaced_names(found.data, found.location))


def section_nodes(root: ConfigNode) -> Iterator[tuple[str, ConfigNode]]:
    """Yield the choices of a root's fields by the names that they have chosen, if only one has chosen it."""
    found = [
        (name, each)
        for _, node in root.items()
        for each in node.alternatives()
        if isinstance(each.rule, ChoiceRule) and (name := chosen_name(each)) is not None
    ]
    names = [name for name, _ in found]
    taken = {key for key, _ in root.items()}
    yield from ((name, node) for name, node in found if names.count(name) == 1 and name not in taken)


def chosen_name(node: ConfigNode) -> str | None:
    """Return the name that the data of a choice gives."""
    opened = expand_name(node.data)
    name = opened.get("name") if is_mapping(opened) else None
    return name if isinstance(name, str) else None


def _with_replaced_names(data: object, location: Location) -> object:
    """Return data with the names of components whose settings overrides replace."""
    items = {
        key: _with_replaced_names(item, location.item(part_of(data, key))) for key, item in items_of(data)
    }
    if location.replaced_name is not None:
        items = {"name": location.replaced_name[0], **items}
    return with_items(data, items)


def _read(root: type, file: Path | None) -> Document:
    try:
        return EMPTY if file is None else document(file, root=root)
    except (ConfigError, OSError, TypeError):
        return EMPTY


def _settings(rule: ChoiceRule, data: object) -> Iterator[tuple[str, ConfigNode]]:
    registry, name = registry_of_rule(rule), chosen_name(ConfigNode(rule, data))
    if registry is None or name is None or name not in registry:
        return
    try:
        settings = component_rule(registry, registry.current(name))
    except (RegistryError, ImportError, TypeError):
        return
    yield from _fields(settings, data)


def _fields(rule: ClassRule, data: object) -> Iterator[tuple[str, ConfigNode]]:
    given: Mapping[object, object] = data if is_mapping(data) else {}
    for field in fields_with_keys(rule):
        found = rule_of(field.type)
        if found.is_writable:
            yield field.key, ConfigNode(found, _laid_over(_plain(default_of(field)), given.get(field.key)))


def _plain(value: object) -> object:
    """Return a default as a file would hold it; None if no file can."""
    try:
        return None if value is NOTHING else plain_data(value)
    except UnwritableError:
        return None


def _laid_over(default: object, given: object) -> object:
    """Return data, completed from a default if that is of the same component or class."""
    if given is None:
        return default
    opened = expand_name(given)
    if not is_mapping(default) or not is_mapping(opened):
        return given
    if opened.get("name", default.get("name")) != default.get("name"):
        return given
    merged: Mapping[object, object] = {**default, **opened}
    return merged
