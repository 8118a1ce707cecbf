"""The schemas of components' configs: with their name in a choice, and without it in a section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from typed_registry._documentation.field_docs import about, component_docs
from typed_registry._schema.outdated import aliases, outdated
from typed_registry._schema.table import Demands, demanded, table
from typed_registry._spec import is_spec
from typed_registry.config._types.choices import component_rule, is_fitting
from typed_registry.config._types.json_schema import Schema, either
from typed_registry.errors import RegistryError

if TYPE_CHECKING:
    from typed_registry._registration.entries import Entries
    from typed_registry._schema.writer import SchemaWriter


@frozen
class DefaultChoice:
    """What a field has chosen by default."""

    name: str
    config: object

    def of(self, name: str) -> object | None:
        """The config, for the component that it is of."""
        return self.config if self.name == name else None


def default_choice(value: object) -> DefaultChoice | None:
    """The choice that a default is; None when it is none."""
    return DefaultChoice(value.entries.current(value.name), value.config) if is_spec(value) else None


@frozen
class ComponentSchema:
    """A component that a file can choose, and the config that stands when the file doesn't."""

    writer: SchemaWriter
    registry: Entries
    name: str
    default: object | None = None

    @property
    def demands(self) -> Demands:
        """The keys that its config must have."""
        return demanded(component_rule(self.registry, self.name), self.default)

    def chosen(self) -> Schema:
        """A reference to what chooses it, with its settings; its name is needed where no default stands."""
        return self._first() if self.default is None else self.opened()

    def opened(self) -> Schema:
        """The same where nothing is needed: a default has it, a section, or a file that this one extends."""
        suffix = "open" if self.default is None else "default"
        return self.writer.definitions.vary(self._first(), suffix, self._table(self._properties(), ()))

    def section(self) -> Schema:
        """A reference to its settings alone, none of which are demanded: they may stand elsewhere."""
        first, properties = self._first(), self._properties()
        del properties["name"]
        return self.writer.definitions.vary(first, "section", self._table(properties, (), is_null=True))

    @property
    def spellings(self) -> tuple[str, ...]:
        """Its name, and those that stand for it."""
        return (self.name, *aliases(self.registry, self.name))

    def word(self) -> Schema:
        """A reference to its name as a value."""
        return {"$ref": f"{self._first()['$ref']}/properties/name"}

    def _first(self) -> Schema:
        own = ComponentSchema(self.writer, self.registry, self.name)
        return self.writer.definitions.refer(
            (self.registry, self.name), f"{self.registry.name}.{self.name}", own._whole
        )

    def _whole(self) -> Schema:
        return self._table(self._properties(), (("name",), *self.demands))

    def _table(self, properties: Schema, demands: Demands, *, is_null: bool = False) -> Schema:
        return table(self.name, about(self.registry, self.name), properties, demands, is_null=is_null)

    def _properties(self) -> Schema:
        told = about(self.registry, self.name)
        words = either(outdated({"const": name}, self.registry, name) for name in self.spellings)
        name: Schema = {**({"description": told} if told else {}), **words}
        rule, docs = (
            component_rule(self.registry, self.name),
            component_docs(self.registry, self.name),
        )
        return {"name": name, **self.writer.properties(rule, self.default, docs)}


def names(registry: Entries, wanted: object) -> list[str]:
    """The components that can be chosen where this is wanted, which may be less than the registry holds."""
    return sorted(
        name for name in registry if _is_configurable(registry, name) and is_fitting(registry, name, wanted)
    )


def _is_configurable(registry: Entries, name: str) -> bool:
    try:
        component_rule(registry, name)
    except (RegistryError, ImportError):
        return False
    return True
