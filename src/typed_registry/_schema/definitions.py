"""The parts of a schema that are defined once, and referred to by a name that a reader knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from itertools import chain, count
from urllib.parse import quote

from typed_registry._annotations.type_guards import is_table
from typed_registry.config._types.json_schema import Schema


class Definitions:
    """The definitions of one schema. An object lives as long as the schema is being made."""

    def __init__(self) -> None:
        self._bodies: dict[str, Schema] = {}
        self._names: dict[Hashable, str] = {}

    def sorted(self) -> Schema:
        """Return all definitions, sorted by name."""
        return {name: self._bodies[name] for name in sorted(self._bodies)}

    def refer(self, key: Hashable, name: str, make: Callable[[], Schema]) -> Schema:
        """Return a reference to the definition with this key, which is made when it is first asked for."""
        if key not in self._names:
            free = self._free(name)
            self._names[key] = free
            self._bodies[free] = {}  # reserves the name, since the definition may refer to itself
            self._bodies[free] = make()
        return _reference(self._names[key])

    def vary(self, reference: Schema, suffix: str, body: Schema) -> Schema:
        """Return a reference to a variant of a definition, or to the definition if they are equal."""
        name = str(reference["$ref"]).rpartition("/")[2]
        original = self._bodies[name]
        if body == original:
            return reference
        made = {**body, "properties": _shared(name, original, body)} if "properties" in body else body
        known = self._free(f"{name}.{suffix}", made)
        self._bodies[known] = made
        return _reference(known)

    def _free(self, name: str, body: Schema | None = None) -> str:
        """Return the name, with a number behind it if another definition than `body` has it."""
        name = re.sub(r"[^\w.-]", "_", name, flags=re.ASCII)
        numbered = chain([name], (f"{name}.{number}" for number in count(2)))
        return next(each for each in numbered if each not in self._bodies or self._bodies[each] == body)


def _reference(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _shared(name: str, original: Schema, body: Schema) -> Schema:
    """Return the properties of a variant, with references to those that are as in the original."""
    properties, known = body.get("properties"), original.get("properties")
    if not is_table(properties) or not is_table(known):
        return {}
    return {
        key: {"$ref": f"#/$defs/{name}/properties/{quote(key)}"} if value == known.get(key) else value
        for key, value in properties.items()
    }
