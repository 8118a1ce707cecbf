"""The top-level sections of a root config, which complete the components that its fields choose.

A component's settings may be written inside the field that chooses it, or in a section of its name. So a
required key must be in one of the two, unless a file that this one extends gives it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, get_args

from attrs import frozen

from typed_registry._annotations.unwrap import is_union, plain
from typed_registry._class_libraries.field import Field
from typed_registry._schema.choice import ComponentSchema, DefaultChoice
from typed_registry._schema.table import keys, marked_if_deprecated, requiring
from typed_registry.config._types.find_rule import bare
from typed_registry.config._types.json_schema import VARIABLE, Schema, either
from typed_registry.config._types.registry_of_field import chosen_kind

if TYPE_CHECKING:
    from typed_registry._registration.entries import Entries
    from typed_registry._schema.writer import SchemaWriter

_NEVER_CHOICES: tuple[object, ...] = (type(None), bool, int, float)
"""Types whose values are neither a mapping nor a word, as a choice is."""


@frozen
class ChoosingField:
    """A root's field that chooses a component."""

    keys: tuple[str, ...]
    """Its key, and then its former keys."""
    registries: tuple[Entries, ...]
    default: DefaultChoice | None
    is_sure: bool
    """Whether a mapping or a text in this field is always a choice."""

    def chooses(self, component: ComponentSchema, *, perhaps: bool = False) -> Schema:
        """Return the schema of files in which this field chooses the component.

        With `perhaps`, those in which an environment variable may choose it are included.
        """
        named = either({"const": name} for name in component.spellings)
        word = either([named, VARIABLE]) if perhaps else named
        table: Schema = {"type": "object", "properties": {"name": word}}
        if component.default is not None:
            return {"properties": dict.fromkeys(self.keys, either([word, table, {"type": "null"}]))}
        chosen = either([word, {**table, "required": ["name"]}])
        return either({"properties": {key: chosen}, "required": [key]} for key in self.keys)

    def nameless(self, writer: SchemaWriter) -> Iterator[Schema]:
        """Yield the condition on a mapping without a name: it has the default's settings, or is a mistake."""
        then: Schema = {"required": ["name"]}
        if self.default is not None:
            name, config = self.default.name, self.default.config
            then = ComponentSchema(writer, self.registries[0], name, config).section()
        bare = {"type": "object", "not": {"required": ["name"]}}
        for key in self.keys:
            condition = {"properties": {key: bare}, "required": [key]}
            yield {"if": condition, "then": {"properties": {key: then}}}

    def needs(self, component: ComponentSchema, sections: list[str]) -> Schema:
        """Return the condition that the field, or a section, has the component's required keys."""
        if not component.required:
            return {}
        given = [self._given(component, keys, sections) for keys in component.required]
        return {"if": self.chooses(component), "then": given[0] if len(given) == 1 else {"allOf": given}}

    def _given(self, component: ComponentSchema, keys: tuple[str, ...], sections: list[str]) -> Schema:
        where = f" or in a section {sections[0]!r}" if sections else ""
        message = f"{component.name} needs {keys[0]!r}, here{where}."
        return either(
            {
                "required": [place],
                "properties": {place: {"type": "object", "required": [key], "errorMessage": message}},
            }
            for place in (*self.keys, *sections)
            for key in keys
        )


def choosing_field(field: Field) -> ChoosingField | None:
    """Return a field as one that chooses a component; None if it doesn't."""
    kinds = get_args(plain(field.type)) if is_union(plain(field.type)) else (field.type,)
    chosen = [(kind, chosen_kind(kind)) for kind in kinds]
    registries = tuple(choice[1] for _, choice in chosen if choice is not None)
    if not registries:
        return None
    others = [bare(kind) for kind, choice in chosen if choice is None]
    is_sure = len(registries) == 1 and all(kind in _NEVER_CHOICES for kind in others)
    return ChoosingField(keys(field), registries, DefaultChoice.of(field.default()), is_sure)


@frozen
class SectionSchema:
    """Writes the schema of a top-level section, which has the name of a component."""

    name: str
    owners: tuple[tuple[ChoosingField, ComponentSchema], ...]
    """The fields that can choose the name, each with the component of that name."""
    idle: ComponentSchema
    """The component that the section describes if no field chooses it."""

    def schema(self) -> Schema:
        """Return the schema of the section, whichever field it belongs to."""
        ways = self._ways()
        whole: Schema = {"anyOf": ways} if len(ways) > 1 else {"allOf": ways}  # one gives better errors
        return marked_if_deprecated({"type": ["object", "null"], **whole}, self.idle.registry, self.name)

    def conditions(self) -> Iterator[Schema]:
        """Yield the further conditions, which depend on the field that chooses the component."""
        if self.idle.required:  # a section that completes nothing must be whole
            yield self._is({"type": "object", **requiring(self.idle.required)}, self._unowned())
        if len(self._ways()) > 1:
            for owner, component in self.owners:
                yield self._is(component.section(), owner.chooses(component))
            yield self._is(self.idle.section(), self._unowned())
        for (one, component), (other, alike) in combinations(self.owners, 2):
            both = {"allOf": [one.chooses(component), other.chooses(alike)]}
            message = (
                f"{one.keys[0]} and {other.keys[0]} have both chosen {component.name}; "
                "write this inside one of them."
            )
            yield {"if": both, "then": {"properties": {self.name: False}, "errorMessage": message}}

    def _is(self, schema: Schema, condition: Schema) -> Schema:
        return {"if": condition, "then": {"properties": {self.name: schema}}}

    def _ways(self) -> list[Schema]:
        """Return the different settings that the section may have."""
        made: list[Schema] = []
        for component in (self.idle, *(component for _, component in self.owners)):
            way = component.section()
            made += [way] if way not in made else []
        return made

    def _unowned(self) -> Schema:
        owned = [owner.chooses(component, perhaps=True) for owner, component in self.owners]
        return {"required": [self.name], "not": either(owned)}
