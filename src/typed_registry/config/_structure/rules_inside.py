"""The rules of values inside data: the type of a field has arguments that an instance of it doesn't know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from typing import get_args

from attrs import NOTHING

from typed_registry._annotations.type_guards import is_mapping, is_sequence
from typed_registry._annotations.type_variables import bindings, is_variadic, substitute, with_arguments
from typed_registry._registration.entries import Entries
from typed_registry.config._document.deprecated_fields import former_keys
from typed_registry.config._types.choices import ChoiceRule, component_rule
from typed_registry.config._types.config_classes import ClassRule, class_rule_of
from typed_registry.config._types.fields import fields
from typed_registry.config._types.mappings import MappingRule
from typed_registry.config._types.registry_of_field import chosen_kind
from typed_registry.config._types.rule import Reading, Rule
from typed_registry.config._types.sequences import SequenceRule
from typed_registry.config._types.unions import flat_alternatives
from typed_registry.errors import RegistryError


def rules_inside(rules: Iterable[Rule], data: object, key: object) -> list[Rule]:
    """Return the rules that may read the item at a key or an index of data that one of `rules` reads."""
    return [found for rule in rules for each in flat_alternatives(rule) for found in _inside(each, data, key)]


def rule_of_section(root: type, key: str) -> Iterator[Rule]:
    """Yield the rule of a section at the top: that of a component that a field of the root may choose."""
    choices = (chosen_kind(field.type) for field in fields(root))
    registry = next((choice[1] for choice in choices if choice and key in choice[1]), None)
    if registry is not None:
        yield from rule_of_component(registry, key)


def rule_of_instance(instance: object, rules: Iterable[Rule]) -> ClassRule:
    """Return the rule of the class of an instance, with the type arguments that one of `rules` has for it.

    Of several, that is the first one that takes the values of the instance.
    """
    kind = type(instance)
    found = [each for rule in rules for each in flat_alternatives(rule) if isinstance(each, ClassRule)]
    possible = [each for each in found if each.library.has_instance(each.config, instance)]
    taking = (each for each in possible if not Reading().trial(each, instance, (), NOTHING))
    rule = next(chain(taking, possible), None)
    return class_rule_of(kind if rule is None else _with_arguments(kind, rule), kind)


def _with_arguments(kind: type, rule: ClassRule) -> object:
    """Return a class with the type arguments that make it one of those that a rule reads.

    The class is that of the rule, or derives from it.
    """
    if kind is rule.config:
        return rule.annotation
    parameters: object = getattr(kind, "__parameters__", ())
    arguments = get_args(rule.annotation)
    if not is_sequence(parameters) or not arguments or any(map(is_variadic, parameters)):
        return kind
    above = bindings(kind, tuple(parameters)).get(rule.config, {})
    bound = dict(zip(above.values(), arguments, strict=False))
    return with_arguments(kind, *(substitute(each, bound) for each in parameters)) if parameters else kind


def _inside(rule: Rule, data: object, key: object) -> Iterable[Rule]:
    if isinstance(rule, ClassRule):
        return _of_field(rule, key)
    if isinstance(rule, ChoiceRule):
        name = data.get("name") if is_mapping(data) else None
        components = rule_of_component(rule.registry, name) if isinstance(name, str) else ()
        return (found for each in components for found in _of_field(each, key))
    if isinstance(rule, SequenceRule) and rule.places is not None:
        return rule.places[key : key + 1] if isinstance(key, int) else ()
    return rule.parts() if isinstance(rule, (SequenceRule, MappingRule)) else ()


def _of_field(rule: ClassRule, key: object) -> Iterable[Rule]:
    """Return the rule of the field that has a key, or the index in a list of values."""
    if isinstance(key, int):
        return [each.rule for each in rule.fields[key : key + 1]]
    return [each.rule for each in rule.fields if key in (each.field.key, *former_keys(each.field))]


def rule_of_component(registry: Entries, name: str) -> Iterator[ClassRule]:
    """Yield the rule of a component's config; none for a component that can't be chosen."""
    with suppress(RegistryError, ImportError, TypeError):
        yield component_rule(registry, registry.current(name))
