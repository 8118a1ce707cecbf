"""Config classes: attrs classes, of which a file holds a mapping with their fields."""

from __future__ import annotations

from _thread import get_ident  # threading's own, without the cost of importing that
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeAlias, cast, get_args, get_origin

import attrs
from attrs import NOTHING

from typed_registry._annotations.type_guards import is_instance, is_mapping
from typed_registry._messages.suggest import nearest
from typed_registry._spec import Spec
from typed_registry.config._document.deprecated_fields import former_keys, retired_since
from typed_registry.config._document.faults import Path, UnknownKey, WrongType
from typed_registry.config._sources.environment import VariableText
from typed_registry.config._types.differences import Parts
from typed_registry.config._types.field_rule import FieldRule
from typed_registry.config._types.fields import fields, fresh_default
from typed_registry.config._types.given_keys import given, outdated
from typed_registry.config._types.json_schema import Schema
from typed_registry.config._types.rule import Names, Reading, Rule
from typed_registry.config._types.schema_request import SchemaRequest
from typed_registry.config._types.writer import Writer

if TYPE_CHECKING:
    from typing_extensions import TypeIs

    from typed_registry.config._types.find_rule import FindRule

Read: TypeAlias = Callable[[object, Path, Reading, object], object]
"""Reads data, as `Rule.read` does."""


class ClassRule(Rule):
    """The rule of a config class."""

    uses_default = True

    def __init__(self, annotation: object, config: type[attrs.AttrsInstance]) -> None:
        super().__init__(annotation)
        self.config = config
        self._readers: dict[str | None, Read] = {}
        self._compiling: set[int] = set()
        self._is_admitted = False

    @classmethod
    def of(cls, kind: object, _find: FindRule) -> Rule | None:
        """Return the rule if the type is a config class, perhaps with type arguments: one for each."""
        config = get_origin(kind) or kind
        return class_rule_of(kind, config) if is_config(config) else None

    @cached_property
    def fields(self) -> tuple[FieldRule, ...]:
        """The rules of the fields. Raises TypeError for a type that cannot be resolved."""
        from typed_registry.config._types.find_rule import rule_of

        found = fields(self.config, get_args(self.annotation))
        return tuple(FieldRule(field, rule_of(field.type)) for field in found)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys that a file may give, today's and former ones."""
        return self.former.union(rule.field.key for rule in self.fields)

    @cached_property
    def former(self) -> frozenset[str]:
        """Keys of which there is more to say than their values: former keys, and those that are retired."""
        found: set[str] = set()
        for rule in self.fields:
            attribute = rule.field.attribute
            found.update(former_keys(attribute))
            found.update(() if retired_since(attribute) is None else (rule.field.key,))
        return frozenset(found)

    def reader(self, beside: str | None = None) -> Read:
        """Return the function that reads a mapping, which may have a key `beside` those of the fields."""
        known = self._readers.get(beside)
        if known is not None:
            return known
        from typed_registry.config._types.class_reader import compiled

        self._compiling.add(get_ident())
        try:
            return self._readers.setdefault(beside, compiled(self, beside))
        finally:
            self._compiling.discard(get_ident())

    def find_reader(self, variable: str, names: Names) -> Iterator[str]:
        """Yield the same; it is the generated reader itself, unless this class is what holds the field."""
        del variable
        is_own = get_ident() in self._compiling
        yield f"read = {names.add(self.read if is_own else self.reader())}"

    def read(self, data: object, path: Path, reading: Reading, default: object = NOTHING) -> object:
        """Return an instance; what the data leaves out is as in `default`, if that is an instance."""
        return self.reader()(data, path, reading, default)

    def convert(self, data: object, path: Path, reading: Reading, default: object) -> object:
        """Return the same."""
        return self.read(data, path, reading, default)

    def guard(self, variable: str, names: Names) -> str | None:
        """Hold for instances."""
        return f"type({variable}) is {names.add(self.config)}"

    def schema(self, request: SchemaRequest) -> Schema:
        """Return a reference to the schema of the class."""
        default = request.default if type(request.default) is self.config else None
        return request.schemas.of_config(self, default)

    @classmethod
    def holds(cls, value: object) -> bool:
        """Return whether this is an instance of a config class."""
        return is_instance(value)

    @classmethod
    def take_apart(cls, value: object) -> Parts:
        """Return the values of the fields that count in a comparison, by key."""
        return config_parts(cast("attrs.AttrsInstance", value))

    @classmethod
    def write(cls, value: object, path: Path, writer: Writer) -> object:
        """Return the fields' values by key, without the defaults that the file cannot hold."""
        held: dict[str, object] = {}
        for field in _class_rule(type(value)).fields:
            field.write_into(held, getattr(value, field.field.name), path, writer)
        return held

    def open(self, data: object, path: Path, reading: Reading, default: object, beside: str | None) -> object:
        """Return what the data gives the fields, as `Given`, or else the final result of reading it.

        The generated reader calls this for all that is not a plain dictionary of today's keys.
        """
        if isinstance(data, self.config):
            return data
        if isinstance(data, VariableText):
            return super().read(data, path, reading, default)
        if not is_mapping(data):
            return reading.fault(path, WrongType(f"a mapping with the keys of {self.config.__name__}", data))
        if beside is not None:
            data = {key: item for key, item in data.items() if key != beside}
        known = [rule.field for rule in self.fields]
        standing = default if type(default) is self.config else None
        made = given(data, path, known, reading.document, standing)
        reading.document = made.document
        if made.faults:
            reading.add_faults(made.faults)
        reading.add_outdated(outdated(data, path, known))
        return made

    def report_unknown(
        self, data: Mapping[object, object], path: Path, reading: Reading, beside: str | None
    ) -> bool:
        """Add a fault for each unknown key, before the faults of the fields; return whether there is one."""
        keys = tuple(rule.field.key for rule in self.fields)
        others = (beside,) if beside else reading.section_names if not path else ()
        known = {*keys, *self.former, beside}
        found = [str(key) for key in data if key not in known]
        first = len(reading.faults)
        while first and reading.faults[first - 1].path[: len(path)] == path:
            first -= 1
        later = reading.faults[first:]
        reading.drop_faults(first)
        for key in found:
            valid = others if nearest(key, (*others, *keys)) in others else keys
            reading.fault((*path, key), UnknownKey(valid))
        reading.add_faults(later)
        return bool(found)

    def parts(self) -> Iterator[Rule]:
        """Yield the rules of the fields that have no converter."""
        return (rule.rule for rule in self.fields)

    def admit(self) -> None:
        """Examine the class before it is first used, and those within it.

        Raises TypeError for a field that no file could give, and for a type that cannot be resolved.
        """
        if self._is_admitted:
            return
        found: list[ClassRule] = [self]
        for rule in found:  # which grows on the way
            for field in rule.fields:
                inside = next(field.rule.obstacles(), None)
                if inside is not None:
                    raise TypeError(
                        f"{rule.config.__qualname__}.{field.field.name}: no file can hold {inside}; "
                        "give the field a converter, or init=False to keep it out of the file"
                    )
                found.extend(part for part in _classes(field.rule) if part not in found)
        self._is_admitted = True


