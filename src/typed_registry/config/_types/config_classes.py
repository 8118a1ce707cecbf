"""Classes with fields, of which a file holds a mapping with a key for each field."""

from __future__ import annotations

from _thread import get_ident  # threading's own, without the cost of importing that
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias, TypeGuard, get_args

from attrs import NOTHING

from typed_registry._annotations.generic_class import without_arguments
from typed_registry._annotations.show import show
from typed_registry._annotations.type_guards import is_class, is_mapping, is_sequence, is_table
from typed_registry._annotations.unresolved import UnresolvedType
from typed_registry._class_libraries.attrs_library import AttrsLibrary
from typed_registry._class_libraries.class_library import ClassLibrary
from typed_registry._class_libraries.kept_with_class import kept_with_class
from typed_registry._class_libraries.library_of import has_fields, library_of
from typed_registry._default_spec import has_unresolved
from typed_registry._messages.suggest import nearest
from typed_registry._registration.nested import registries_for
from typed_registry._registration.passing import hidden_parameters, takes_other_keys
from typed_registry._spec import Spec
from typed_registry.config._document.deprecated_fields import former_keys, retired_since
from typed_registry.config._document.document import value_at
from typed_registry.config._document.faults import Path, Refused, Suggestion, UnknownKey
from typed_registry.config._sources.environment import VariableText
from typed_registry.config._types.class_reader import class_trial, compiled
from typed_registry.config._types.differences import Parts
from typed_registry.config._types.error_message import error_message
from typed_registry.config._types.field_rule import FieldRule
from typed_registry.config._types.fields import config_parts, fields
from typed_registry.config._types.given_keys import Given, Owner, given, outdated
from typed_registry.config._types.json_schema import Schema, either
from typed_registry.config._types.renewed_defaults import renewed
from typed_registry.config._types.rule import INVALID, UNMADE, Invalid, Names, Reading, Rule
from typed_registry.config._types.schema_request import SchemaRequest
from typed_registry.config._types.suggestions import suggest_mapping
from typed_registry.config._types.writer import Writer

if TYPE_CHECKING:
    from typed_registry.config._types.find_rule import FindRule

Read: TypeAlias = Callable[[object, Path, Reading, object], object]
"""Reads data, as `Rule.read` does."""


