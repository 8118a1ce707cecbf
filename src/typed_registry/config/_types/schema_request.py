"""The request that a rule gets for the JSON Schema of a field, or of a part of a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from attrs import NOTHING, field, frozen

from typed_registry.config._types.limits import FREE, Limits

if TYPE_CHECKING:
    from typed_registry.config._types.choices import ChoiceRule
    from typed_registry.config._types.config_classes import ClassRule
    from typed_registry.config._types.json_schema import Schema
    from typed_registry.config._types.rule import Rule


class Schemas(Protocol):
    """The parts of a JSON Schema that are defined once and referred to."""

    def of_config(self, rule: ClassRule, default: object) -> Schema:
        """Return a reference to the schema of a config class."""
        ...

    def of_alias(self, alias: object, rule: Rule) -> Schema:
        """Return a reference to the schema of a recursive alias, given the alias's rule."""
        ...

    def of_choice(self, rule: ChoiceRule, default: object, *, is_top: bool) -> Schema:
        """Return a reference to the schema of a choice."""
        ...


@frozen
class SchemaRequest:
    """The settings that a JSON Schema depends on besides the type."""

    schemas: Schemas
    limits: Limits = FREE
    """The demands of the field's validator."""
    default: object = field(factory=lambda: NOTHING)  # attrs takes a bare NOTHING for "no default"
    """The value that the field has when the data leaves it out."""
    is_top: bool = False
    """Whether it is a field of the root class, which top-level sections may complete."""

    def of_part(self, limits: Limits | None = None) -> SchemaRequest:
        """Return the request for a part of the value, such as the items of a list, with the part's limits."""
        return SchemaRequest(self.schemas, limits or FREE)
