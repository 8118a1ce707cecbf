"""A type alias that mentions itself, such as `JSON = int | list[JSON]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typed_registry.config._document.faults import Path
from typed_registry.config._types.json_schema import Schema
from typed_registry.config._types.rule import Reading, Rule
from typed_registry.config._types.schema_request import SchemaRequest

if TYPE_CHECKING:
    from typed_registry.config._types.find_rule import FindRule


class RecursiveAliasRule(Rule):
    """The rule of an alias within itself: that of the whole alias, which is found when it is needed."""

    def __init__(self, annotation: object, find: FindRule) -> None:
        super().__init__(annotation)
        self._find = find

    def convert(self, data: object, path: Path, reading: Reading, default: object) -> object:
        """Return what the rule of the alias makes of the data."""
        return self._find(self.annotation).read(data, path, reading, default)

    def schema(self, request: SchemaRequest) -> Schema:
        """Return a reference to the schema of the alias."""
        return request.schemas.of_alias(self.annotation, self._find(self.annotation))