class ClassRule(Rule):
    """The rule of a class with fields."""

    uses_default = True
    has_keys = True

    def __init__(self, annotation: object, config: type, library: ClassLibrary) -> None:
        super().__init__(annotation)
        self.config = config
        self.library = library
        self._readers: dict[Owner | None, Read] = {}
        self._compiling: set[int] = set()
        self._is_admitted = False

    @classmethod
    def of(cls, kind: object, _find: FindRule) -> Rule | None:
        """Return the rule if the type is a class with fields, perhaps with type arguments: one for each."""
        config = without_arguments(kind)
        if config is Spec or not is_class(config) or library_of(config) is None:
            return None
        return class_rule_of(kind, config)

    @cached_property
    def fields(self) -> tuple[FieldRule, ...]:
        """The rules of the fields. Raises TypeError if two of them have one key."""
        from typed_registry.config._types.find_rule import rule_of

        found = fields(self.config, get_args(self.annotation))
        return tuple(FieldRule(field, rule_of(field.type)) for field in found)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of fields that a file may give, today's and former ones."""
        return self.former.union(rule.field.key for rule in self.fields if rule is not self.rest)

    @cached_property
    def rest(self) -> FieldRule | None:
        """The field that takes the values of all other keys, if there is one: it has no key of its own."""
        return next((rule for rule in self.fields if takes_other_keys(rule.field)), None)

    @cached_property
    def former(self) -> frozenset[str]:
        """Keys of which there is more to say than their values: former keys, and those that are retired."""
        found: set[str] = set()
        for rule in self.fields:
            found.update(former_keys(rule.field))
            found.update(() if retired_since(rule.field) is None else (rule.field.key,))
        return frozenset(found)

    def by_key(self, values: Mapping[str, object]) -> dict[str, object]:
        """Return values that are given by the keywords of the constructor, or by key, by their keys."""
        if not self._other_keys:
            return dict(values)
        return {self._other_keys.get(name, name): value for name, value in values.items()}

    @cached_property
    def _other_keys(self) -> dict[str, str]:
        """The keys of the fields that have another one than the keyword, by the keyword."""
        found = {rule.field.parameter: rule.field.key for rule in self.fields}
        return {name: key for name, key in found.items() if name not in self.keys}

    def reader(self, owner: Owner | None = None) -> Read:
        """Return the function that reads data, as the settings of a component if there is an owner."""
        known = self._readers.get(owner)
        if known is not None:
            return known
        self._compiling.add(get_ident())
        try:
            return self._readers.setdefault(owner, compiled(self, owner))
        finally:
            self._compiling.discard(get_ident())

    def find_reader(self, variable: str, names: Names) -> Iterator[str]:
        """Yield a line that sets `read` to the generated reader or, while that is made, to `self.read`."""
        is_own = get_ident() in self._compiling
        yield f"read = {names.add(self.read if is_own else self.reader())}"

    def read(self, data: object, path: Path, reading: Reading, default: object = NOTHING) -> object:
        """Return an instance; what the data leaves out is as in `default`, if that is an instance."""
        if reading.is_trial:
            return class_trial(self)(data, path, reading, default)
        return self.reader()(data, path, reading, default)

    def may_take(self, data: object, default: object) -> bool:
        """Return whether this is an instance, or a mapping of known keys without a gap."""
        if self.library.has_instance(self.config, data) or self._is_list(data):
            return True
        if not is_mapping(data):
            return False
        is_known = self.rest is not None or self.keys.issuperset(data)
        if default is UNMADE or type(default) is self.config:
            return is_known
        return is_known and not any(names.isdisjoint(data) for names in self._required)

    def may_hold_choice(self, seen: set[Rule]) -> bool:
        """Return whether a field may hold a choice; False if the class is in `seen`, to which it is added."""
        if self in seen:
            return False
        seen.add(self)
        return any(each.rule.may_hold_choice(seen) for each in self.fields)

    @cached_property
    def _has_choices(self) -> bool:
        return self.may_hold_choice(set())

    def _is_list(self, data: object) -> TypeGuard[list[object] | tuple[object, ...]]:
        """Return whether this is a list of values in the order of the fields."""
        return self.library.is_positional and is_sequence(data) and len(data) <= len(self.fields)

    @cached_property
    def _required(self) -> tuple[frozenset[str], ...]:
        """The keys of each required field, today's and former ones."""
        found = (rule.field for rule in self.fields if rule.field.required)
        return tuple(frozenset((field.key, *former_keys(field))) for field in found)

    def convert(self, data: object, path: Path, reading: Reading, default: object) -> object:
        """Return the result of `read`."""
        return self.read(data, path, reading, default)

    def guard(self, variable: str, names: Names) -> str | None:
        """Return the test for an instance; None if the class has type arguments, which no instance knows."""
        if self.annotation is not self.config:
            return None
        return f"type({variable}) is {names.add(self.config)}"

    def schema(self, request: SchemaRequest) -> Schema:
        """Return a reference to the schema of the class."""
        default = request.default if type(request.default) is self.config else None
        return request.schemas.of_config(self, default)

    def listed(self, schema: Schema, request: SchemaRequest) -> Schema:
        """Return the schema of a mapping with that of a list, where a list can give the values too."""
        if not self.library.is_positional:
            return schema
        items = [rule.rule.schema_of_value(request.of_part()) for rule in self.fields]
        least = sum(rule.field.required for rule in self.fields)
        prefix: Schema = {"prefixItems": items} if items else {}
        return either([schema, {"type": "array", **prefix, "minItems": least, "maxItems": len(items)}])

    @classmethod
    def holds(cls, value: object) -> bool:
        """Return whether this is an instance of a class with fields."""
        return has_fields(value)

    @classmethod
    def take_apart(cls, value: object) -> Parts:
        """Return the values of the fields that count in a comparison, by key."""
        return config_parts(value)

    @classmethod
    def write(cls, value: object, path: Path, writer: Writer) -> object:
        """Return the fields' values by key, without the defaults that the file cannot hold."""
        held: dict[str, object] = {}
        for field in class_rule_of(type(value), type(value)).fields:
            if takes_other_keys(field.field):
                others = writer.value(field.field.of(value), path)
                held.update(others if is_table(others) else {})
            elif field.field.is_kept:
                field.write_into(held, field.field.of(value), path, writer)
        return held

    def open(
        self, data: object, path: Path, reading: Reading, default: object, owner: Owner | None
    ) -> object:
        """Return what the data gives the fields, as `Given`, or else the final result of reading it.

        The generated reader calls this for all that is not a plain dictionary of today's keys.
        """
        if self.library.has_instance(self.config, data):
            if not self._has_choices or not has_unresolved(data):
                return data if self.annotation is self.config else self._checked(data, path, reading)
            kept = [rule.field for rule in self.fields if rule.field.is_kept]
            data = {field.key: renewed(field.of(data), field) for field in kept}
        if isinstance(data, VariableText):
            return super().read(data, path, reading, default)
        if self._is_list(data):
            keys = [rule.field.key for rule in self.fields]
            written: dict[str, str | int] = {key: index for index, key in enumerate(keys[: len(data)])}
            return Given(dict(enumerate(data)), path, reading.document, written)
        if not is_mapping(data):
            return reading.fault(path, self.wrong(data, reading, self._opened))
        if owner is not None and owner.key is not None:
            data = {key: item for key, item in data.items() if key != owner.key}
        if self.library.is_mapping and is_mapping(default) and reading.document.is_partial(path):
            data = {**default, **data}
        return self._given_by(data, path, reading, default if type(default) is self.config else None)

    def _given_by(
        self, data: Mapping[object, object], path: Path, reading: Reading, standing: object
    ) -> Given:
        """Return the values that a mapping gives the fields, and report its faults and its outdated keys."""
        known = [rule.field for rule in self.fields if rule is not self.rest]
        made = given(data, path, known, reading.document, standing)
        if self.rest is not None:
            made = made.with_rest(self.rest.field.key)
        reading.document = made.document
        if made.faults:
            reading.add_faults(made.faults)
        reading.add_outdated(outdated(data, path, known))
        return made

    def _checked(self, data: object, path: Path, reading: Reading) -> object:
        """Return an instance if its values have the types that the type arguments of the class make."""
        held = [rule for rule in self.fields if rule.field.is_kept and not rule.is_converted]
        values = [rule.read(rule.field.of(data), (*path, rule.field.key), reading, None) for rule in held]
        return INVALID if any(value is INVALID for value in values) else data

    def refuse(
        self,
        error: Exception,
        data: object,
        path: Path,
        reading: Reading,
        given: Given | None,
    ) -> Invalid:
        """Add what the class itself says of the values, each at its field, or of the instance as a whole."""
        known = [rule.field for rule in self.fields]
        keys = {name: field.key for field in known for name in (field.name, field.parameter)}
        for place, reason in self.library.refusals(error):
            first = keys.get(str(place[0])) if place else None
            here, value = path, data
            if first is not None:
                here = (*path, first) if given is None else given.at(first)
                value = given.values.get(first) if given else value_at(data, (first,))
                here, value = _innermost(here, value, place[1:])
            text = error_message(reason) if isinstance(reason, Exception) else reason
            reading.fault(here, Refused(value, text))
        return INVALID

    @property
    def _opened(self) -> str:
        """The forms in which a file may write an instance, as a message says it."""
        names = f"a mapping with the keys of {self.config.__name__}"
        return f"{names}, or a list of {len(self.fields)}" if self.library.is_positional else names

    def suggest(self, data: object) -> Suggestion | None:
        """Return the mapping that a list of mappings was meant as, or an empty one for null, if valid."""
        found = suggest_mapping(data)
        return found if found and self.may_take(found.data, NOTHING) else None

    def report_unknown(
        self, data: Mapping[object, object], path: Path, reading: Reading, owner: Owner | None
    ) -> bool:
        """Add a fault for each unknown key, before the faults of the fields; return whether there is one."""
        keys = tuple(rule.field.key for rule in self.fields)
        beside = (owner.key,) if owner and owner.key is not None else ()
        others = beside or (reading.section_names if not path else ())
        known = {*keys, *self.former, *beside}
        found = [str(key) for key in data if key not in known]
        first = len(reading.faults)
        while first and reading.faults[first - 1].path[: len(path)] == path:
            first -= 1
        later = reading.faults[first:]
        reading.drop_faults(first)
        for key in found:
            candidates = keys if beside and nearest(key, keys) else (*others, *keys)
            valid = others if nearest(key, candidates) in others else keys
            name, registry = (owner.name, owner.registry) if owner else (self.config.__name__, None)
            hidden = hidden_parameters(self.config)
            reading.fault((*path, key), UnknownKey(valid, name, registry, hidden))
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
                if field.field.required or rule is self or isinstance(rule.library, AttrsLibrary):
                    rule.admit_field(field)
                found.extend(part for part in _classes(field.rule) if part not in found)
        self._is_admitted = True

    def admit_field(self, field: FieldRule) -> None:
        """Examine one field. Raises TypeError if no file could give it."""
        name, kind = f"{self.config.__qualname__}.{field.field.name}", field.field.type
        if isinstance(kind, UnresolvedType):
            raise TypeError(
                f"{name}: the type {kind.text!r} can't be resolved at run time; "
                "import its names outside of TYPE_CHECKING"
            )
        inside = next(field.rule.obstacles(), None)
        if inside is not None:
            remedy = (
                "give the field a converter, or init=False to keep it out of the file"
                if isinstance(self.library, AttrsLibrary)
                else "give the field another type, or take it out of the constructor"
            )
            if registries_for(kind):
                remedy = f"a choice of a component is written Spec[{show(kind)}, [...]]"
            raise TypeError(f"{name}: no file can hold {inside}; {remedy}")


def class_rule_of(kind: object, config: type) -> ClassRule:
    """Return the rule of a class with fields, perhaps with type arguments, the same each time.

    Raises TypeError for any other class.
    """
    arguments = get_args(kind)
    key = ("rule", arguments, repr(arguments))  # unions of another order are equal, but not the same
    return kept_with_class(config, key, lambda: ClassRule(kind, config, _library(config)))


def _library(config: type) -> ClassLibrary:
    library = library_of(config)
    if library is None:
        raise TypeError(
            f"{config.__qualname__} has no fields that a file could give; write a frozen attrs class, "
            "a frozen dataclass or a frozen pydantic model"
        )
    return library


def _classes(rule: Rule) -> Iterator[ClassRule]:
    """Yield the classes that a type mentions."""
    if isinstance(rule, ClassRule):
        yield rule
    else:
        for part in rule.parts():
            yield from _classes(part)


def _innermost(path: Path, value: object, parts: Path) -> tuple[Path, object]:
    """Return the place that these parts lead to, as far as they are keys and indices of the data."""
    for part in parts:
        if is_mapping(value) and part in value:
            path, value = (*path, part), value[part]
        if is_sequence(value) and isinstance(part, int) and part < len(value):
            path, value = (*path, part), value[part]
    return path, value
