"""JSON Schemas as rules write them: alternatives, and an environment variable in place of a scalar."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from typed_registry._annotations.type_guards import is_sequence, is_table

if TYPE_CHECKING:
    from typing import TypeAlias

Schema: TypeAlias = "dict[str, object]"
"""A JSON Schema."""

NEVER: Schema = {"not": {}}
"""Takes nothing."""

VARIABLE: Final[Schema] = {
    "type": "string",
    "pattern": r"^\$\{env:[A-Za-z_][A-Za-z0-9_]*(,.*)?\}$",
    "patternErrorMessage": "Expected a value, or ${env:NAME}.",
}
"""Takes a reference to an environment variable."""
_MERGED = {"type", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"}
"""Keywords that may apply to several types at once: bounds leave all but numbers alone."""
_TEXTUAL = {"minLength", "maxLength", "pattern", "enum"}
_COMPOUND = {"array", "object", "$ref", "not"}


def either(schemas: Iterable[Schema]) -> Schema:
    """Return a schema that takes what any of these takes.

    >>> either([{"type": "integer", "minimum": 0}, {"type": "null"}])
    {'type': ['integer', 'null'], 'minimum': 0}
    """
    given = [schema for schema in schemas if schema != NEVER]
    if {} in given:
        return {}
    if given and all("type" in schema and set(schema) <= _MERGED for schema in given):
        types = dict.fromkeys(name for schema in given for name in _types(schema))
        merged = {keyword: value for schema in given for keyword, value in schema.items()}
        return {**merged, "type": [*types] if len(types) > 1 else next(iter(types))}
    parts = [part for schema in given for part in _parts(schema)]
    return {"anyOf": parts} if len(parts) > 1 else next(iter(parts), NEVER)


def variable(schema: Schema) -> Schema:
    """Return the schema with `${env:NAME}` as well, if it takes a scalar and not any text anyway.

    >>> variable({"type": "boolean"})["type"]
    ['boolean', 'string']
    """
    parts = _parts(schema)
    if {} in parts or not any(map(_is_scalar, parts)) or any(map(_is_text, parts)):
        return schema
    if len(parts) > 1 or "enum" in schema or "string" in _types(schema):
        return {"anyOf": [*parts, VARIABLE]}
    types = _types(schema)
    message = f"Expected {' or '.join(types)}, or ${{env:NAME}}."
    return {**schema, **VARIABLE, "type": [*types, "string"], "patternErrorMessage": message}


def _parts(schema: Schema) -> list[Schema]:
    parts = schema.get("anyOf")
    return [part for part in parts if is_table(part)] if is_sequence(parts) else [schema]


def _types(schema: Schema) -> tuple[str, ...]:
    named = schema.get("type", ())
    return tuple(map(str, named)) if is_sequence(named) else (str(named),)


def _is_scalar(schema: Schema) -> bool:
    return not _COMPOUND & {*schema, *_types(schema)}


def _is_text(schema: Schema) -> bool:
    return "string" in _types(schema) and not _TEXTUAL & set(schema)
