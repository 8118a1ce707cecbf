"""The fields of a config at a path, also those of the components that it chooses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from attrs import NOTHING, evolve

from typed_registry._default_spec import made_spec
from typed_registry._documentation.field_docs import component_docs
from typed_registry._programs.field_rows import (
    FieldRow,
    field_docs,
    fields_with_keys,
    rows_of,
    value_of,
)
from typed_registry._programs.reachable import registry_of_rule
from typed_registry._registration.entries import Entries
from typed_registry.config._types.choices import ChoiceRule, component_rule
from typed_registry.config._types.config_classes import ClassRule
from typed_registry.config._types.find_rule import class_rule, rule_of
from typed_registry.config._types.mappings import MappingRule
from typed_registry.config._types.renewed_defaults import default_of
from typed_registry.config._types.rule import Rule
from typed_registry.config._types.sequences import SequenceRule
from typed_registry.errors import MissingExtraError, RegistryError

_EVERY = "*"
"""In place of a key: every field of a class."""


def setting_rows(root: type, path: str) -> Iterator[FieldRow]:
    """Yield the rows of the field at a path and of those inside it; none if there is no such field.

    A setting of a choice is that of its default if this has it, and otherwise that of each component which
    has it. `N` and numbers are the items of a list, and any word is a key of a mapping.
    """
    yield from _at(class_rule(root), "", path.split("."), NOTHING)


def section_rows(registries: Iterable[Entries], path: str) -> Iterator[FieldRow]:
    """Yield the rows of a setting that follows the name of its component, as in a section of this name."""
    for entries in registries:
        for name in (each for each in entries if path.startswith(f"{each}.")):
            with suppress(RegistryError, TypeError):  # no config can choose it
                rest = path.removeprefix(f"{name}.").split(".")
                rows = _in_component(entries, name, f"{name}.", rest, NOTHING)
                yield from (evolve(row, owner=None) if row.owner == name else row for row in rows)


def rows_beside(root: type, registries: Iterable[Entries], path: str) -> Iterator[FieldRow]:
    """Yield the rows of the class that would have the field at a path, whether or not it has one."""
    outer = path.rpartition(".")[0]
    if outer:
        yield from setting_rows(root, f"{outer}.{_EVERY}")
        yield from section_rows(registries, f"{outer}.{_EVERY}")


def default_setting_rows(root: type) -> Iterator[FieldRow]:
    """Yield the settings of the components that the fields of a config choose by default."""
    for field in fields_with_keys(class_rule(root)):
        spec = made_spec(default_of(field))
        if spec is not None:
            yield from rows_of(class_rule(type(spec.config)), f"{field.key}.", spec.config, {})


def setting_docs(entries: Entries, name: str) -> Mapping[str, str]:
    """Return the docs of a component's settings; none without the package that reads them."""
    try:
        return component_docs(entries, name)
    except MissingExtraError:
        return {}


def _at(rule: Rule, prefix: str, parts: list[str], standing: object) -> Iterator[FieldRow]:
    """Yield the rows at the rest of a path, inside a value whose default is `standing`."""
    if isinstance(rule, ClassRule):
        yield from _in_class(rule, prefix, parts, standing, field_docs(rule.config))
    elif isinstance(rule, ChoiceRule):
        yield from _in_choice(rule, prefix, parts, standing)
    elif isinstance(rule, MappingRule):
        yield from _in_item(rule.value, f"{prefix}{parts[0]}", parts[1:])
    elif isinstance(rule, SequenceRule):
        for part in _items(rule, parts[0]):
            yield from _in_item(part, f"{prefix}{parts[0]}", parts[1:])
    else:
        for part in rule.parts():
            yield from _at(part, prefix, parts, standing)


def _items(rule: SequenceRule, index: str) -> Iterable[Rule]:
    """Return the types that an item of a list may have; `N` is any item."""
    if rule.places and index.isdecimal():
        return rule.places[int(index) :][:1]
    return rule.parts() if index == "N" or index.isdecimal() else ()


def _in_item(rule: Rule, path: str, parts: list[str]) -> Iterator[FieldRow]:
    """Yield the rows of an item of a list or a mapping, or those at the rest of a path inside it."""
    if parts:
        yield from _at(rule, f"{path}.", parts, NOTHING)
    elif isinstance(rule, ClassRule):
        yield from rows_of(rule, f"{path}.", NOTHING, field_docs(rule.config))
    else:
        yield FieldRow(path, rule.text, None, "")


def _in_class(
    rule: ClassRule, prefix: str, parts: list[str], standing: object, docs: Mapping[str, str]
) -> Iterator[FieldRow]:
    path = f"{prefix}{parts[0]}"
    if len(parts) == 1:
        rows = rows_of(rule, prefix, standing, docs)
        yield from (row for row in rows if parts[0] == _EVERY or f"{row.path}.".startswith(f"{path}."))
        return
    for field in fields_with_keys(rule):
        if field.key == parts[0]:
            value = value_of(field, rule, standing)
            yield from _at(rule_of(field.type), f"{path}.", parts[1:], value)


def _in_choice(rule: ChoiceRule, prefix: str, parts: list[str], standing: object) -> Iterator[FieldRow]:
    registry = registry_of_rule(rule)
    if registry is None:
        return
    default = made_spec(standing)
    if default is not None:
        found = [*_in_component(registry, default.name, prefix, parts, default.config)]
        if found:
            yield from found
            return
    for name in registry:
        with suppress(RegistryError, TypeError):  # no config can choose it
            yield from _in_component(registry, name, prefix, parts, NOTHING)


def _in_component(
    registry: Entries, name: str, prefix: str, parts: list[str], standing: object
) -> Iterator[FieldRow]:
    rule, docs = component_rule(registry, name), setting_docs(registry, name)
    rows = _in_class(rule, prefix, parts, standing, docs)
    yield from (evolve(row, owner=row.owner or name) for row in rows)
