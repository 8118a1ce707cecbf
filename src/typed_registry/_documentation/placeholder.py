"""Values that stand in an example for those that a user must give."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from operator import ge, gt, le, lt
from typing import Annotated, get_args, get_origin

from attrs import NOTHING

from typed_registry._class_libraries.field import Field
from typed_registry._registration.passing import takes_other_keys
from typed_registry.config._document.faults import UnfitComponent
from typed_registry.config._types.anything import UnwritableRule
from typed_registry.config._types.choices import ChoiceRule, component_rule
from typed_registry.config._types.config_classes import ClassRule
from typed_registry.config._types.find_rule import rule_of
from typed_registry.config._types.limits import FREE, Limits, limits_of
from typed_registry.config._types.mappings import MappingRule
from typed_registry.config._types.options import OptionsRule
from typed_registry.config._types.rule import INVALID, LeafRule, Reading, Rule
from typed_registry.config._types.sequences import SequenceRule
from typed_registry.errors import RegistryError

_DEEPEST = 5
_MOST_CHOICES = 20
"""The most components that are tried for a choice; deriving the config of one may import it."""

_TEXTS = ("text", "2026-01-31", "12:00:00", "2026-01-31T12:00:00", "1s", "1KiB")
_NUMBERS = (0, 2, 0.5, 10, 100)
_TESTS = {"minimum": ge, "exclusiveMinimum": gt, "maximum": le, "exclusiveMaximum": lt}


def placeholder(field: Field) -> object:
    """Return plain data of a field's type, within the limits that its validators state, as far as known.

    Returns `NOTHING` if there is no data of the type, or none is found.

    >>> from attrs import frozen
    >>> from typed_registry.config._types.fields import fields
    >>> @frozen
    ... class Options:
    ...     steps: int
    ...     rates: dict[str, tuple[float, ...]]
    >>> [placeholder(each) for each in fields(Options)]
    [1, {'text': [1.0]}]
    """
    return _of_field(field, 0)


def _of_field(field: Field, depth: int) -> object:
    limits = limits_of(field.validator)
    if limits == FREE and get_origin(field.type) is Annotated:
        limits = limits_of(get_args(field.type)[1:])
    return _of_rule(rule_of(field.type), limits, depth)


def _of_rule(rule: Rule, limits: Limits, depth: int) -> object:
    if depth > _DEEPEST or isinstance(rule, UnwritableRule):
        return NOTHING
    if isinstance(rule, ChoiceRule):
        return _choice(rule, depth)
    if isinstance(rule, SequenceRule):
        return _items(rule, limits, depth)
    return (
        _mapping(rule, limits, depth)
        if isinstance(rule, (ClassRule, MappingRule))
        else _other(rule, limits, depth)
    )


def _other(rule: Rule, limits: Limits, depth: int) -> object:
    """Return data of the first alternative of a union that isn't null, or of a type without parts."""
    if isinstance(rule, LeafRule):
        return _leaf(rule, limits)
    found = (_of_rule(part, limits, depth + 1) for part in rule.parts())
    return next((data for data in found if data is not NOTHING and data is not None), _leaf(rule, limits))


def _mapping(rule: ClassRule | MappingRule, limits: Limits, depth: int) -> object:
    if isinstance(rule, ClassRule):
        made = _required(rule, depth)
        return NOTHING if made is None else made
    key, value = _leaf(rule.key, FREE), _of_rule(rule.value, limits.values or FREE, depth + 1)
    return NOTHING if key is NOTHING or value is NOTHING else {str(key): value}


def _choice(rule: ChoiceRule, depth: int) -> object:
    """Return the choice of a component, of one without required settings if there is any."""
    try:
        names = [*islice(rule.registry, _MOST_CHOICES)]
    except TypeError:  # no registry, or several could be meant, which loading a config reports
        return NOTHING
    settings = {name: _settings(rule, name, depth) for name in names}
    found = {name: data for name, data in settings.items() if data is not None}
    bare = next((name for name, data in found.items() if not data), None)
    if bare is not None or not found:
        return NOTHING if bare is None else bare
    name, data = next(iter(found.items()))
    return {"name": name, **data}


def _settings(rule: ChoiceRule, name: str, depth: int) -> dict[str, object] | None:
    """Return the required settings of a component; None if it can't be chosen."""
    try:
        config = component_rule(rule.registry, name)
    except RegistryError:
        return None
    faults = Reading().trial(rule, name, (), NOTHING)
    if any(isinstance(fault.problem, UnfitComponent) for fault in faults):
        return None
    return _required(config, depth + 1)


def _required(rule: ClassRule, depth: int) -> dict[str, object] | None:
    """Return the required fields of a class by key; None if there is no value for one of them."""
    fields = [each.field for each in rule.fields if not takes_other_keys(each.field)]
    made = {each.key: _of_field(each, depth + 1) for each in fields if each.required}
    return None if any(value is NOTHING for value in made.values()) else made


def _items(rule: SequenceRule, limits: Limits, depth: int) -> object:
    each = limits.items or FREE
    if rule.places is not None:
        made = [_of_rule(place, each, depth + 1) for place in rule.places]
    else:
        made = [_of_rule(rule.item, each, depth + 1)] * (1 if rule.is_set else max(1, limits.least))
    return NOTHING if any(item is NOTHING for item in made) else made


def _leaf(rule: Rule, limits: Limits) -> object:
    """Return the first candidate that the type takes."""
    for candidate in _candidates(rule, limits):
        value = rule.read(candidate, (), Reading())
        if value is not INVALID:
            return value if rule.annotation is float else candidate
    return NOTHING


def _candidates(rule: Rule, limits: Limits) -> Iterator[object]:
    if limits.options is not None:
        yield from limits.options
    if isinstance(rule, OptionsRule):
        yield from rule.labels
    yield from rule.examples
    bounds = [*limits.bounds.values()]
    near = [sum(bounds) / 2, *(bound + step for bound in bounds for step in (1, -1))]
    yield from (number for number in (1, *bounds, *near, *_NUMBERS) if _is_within(number, limits))
    yield True
    yield "text" * max(1, limits.least)
    yield from _TEXTS
    yield None


def _is_within(number: float, limits: Limits) -> bool:
    return all(_TESTS[keyword](number, bound) for keyword, bound in limits.bounds.items())
