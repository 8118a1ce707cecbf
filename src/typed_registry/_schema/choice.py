"""The schemas of choices: a component's name alone, or with the settings of the component."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.show import show
from typed_registry._default_spec import made_spec
from typed_registry._documentation.component_doc import about_settings
from typed_registry._documentation.field_docs import component_docs
from typed_registry._schema.table import RequiredKeys, marked_if_deprecated, required_keys, table
from typed_registry.config._types.choices import component_rule
from typed_registry.config._types.json_schema import VARIABLE, Schema, either

if TYPE_CHECKING:
    from typed_registry._registration.entries import Entries
    from typed_registry._schema.writer import SchemaWriter

_FROM_ENVIRONMENT: Schema = {
    "title": "a name from the environment",
    "type": "object",
    "properties": {"name": VARIABLE},
    "required": ["name"],
}


@frozen
class DefaultChoice:
    """The component that a field chooses by default."""

    name: str
    config: object

    @classmethod
    def of(cls, value: object) -> DefaultChoice | None:
        """Return a field's default as a choice; None if it isn't one."""
        spec = made_spec(value)
        return None if spec is None else cls(spec.entries.current(spec.name), spec.config)

    def config_of(self, name: str) -> object | None:
        """Return the config if this is the component that is chosen by default."""
        return self.config if self.name == name else None


@frozen
class ComponentSchema:
    """Writes the schemas of a component that a file can choose."""

    writer: SchemaWriter
    registry: Entries
    name: str
    default: object | None = None
    """The component's config if the field chooses it by default."""

    @property
    def required(self) -> RequiredKeys:
        """The keys that its config must have."""
        return required_keys(component_rule(self.registry, self.name), self.default)

    @property
    def spellings(self) -> tuple[str, ...]:
        """Its name, and the aliases of this name."""
        registry, name = self.registry, self.name
        aliases = (each for each in registry.deprecations if each != name == registry.current(each))
        return (name, *aliases)

    def word(self) -> Schema:
        """Return a reference to its name as a value."""
        return {"$ref": f"{self._first()['$ref']}/properties/name"}

    def chosen(self) -> Schema:
        """Return a reference to a choice of it with its settings. Its name is required without a default."""
        return self._first() if self.default is None else self.opened()

    def opened(self) -> Schema:
        """Return a reference to a choice of it that may lack keys, given by a default or in another place."""
        suffix = "open" if self.default is None else "default"
        return self.writer.definitions.vary(self._first(), suffix, self._table(self._properties(), ()))

    def section(self) -> Schema:
        """Return a reference to its settings alone, none of which is required: the field may have them."""
        first, properties = self._first(), self._properties()
        del properties["name"]
        return self.writer.definitions.vary(first, "section", self._table(properties, (), is_null=True))

    def _first(self) -> Schema:
        """Return a reference to the definition of which the others are variants."""
        own, key = ComponentSchema(self.writer, self.registry, self.name), (self.registry, self.name)
        return self.writer.definitions.refer(key, f"{self.registry.name}.{self.name}", own._whole)

    def _whole(self) -> Schema:
        return self._table(self._properties(), (("name",), *self.required))

    def _table(self, properties: Schema, required: RequiredKeys, *, is_null: bool = False) -> Schema:
        made = table(
            self.name, about_settings(self.registry, self.name), properties, required, is_null=is_null
        )
        others = self.writer.other_keys(component_rule(self.registry, self.name))
        return {**made, "additionalProperties": others}

    def _properties(self) -> Schema:
        registry, doc = self.registry, about_settings(self.registry, self.name)
        words = either(marked_if_deprecated({"const": name}, registry, name) for name in self.spellings)
        rule, docs = component_rule(registry, self.name), component_docs(registry, self.name)
        properties = self.writer.properties(rule, self.default, docs)
        return {"name": {**({"description": doc} if doc else {}), **words}, **properties}


@frozen
class ChoiceSchema:
    """Writes the schema of a field's choice from a registry."""

    writer: SchemaWriter
    wanted: object
    """The type of the component, if that is narrower than the registry's; otherwise `Unknown`."""
    registry: Entries
    default: DefaultChoice | None = None
    is_top: bool = False
    """Whether sections, and the files that the file extends, may complete it."""

    def reference(self) -> Schema:
        """Return a reference to the definition of the choice."""
        first = ChoiceSchema(self.writer, self.wanted, self.registry)
        reference = self.writer.definitions.refer((self.registry, self.wanted), self._title, first._body)
        if self.default is None and not self.is_top:
            return reference
        return self.writer.definitions.vary(reference, "top" if self.is_top else "default", self._body())

    @property
    def _title(self) -> str:
        return self.registry.name if self.wanted is Unknown else show(self.wanted).rpartition(".")[2]

    def _body(self) -> Schema:
        return {"title": self.registry.name, "anyOf": [*self._words(), VARIABLE, *self._tables()]}

    def _words(self) -> Iterator[Schema]:
        for component in self._components():
            if self.is_top or not component.required:
                yield component.word()

    def _tables(self) -> Iterator[Schema]:
        for component in self._components():
            yield component.opened() if self.is_top else component.chosen()
        yield _FROM_ENVIRONMENT

    def _components(self) -> list[ComponentSchema]:
        """Return the components, the default first: an editor takes data that fits none for the first."""
        found = self.writer.components(self.registry, self.wanted, self.default)
        return sorted(found, key=lambda component: component.default is None)
