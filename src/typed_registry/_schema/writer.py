"""Write the schemas of config classes and their fields, which are defined once and referred to.

The rule of a type writes the schema of its values. The default of a field decides which keys data must give:
if a config is given already, the data may leave out any of its keys. So a class that is the default of some
field has a second definition if that differs from the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from attrs import NOTHING

from typed_registry._annotations.show import show
from typed_registry._class_libraries.library_of import has_fields
from typed_registry._default_spec import made_spec
from typed_registry._documentation.field_docs import docs, summary
from typed_registry._documentation.settable import unchoosable
from typed_registry._schema.choice import ChoiceSchema, ComponentSchema, DefaultChoice
from typed_registry._schema.definitions import Definitions
from typed_registry._schema.table import by_keys, required_keys, table, with_former_values
from typed_registry._spec import is_spec
from typed_registry.config._formats.formats import FORMATS
from typed_registry.config._types.choices import is_fitting
from typed_registry.config._types.differences import is_same
from typed_registry.config._types.fields import changed_values
from typed_registry.config._types.json_schema import NEVER, Schema, either
from typed_registry.config._types.limits import limits_of
from typed_registry.config._types.mappings import MappingRule
from typed_registry.config._types.rule import INVALID, Reading
from typed_registry.config._types.schema_request import SchemaRequest
from typed_registry.config._unstructure.dump import PlainData
from typed_registry.errors import RegistryError, UnwritableError

if TYPE_CHECKING:
    from typed_registry._registration.entries import Entries
    from typed_registry.config._types.choices import ChoiceRule
    from typed_registry.config._types.config_classes import ClassRule
    from typed_registry.config._types.field_rule import FieldRule
    from typed_registry.config._types.rule import Rule


class SchemaWriter:
    """Writes the schemas of config classes and choices. An object makes the schema of one root."""

    def __init__(self) -> None:
        self.definitions: Definitions = Definitions()
        self.left_out: dict[tuple[Entries, str], str] = {}
        """The components that can't be imported, or that no file can choose, with the reason."""

    def properties(
        self, rule: ClassRule, default: object, about: Mapping[str, str], *, is_top: bool = False
    ) -> Schema:
        """Return the schema of each field, by its key; `default` is an instance or None."""
        made: Schema = {}
        for field in (each for each in rule.fields if each is not rule.rest):
            before = field.field.default() if default is None else field.field.of(default)
            schema = with_former_values(self._of_field(field, before, is_top=is_top), field.field)
            if schema != NEVER:
                described = _described(schema, about.get(field.field.name, ""), before)
                made.update(by_keys(described, field.field))
        return made

    def other_keys(self, rule: ClassRule) -> Schema | bool:
        """Return the schema of the values of all other keys; False if there are no others."""
        rest = rule.rest and rule.rest.rule
        return rest.value.schema_of_value(SchemaRequest(self)) if isinstance(rest, MappingRule) else False

    def components(
        self, registry: Entries, wanted: object, default: DefaultChoice | None
    ) -> Iterator[ComponentSchema]:
        """Yield the components of a registry that can be chosen where a field needs the type `wanted`."""
        for name in sorted(registry):
            if self._is_configurable(registry, name) and is_fitting(registry, name, wanted):
                yield ComponentSchema(self, registry, name, default and default.config_of(name))

    def of_config(self, rule: ClassRule, default: object) -> Schema:
        """Return a reference to the schema of a config class."""
        name = rule.config.__qualname__ if rule.annotation is rule.config else show(rule.annotation)
        first = self.definitions.refer(rule, name, lambda: self._table(rule, None))
        if default is None:
            return first
        return self.definitions.vary(first, "default", self._table(rule, default))

    def of_alias(self, alias: object, rule: Rule) -> Schema:
        """Return a reference to the schema of a recursive alias, given the alias's rule."""
        return self.definitions.refer(alias, show(alias), lambda: rule.schema_of_value(SchemaRequest(self)))

    def of_choice(self, rule: ChoiceRule, default: object, *, is_top: bool) -> Schema:
        """Return a reference to the schema of a choice."""
        standing = DefaultChoice.of(default)
        return ChoiceSchema(self, rule.narrowed, rule.registry, standing, is_top).reference()

    def _of_field(self, field: FieldRule, default: object, *, is_top: bool) -> Schema:
        limits = limits_of(field.field.validator)
        made = field.rule.schema_of_value(SchemaRequest(self, limits, default, is_top=is_top))
        return either([made, *_default_itself(field, default)])

    def _table(self, rule: ClassRule, default: object) -> Schema:
        properties = self.properties(rule, default, docs(rule.config))
        required = required_keys(rule, default)
        made = table(rule.config.__name__, summary(rule.config), properties, required)
        return rule.listed(made, SchemaRequest(self))

    def _is_configurable(self, registry: Entries, name: str) -> bool:
        if (registry, name) in self.left_out:
            return False
        try:
            reason = unchoosable(registry, name)
        except (RegistryError, ImportError) as error:
            reason = str(error)
        if reason is not None:
            self.left_out[registry, name] = reason
        return reason is None


def _described(schema: Schema, about: str, default: object) -> Schema:
    """Return the schema with the field's description and its default."""
    notes: Schema = {"description": about} if about else {}
    if default is not NOTHING:
        with suppress(UnwritableError):  # JSON can't express it
            notes["default"] = _shown(default)
    if "$ref" in schema:  # beside which older drafts ignore all, and editors offer more than its key
        return {**notes, "anyOf": [schema]}
    return {**notes, **schema}


def _shown(value: object) -> object:
    """Return a default as briefly as a file may write it, without what is the default anyway."""
    spec = made_spec(value)
    if spec is not None:
        own = _own(spec.config)
        return {"name": spec.name, **own} if own else spec.name
    is_config = has_fields(value) and not is_spec(value)
    return _own(value) if is_config else PlainData(FORMATS["json"]).value(value)


def _own(config: object) -> dict[str, object]:
    return {key: _shown(value) for key, value in changed_values(config).items()}


def _default_itself(field: FieldRule, default: object) -> list[Schema]:
    """Return the schema of a default that is not of its field's type, which the loader takes as well."""
    if field.field.required or default is NOTHING:
        return []
    try:
        data = PlainData(FORMATS["json"]).value(default)
    except UnwritableError:
        return []
    is_read = field.rule.read(data, (), Reading(), default) is not INVALID
    return [] if is_read or not is_same(data, default) else [{"const": data}]
