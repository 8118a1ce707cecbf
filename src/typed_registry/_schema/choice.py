"""The schemas of choices: a component's name alone, or with its settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from typed_registry._annotations.show import show
from typed_registry._schema.component import ComponentSchema, DefaultChoice, default_choice, names
from typed_registry.config._types.json_schema import VARIABLE, Schema

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
class ChoiceSchema:
    """What a field chooses from, and what it has chosen by default."""

    writer: SchemaWriter
    wanted: object
    registry: Entries
    default: DefaultChoice | None
    is_top: bool
    """Whether sections may complete it, and the files that its own extends."""

    def reference(self) -> Schema:
        """A reference to its definition."""
        definitions = self.writer.definitions
        first = ChoiceSchema(self.writer, self.wanted, self.registry, None, is_top=False)
        reference = definitions.refer((self.registry, self.wanted), self._title, first._body)
        if self.default is None and not self.is_top:
            return reference
        return definitions.vary(reference, "top" if self.is_top else "default", self._body())

    @property
    def _title(self) -> str:
        whole = self.wanted == self.registry.contract.kind
        return self.registry.name if whole else show(self.wanted).rpartition(".")[2]

    def _body(self) -> Schema:
        return {"title": self.registry.name, "anyOf": [*self._words(), *self._tables()]}

    def _words(self) -> Iterator[Schema]:
        for component in self._components():
            if self.is_top or not component.demands:
                yield component.word()
        yield VARIABLE

    def _tables(self) -> Iterator[Schema]:
        for component in self._components():
            yield component.opened() if self.is_top else component.chosen()
        yield _FROM_ENVIRONMENT

    def _components(self) -> list[ComponentSchema]:
        """The components, the default first: an editor takes data that fits none of them for the first."""
        found = (
            ComponentSchema(self.writer, self.registry, name, self.default and self.default.of(name))
            for name in names(self.registry, self.wanted)
        )
        return sorted(found, key=lambda component: component.default is None)


def choice(
    writer: SchemaWriter, wanted: object, registry: Entries, standing: object, *, is_top: bool
) -> Schema:
    """A reference to what chooses one of a registry's components that do what is wanted.

    A component that stands as the default needs no name and none of its keys.
    """
    return ChoiceSchema(writer, wanted, registry, default_choice(standing), is_top).reference()
