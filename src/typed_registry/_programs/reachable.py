"""The registries that a config chooses from."""

from __future__ import annotations

from collections.abc import Iterator

from typed_registry._registration.all_registries import all_entries
from typed_registry._registration.entries import Entries
from typed_registry.config._types.choices import ChoiceRule
from typed_registry.config._types.config_classes import ClassRule
from typed_registry.config._types.find_rule import class_rule, rule_of
from typed_registry.config._types.rule import Rule


def reachable_registries(root: type) -> list[Entries]:
    """Return the registries of the fields of a config, then those that are defined in the same modules.

    Components choose from the latter. Imports no component.
    """
    chosen = [*dict.fromkeys(_chosen(class_rule(root), set()))]
    modules = {each.module for each in chosen}
    beside = (each for each in all_entries() if each.module in modules)
    return [*dict.fromkeys((*chosen, *beside))]


def registry_of_rule(rule: Rule) -> Entries | None:
    """Return the registry of a choice; None for another type, and if none or several could be meant."""
    try:
        return rule.registry if isinstance(rule, ChoiceRule) else None
    except TypeError:  # which loading a config reports
        return None


def _chosen(rule: Rule, seen: set[object]) -> Iterator[Entries]:
    found = registry_of_rule(rule)
    if found is not None:
        yield found
    if isinstance(rule, ClassRule):
        if rule.annotation in seen:
            return
        seen.add(rule.annotation)
        for field in rule.fields:
            yield from _chosen(rule_of(field.field.type), seen)
    for part in rule.parts():
        yield from _chosen(part, seen)
