"""The schema of an object: its keys, those that data must give, and those that are deprecated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from typed_registry.config._document.deprecated_fields import former_keys, former_values, retired_since
from typed_registry.config._types.json_schema import either

if TYPE_CHECKING:
    from typing import TypeAlias

    from typed_registry._class_libraries.field import Field
    from typed_registry._registration.entries import Entries
    from typed_registry.config._types.config_classes import ClassRule
    from typed_registry.config._types.json_schema import Schema


RequiredKeys: TypeAlias = "tuple[tuple[str, ...], ...]"
"""The keys that data must give, each with its former spellings."""


def table(
    title: str,
    about: str,
    properties: Mapping[str, object],
    required: RequiredKeys = (),
    *,
    is_null: bool = False,
) -> Schema:
    """Return the schema of an object with these keys and no others; with `is_null`, it may be null."""
    return {
        "type": ["object", "null"] if is_null else "object",
        "title": title,
        **({"description": about} if about else {}),
        "properties": {**properties},
        **requiring(required),
        "additionalProperties": False,
    }


def requiring(required: RequiredKeys) -> Schema:
    """Return the keywords that demand keys."""
    plain = [names[0] for names in required if len(names) == 1]
    several = [{"anyOf": [{"required": [name]} for name in names]} for names in required if len(names) > 1]
    return {**({"required": plain} if plain else {}), **({"allOf": several} if several else {})}


def required_keys(rule: ClassRule, default: object = None) -> RequiredKeys:
    """Return the keys that data must give; none if `default` is an instance."""
    return tuple(keys(each.field) for each in rule.fields if each.field.required and default is None)


def keys(field: Field) -> tuple[str, ...]:
    """Return the key of a field, and then its former keys."""
    return (field.key, *former_keys(field))


def by_keys(schema: Schema, field: Field) -> Iterator[tuple[str, Schema]]:
    """Yield the field's schema by its key, and by each of its former keys, marked as deprecated."""
    since = retired_since(field)
    yield field.key, schema if since is None else _deprecated(schema, since, None)
    for key, changed in former_keys(field).items():
        yield key, _deprecated(schema, changed, field.key)


def with_former_values(schema: Schema, field: Field) -> Schema:
    """Return the schema, extended by the former spellings of the field's values."""
    former = former_values(field)
    marked = (_deprecated({"const": old}, since, new) for old, (new, since) in former.items())
    return either([schema, *marked]) if former else schema


def marked_if_deprecated(schema: Schema, registry: Entries, name: str) -> Schema:
    """Return the schema, marked as deprecated if the component's name is."""
    deprecation = registry.deprecations.get(name)
    return schema if deprecation is None else _deprecated(schema, deprecation.since, deprecation.use)


def _deprecated(schema: Schema, since: str, use: str | None) -> Schema:
    instead = "leave it out" if use is None else f"write {use!r}"
    whole = {"anyOf": [schema]} if "$ref" in schema else schema
    return {**whole, "deprecated": True, "deprecationMessage": f"Deprecated since {since}; {instead}."}
