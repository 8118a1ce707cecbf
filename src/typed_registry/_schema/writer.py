"""The parts of a JSON Schema that are defined once and referred to: config classes and choices.

What a type takes is written by its rule. A default has a say in what data must give: where a config is given
already, the data may leave out any of its keys. So a class that is some field's default has a second
definition, where it differs from the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from typed_registry._annotations.show import show
from typed_registry._documentation.field_docs import docs, summary
from typed_registry._schema.choice import choice
from typed_registry._schema.definition import Definitions
from typed_registry._schema.example import annotated, default_itself
from typed_registry._schema.outdated import spelt, with_former
from typed_registry._schema.table import default_of, demanded, table
from typed_registry.config._types.json_schema import NEVER, Schema, either
from typed_registry.config._types.limits import limits_of
from typed_registry.config._types.schema_request import SchemaRequest

if TYPE_CHECKING:
    from typed_registry.config._types.choices import ChoiceRule
    from typed_registry.config._types.config_classes import ClassRule
    from typed_registry.config._types.field_rule import FieldRule
    from typed_registry.config._types.rule import Rule


class SchemaWriter:
    """Writes the schemas of config classes and choices. Lives as long as one root's schema is being made."""

    def __init__(self) -> None:
        self.definitions: Definitions = Definitions()

    def properties(
        self, rule: ClassRule, default: object, about: Mapping[str, str], *, is_top: bool = False
    ) -> Schema:
        """Return the schema of each field, by its key; `default` is an instance or None."""
        made: Schema = {}
        for field in rule.fields:
            before = default_of(field.field, default)
            schema = with_former(self._of_field(field, before, is_top=is_top), field.field)
            if schema != NEVER:
                described = annotated(schema, about.get(field.field.name, ""), before)
                made.update(spelt(described, field.field))
        return made

    def _of_field(self, field: FieldRule, default: object, *, is_top: bool) -> Schema:
        limits = limits_of(field.field.validator)
        made = field.rule.schema_of_value(SchemaRequest(self, limits, default, is_top=is_top))
        return either([made, *default_itself(field, default)])

    def of_config(self, rule: ClassRule, default: object) -> Schema:
        """Return a reference to the schema of a config class."""
        name = rule.config.__qualname__ if rule.annotation is rule.config else show(rule.annotation)
        first = self.definitions.refer(rule, name, lambda: self._table(rule, None))
        if default is None:
            return first
        return self.definitions.vary(first, "default", self._table(rule, default))

    def of_alias(self, alias: object, rule: Rule) -> Schema:
        """Return a reference to the schema of a recursive alias, whose rule this is."""
        return self.definitions.refer(alias, show(alias), lambda: rule.schema_of_value(SchemaRequest(self)))

    def of_choice(self, rule: ChoiceRule, default: object, *, is_top: bool) -> Schema:
        """Return a reference to the schema of a choice."""
        return choice(self, rule.wanted, rule.registry, default, is_top=is_top)

    def _table(self, rule: ClassRule, default: object) -> Schema:
        properties = self.properties(rule, default, docs(rule.config))
        return table(rule.config.__name__, summary(rule.config), properties, demanded(rule, default))
