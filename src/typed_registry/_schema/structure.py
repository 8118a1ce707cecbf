"""The schemas of types and config classes: what `config.structure` makes of data, as JSON Schema says it.

A default has a say in what data must give: where a config stands already, the data may leave out any of its
keys. So a class that is some field's default has a second definition, where it differs from the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, get_args, get_origin

from attrs import NOTHING

from typed_registry._annotations.unwrap import is_union, plain
from typed_registry._documentation.field_docs import docs, summary
from typed_registry._schema.choice import choice
from typed_registry._schema.definition import NEVER, Definitions, Schema
from typed_registry._schema.example import annotated
from typed_registry._schema.leaf import key, leaf, length
from typed_registry._schema.outdated import spelt, with_former
from typed_registry._schema.rule import FREE, Rule, read
from typed_registry._schema.table import demanded, standing, table
from typed_registry._schema.union import either, variable
from typed_registry._spec import Spec
from typed_registry.config._types.bare import bare
from typed_registry.config._types.config_classes import is_config
from typed_registry.config._types.fields import Field, fields
from typed_registry.config._types.find_rule import rule_of
from typed_registry.config._types.mappings import MAPPINGS
from typed_registry.config._types.registry_of_field import chosen_kind
from typed_registry.config._types.sequences import SEQUENCES

if TYPE_CHECKING:
    from attrs import AttrsInstance


class Structure:
    """Makes the schemas of types; lives as long as one root's schema is being made."""

    def __init__(self) -> None:
        self.definitions: Definitions = Definitions()

    def value(
        self, kind: object, standing: object = NOTHING, rule: Rule = FREE, *, is_top: bool = False
    ) -> Schema:
        """What the loader takes for a type.

        `standing` is what the field would have been without data; `is_top` says that it is a root's field,
        which sections may complete.
        """
        made = self._value(kind, standing, rule, is_top=is_top)
        return made if chosen_kind(kind) else variable(made)

    def properties(
        self, config: type[AttrsInstance], default: object, told: Mapping[str, str], *, is_top: bool = False
    ) -> dict[str, object]:
        """The schema of each field that a file can give, by its key; `default` is an instance or None."""
        made: dict[str, object] = {}
        for field in fields(config):
            before = standing(field, default)
            schema = with_former(self._field(field, before, is_top=is_top), field)
            if schema != NEVER:
                made.update(spelt(annotated(schema, told.get(field.name, ""), before), field))
        return made

    def _field(self, field: Field, before: object, *, is_top: bool) -> Schema:
        if field.converter is not None:
            return {}  # what a converter takes, it alone knows
        return self.value(field.type, before, read(field.attribute.validator), is_top=is_top)

    def _value(self, kind: object, standing: object, rule: Rule, *, is_top: bool) -> Schema:
        chosen = chosen_kind(kind) if get_origin(plain(kind)) is Spec else None
        if chosen is not None:
            return choice(self, *chosen, standing, is_top=is_top)
        kind = bare(kind)
        if is_union(kind):
            parts = (part for part in get_args(kind) if rule_of(part).is_writable)
            return either(self._value(part, standing, rule, is_top=is_top) for part in parts)
        if is_config(kind):
            return self._instance(kind, standing if type(standing) is kind else None)
        origin = get_origin(kind) or kind
        if origin in SEQUENCES:
            return self._sequence(kind, rule)
        return self._mapping(kind, rule) if origin in MAPPINGS else leaf(kind, rule)

    def _instance(self, config: type[AttrsInstance], default: object) -> Schema:
        first = self.definitions.refer(config, config.__qualname__, lambda: self._table(config, None))
        if default is None:
            return first
        return self.definitions.vary(first, "default", self._table(config, default))

    def _table(self, config: type[AttrsInstance], default: object) -> Schema:
        properties = self.properties(config, default, docs(config))
        return table(config.__name__, summary(config), properties, demanded(config, default))

    def _sequence(self, kind: object, rule: Rule) -> Schema:
        arguments: tuple[object, ...] = get_args(kind)
        member = rule.items or FREE
        if get_origin(kind) is tuple and arguments[1:] != (...,):
            kinds = () if arguments == ((),) else arguments  # as Python 3.10 has it for an empty `Tuple`
            return _fixed([self.value(item, NOTHING, member) for item in kinds])
        items = self.value(arguments[0] if arguments else object, NOTHING, member)
        counted = length("Items", rule)
        if SEQUENCES[get_origin(kind) or kind] in (set, frozenset):
            counted.pop("maxItems", None)  # a file may repeat a member, which counts once
        return {"type": "array", **({"items": items} if items else {}), **counted}

    def _mapping(self, kind: object, rule: Rule) -> Schema:
        key_kind, item_kind = get_args(kind) or (object, object)
        names, values = key(bare(key_kind)), self.value(item_kind, NOTHING, rule.values or FREE)
        said = {} if names in ({}, {"type": "string"}) else {"propertyNames": names}
        return {
            "type": "object",
            **said,
            "additionalProperties": values or True,
            **length("Properties", rule),
        }


def _fixed(items: list[Schema]) -> Schema:
    """A list with a place for each; said without `items: false`, which readers of older drafts misread."""
    counted = {"minItems": len(items), "maxItems": len(items)}
    if all(item == items[0] for item in items):
        return {"type": "array", **({"items": items[0]} if items else {}), **counted}
    return {"type": "array", "prefixItems": items, **counted}
