"""The schema of a root config: its fields, the sections beside them, and the files that a file extends."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator

from attrs import evolve, frozen

from typed_registry._documentation.field_docs import docs, summary
from typed_registry._registration.deprecation import caller_level
from typed_registry._schema.choice import ComponentSchema
from typed_registry._schema.section import ChoosingField, SectionSchema, choosing_field
from typed_registry._schema.table import keys, required_keys, requiring, table
from typed_registry._schema.writer import SchemaWriter
from typed_registry.config._sources.extends import EXTENDS
from typed_registry.config._types.fields import fields
from typed_registry.config._types.find_rule import class_rule
from typed_registry.config._types.json_schema import Schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_EXTENDS: Schema = {
    "description": "The file that this one builds on, or several, by paths from its own folder.",
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
}


def rendered(root: type) -> str:
    """Return the schema of a root config as the text of a file, equal each time for equal registries."""
    return json.dumps(json_schema(root), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def json_schema(root: type) -> Schema:
    """Return the JSON Schema of the files that `load(root, ...)` reads, with what the registries contain now.

    Warns of each component that is left out since it can't be imported or configured.

    Raises TypeError for a type that can't be resolved, or that no file can hold.
    """
    class_rule(root).admit()
    writer = SchemaWriter()
    schema = RootSchema(writer, root).schema()
    for (registry, name), reason in writer.left_out.items():
        place = registry.shown(name).place
        message = f"{place}: {registry.name}.{name} is left out of the schema: {reason}"
        warnings.warn(message, stacklevel=caller_level())
    return schema


@frozen
class RootSchema:
    """Writes the schema of a root config's class."""

    writer: SchemaWriter
    config: type

    def schema(self) -> Schema:
        """Return the whole schema. A file that extends another may leave out what the other one gives."""
        own = self.writer.properties(class_rule(self.config), None, docs(self.config), is_top=True)
        sections = {section.name: section.schema() for section in self._sections()}
        whole = table(self.config.__name__, summary(self.config), {**own, EXTENDS: _EXTENDS, **sections})
        conditions = [condition for condition in self._conditions() if condition]
        without_base: Schema = {"if": {"required": [EXTENDS]}, "else": {"allOf": conditions}}
        definitions = self.writer.definitions.sorted()
        return {"$schema": DIALECT, **whole, **(without_base if conditions else {}), "$defs": definitions}

    def _conditions(self) -> Iterator[Schema]:
        """Yield the conditions on a file that extends no other."""
        yield requiring(required_keys(class_rule(self.config)))
        for chooser in self._choosers:
            yield from chooser.nameless(self.writer) if chooser.is_sure else ()
        for chooser, component in self._components():
            if chooser.is_sure:
                yield chooser.needs(component, self._section_names(component))
        for section in self._sections():
            yield from section.conditions()

    def _sections(self) -> Iterator[SectionSchema]:
        owners: dict[str, list[tuple[ChoosingField, ComponentSchema]]] = {}
        for chooser, component in self._components():
            for name in self._section_names(component):
                owners.setdefault(name, []).append((chooser, component))
        for name, owned in sorted(owners.items()):
            yield SectionSchema(name, tuple(owned), evolve(owned[0][1], default=None))

    def _components(self) -> Iterator[tuple[ChoosingField, ComponentSchema]]:
        """Yield each field that chooses, with each component that it can choose."""
        for chooser in self._choosers:
            for registry in chooser.registries:
                for component in self.writer.components(registry, registry.contract.kind, chooser.default):
                    yield chooser, component

    def _section_names(self, component: ComponentSchema) -> list[str]:
        """Return the names that a component's section may have."""
        taken = {EXTENDS, *(key for field in fields(self.config) for key in keys(field))}
        return [name for name in component.spellings if name not in taken]

    @property
    def _choosers(self) -> list[ChoosingField]:
        return [found for found in map(choosing_field, fields(self.config)) if found is not None]