_RULES: dict[tuple[object, ...], ClassRule] = {}


def class_rule_of(kind: object, config: type[attrs.AttrsInstance]) -> ClassRule:
    """Return the rule of a config class, perhaps with type arguments, the same each time."""
    key = (config, get_args(kind), repr(get_args(kind)))
    return _RULES.get(key) or _RULES.setdefault(key, ClassRule(kind, config))


def config_parts(config: attrs.AttrsInstance) -> Parts:
    """Return the values of the fields that count when configs are compared, by key."""
    counted = [each for each in attrs.fields(type(config)) if each.init and each.eq]
    keys = {each.alias or each.name: each for each in counted}
    return Parts(
        ("config", type(config).__name__),
        {key: getattr(config, each.name) for key, each in keys.items()},
        family=type(config),
        defaults={key: partial(fresh_default, each) for key, each in keys.items()},
    )


def _class_rule(config: type[object]) -> ClassRule:
    from typed_registry.config._types.find_rule import class_rule

    return class_rule(cast("type[attrs.AttrsInstance]", config))


def _classes(rule: Rule) -> Iterator[ClassRule]:
    """Yield the classes that a type mentions."""
    if isinstance(rule, ClassRule):
        yield rule
    else:
        for part in rule.parts():
            yield from _classes(part)


def is_config(kind: object) -> TypeIs[type[attrs.AttrsInstance]]:
    """Return whether this is an attrs class, of which a file holds the fields."""
    return isinstance(kind, type) and attrs.has(kind) and kind is not Spec
