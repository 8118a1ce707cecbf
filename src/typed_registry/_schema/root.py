"""The schema of a root config: its fields, the sections beside them, and the files that a file extends."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, frozen

from typed_registry._documentation.field_docs import docs, summary
from typed_registry._schema.component import ComponentSchema, names
from typed_registry._schema.outdated import keys
from typed_registry._schema.section import ChoosingField, SectionSchema, choosing_field
from typed_registry._schema.table import demanded, demanding, table
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


def json_schema(root: type) -> Schema:
    """The JSON Schema of the files that `load(root, ...)` reads, with what the registries hold now.

    Raises TypeError for a type that can't be resolved, or that no file can hold.
    """
    class_rule(root).admit()
    return RootSchema(SchemaWriter(), root).schema()


@frozen
class RootSchema:
    """A root config's class."""

    writer: SchemaWriter
    config: type

    def schema(self) -> Schema:
        """The whole schema. A file that extends another may leave out whatever that gives."""
        own = self.writer.properties(class_rule(self.config), None, docs(self.config), is_top=True)
        sections = {section.name: section.schema() for section in self._sections()}
        whole = table(self.config.__name__, summary(self.config), {**own, EXTENDS: _EXTENDS, **sections})
        demands = [demand for demand in self._demands() if demand]
        parted: Schema = {"if": {"required": [EXTENDS]}, "else": {"allOf": demands}} if demands else {}
        return {"$schema": DIALECT, **whole, **parted, "$defs": self.writer.definitions.sorted()}

    def _demands(self) -> Iterator[Schema]:
        """What must hold for a file that extends no other."""
        yield demanding(demanded(class_rule(self.config)))
        for chooser in self._choosers:
            yield from chooser.nameless(self.writer) if chooser.is_sure else ()
        for chooser, component in self._components():
            if chooser.is_sure:
                yield chooser.needs(component, self._free(component))
        for section in self._sections():
            yield from section.conditions()

    def _sections(self) -> Iterator[SectionSchema]:
        owners: dict[str, list[tuple[ChoosingField, ComponentSchema]]] = {}
        for chooser, component in self._components():
            for name in self._free(component):
                owners.setdefault(name, []).append((chooser, component))
        for name, owned in sorted(owners.items()):
            yield SectionSchema(name, tuple(owned), evolve(owned[0][1], default=None))

    def _components(self) -> Iterator[tuple[ChoosingField, ComponentSchema]]:
        """What each field can choose."""
        for chooser in self._choosers:
            for registry in chooser.registries:
                for name in names(registry, registry.contract.kind):
                    default = chooser.default and chooser.default.of(name)
                    yield chooser, ComponentSchema(self.writer, registry, name, default)

    def _free(self, component: ComponentSchema) -> list[str]:
        """What a component's section may be called."""
        taken = {EXTENDS, *(key for field in fields(self.config) for key in keys(field))}
        return [name for name in component.spellings if name not in taken]

    @property
    def _choosers(self) -> list[ChoosingField]:
        return [found for found in map(choosing_field, fields(self.config)) if found is not None]
