"""What is read still, and not to be written any more: marked, so that an editor says what to write."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from typed_registry.config._document.deprecated_fields import former_keys, former_values, retired_since
from typed_registry.config._types.json_schema import either

if TYPE_CHECKING:
    from typed_registry._class_libraries.field import Field
    from typed_registry._registration.entries import Entries
    from typed_registry.config._types.json_schema import Schema


def keys(field: Field) -> tuple[str, ...]:
    """What a file may call a field: its key, and then those that it had."""
    return (field.key, *former_keys(field))


def aliases(registry: Entries, name: str) -> tuple[str, ...]:
    """What a file may call a component beside its name."""
    return tuple(alias for alias in registry.deprecations if alias != name == registry.current(alias))


def with_former(schema: Schema, field: Field) -> Schema:
    """The schema with the former spellings of the field's values."""
    former = former_values(field)
    marked = (_marked({"const": old}, since, new) for old, (new, since) in former.items())
    return either([schema, *marked]) if former else schema


def spelt(schema: Schema, field: Field) -> Iterator[tuple[str, Schema]]:
    """The field's schema by its key, and by each of its former ones."""
    since = retired_since(field)
    yield field.key, schema if since is None else _marked(schema, since, None)
    for key, changed in former_keys(field).items():
        yield key, _marked(schema, changed, field.key)


def outdated(schema: Schema, registry: Entries, name: str) -> Schema:
    """What stands for a component's name, marked where that is deprecated."""
    deprecation = registry.deprecations.get(name)
    return schema if deprecation is None else _marked(schema, deprecation.since, deprecation.use)


def _marked(schema: Schema, since: str, use: str | None) -> Schema:
    instead = "leave it out" if use is None else f"write {use!r}"
    told = f"Deprecated since {since}; {instead}."
    whole = {"anyOf": [schema]} if "$ref" in schema else schema
    return {**whole, "deprecated": True, "deprecationMessage": told}
