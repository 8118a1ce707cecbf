"""The top-level sections of a root config: what stands in them, and what they complete.

A component's settings may stand inside the field that chooses it, or in a section of its name, so what it
demands must be in one of the two; unless another file gives it, which this one extends.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, get_args

from attrs import frozen

from typed_registry._annotations.unwrap import is_union, plain
from typed_registry._class_libraries.field import Field
from typed_registry._schema.component import ComponentSchema, DefaultChoice, default_choice
from typed_registry._schema.outdated import keys, outdated
from typed_registry._schema.table import demanding
from typed_registry.config._types.bare import bare
from typed_registry.config._types.json_schema import VARIABLE, Schema, either
from typed_registry.config._types.registry_of_field import chosen_kind

if TYPE_CHECKING:
    from typed_registry._registration.entries import Entries
    from typed_registry._schema.writer import SchemaWriter

_NEVER_CHOICES: tuple[object, ...] = (type(None), bool, int, float)
"""Types whose values no file can write as a choice."""


@frozen
class ChoosingField:
    """A root's field that chooses a component."""

    keys: tuple[str, ...]
    """What a file may call it, today's key first."""
    registries: tuple[Entries, ...]
    default: DefaultChoice | None
    is_sure: bool
    """Whether a mapping or a text in this field is always a choice."""

    def chooses(self, component: ComponentSchema, *, perhaps: bool = False) -> Schema:
        """Holds for data where this field has chosen the component; or perhaps has, by a variable."""
        named = either({"const": name} for name in component.spellings)
        word = either([named, VARIABLE]) if perhaps else named
        table: Schema = {"type": "object", "properties": {"name": word}}
        if component.default is not None:
            return {"properties": dict.fromkeys(self.keys, either([word, table, {"type": "null"}]))}
        chosen = either([word, {**table, "required": ["name"]}])
        return either({"properties": {key: chosen}, "required": [key]} for key in self.keys)

    def nameless(self, writer: SchemaWriter) -> Iterator[Schema]:
        """Says what a mapping without a name is: the default's settings, or a mistake."""
        then: Schema = {"required": ["name"]}
        if self.default is not None:
            then = ComponentSchema(
                writer, self.registries[0], self.default.name, self.default.config
            ).section()
        bare = {"type": "object", "not": {"required": ["name"]}}
        for key in self.keys:
            yield {
                "if": {"properties": {key: bare}, "required": [key]},
                "then": {"properties": {key: then}},
            }

    def needs(self, component: ComponentSchema, sections: list[str]) -> Schema:
        """Says that what a component demands is in the field, or in a section that completes it."""
        if not component.demands:
            return {}
        given = [self._given(component, keys, [*self.keys, *sections]) for keys in component.demands]
        return {"if": self.chooses(component), "then": given[0] if len(given) == 1 else {"allOf": given}}

    def _given(self, component: ComponentSchema, keys: tuple[str, ...], places: list[str]) -> Schema:
        sections = places[len(self.keys) :]
        where = f" or in a section {sections[0]!r}" if sections else ""
        told = f"{component.name} needs {keys[0]!r}, here{where}."
        return either(
            {
                "required": [place],
                "properties": {place: {"type": "object", "required": [key], "errorMessage": told}},
            }
            for place in places
            for key in keys
        )


def choosing_field(field: Field) -> ChoosingField | None:
    """The field as one that chooses; None when it doesn't."""
    kinds = get_args(plain(field.type)) if is_union(plain(field.type)) else (field.type,)
    chosen = [(kind, chosen_kind(kind)) for kind in kinds]
    registries = tuple(choice[1] for _, choice in chosen if choice is not None)
    if not registries:
        return None
    others = [bare(kind) for kind, choice in chosen if choice is None]
    is_sure = len(registries) == 1 and not any(map(_takes_what_choices_do, others))
    return ChoosingField(keys(field), registries, default_choice(field.default()), is_sure)


def _takes_what_choices_do(kind: object) -> bool:
    """Return whether a mapping, or a word such as a component's name, may be a value of the type."""
    return kind not in _NEVER_CHOICES


@frozen
class SectionSchema:
    """What may stand at the top of a file by the name of a component."""

    name: str
    owners: tuple[tuple[ChoosingField, ComponentSchema], ...]
    """The fields that can choose the name, each with the component that it stands for there."""
    idle: ComponentSchema
    """The component that it stands for when no field has chosen it."""

    def schema(self) -> Schema:
        """What the section takes, whomever it belongs to."""
        ways = self._ways()
        whole: Schema = {"anyOf": ways} if len(ways) > 1 else {"allOf": ways}  # one is told of more precisely
        return outdated({"type": ["object", "null"], **whole}, self.idle.registry, self.name)

    def conditions(self) -> Iterator[Schema]:
        """What holds beyond that, by which field has chosen the component."""
        if self.idle.demands:  # a section that completes nothing has to be whole
            yield self._is({"type": "object", **demanding(self.idle.demands)}, self._unowned())
        if len(self._ways()) > 1:
            for owner, component in self.owners:
                yield self._is(component.section(), owner.chooses(component))
            yield self._is(self.idle.section(), self._unowned())
        for (one, component), (other, alike) in combinations(self.owners, 2):
            both = {"allOf": [one.chooses(component), other.chooses(alike)]}
            told = (
                f"{one.keys[0]} and {other.keys[0]} have both chosen {component.name}; "
                "write this inside one of them."
            )
            yield {"if": both, "then": {"properties": {self.name: False}, "errorMessage": told}}

    def _is(self, schema: Schema, condition: Schema) -> Schema:
        return {"if": condition, "then": {"properties": {self.name: schema}}}

    def _ways(self) -> list[Schema]:
        """The different settings that it may hold."""
        made: list[Schema] = []
        for component in (self.idle, *(component for _, component in self.owners)):
            way = component.section()
            made += [way] if way not in made else []
        return made

    def _unowned(self) -> Schema:
        owned = [owner.chooses(component, perhaps=True) for owner, component in self.owners]
        return {"required": [self.name], "not": either(owned)}
