"""A type alias that mentions itself, such as `JSON = int | list[JSON]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typed_registry.config._document.faults import Path
from typed_registry.config._types.json_schema import Schema
from typed_registry.config._types.rule import Reading, Rule
from typed_registry.config._types.schema_request import SchemaRequest

if TYPE_CHECKING:
    from typed_registry.config._types.find_rule import FindRule


_WHOLE: dict[object, Rule] = {}
"""The rule of each alias as a whole."""


class RecursiveAliasRule(Rule):
    """The rule of an alias within itself: that of the whole alias, which is found when it is needed."""

    def __init__(self, annotation: object, find: FindRule) -> None:
        super().__init__(annotation)
        self._find = find

    @property
    def whole(self) -> Rule:
        """The rule of the whole alias, the same each time."""
        key = self.annotation
        return _WHOLE.get(key) or _WHOLE.setdefault(key, self._find(key))

    def convert(self, data: object, path: Path, reading: Reading, default: object) -> object:
        """Return the data as the rule of the alias reads it."""
        return self.whole.read(data, path, reading, default)

    def schema(self, request: SchemaRequest) -> Schema:
        """Return a reference to the schema of the alias."""
        return request.schemas.of_alias(self.annotation, self._find(self.annotation))
