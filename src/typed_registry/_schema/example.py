"""Defaults as a file would hold them, for an editor to show and to offer."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from attrs import NOTHING

from typed_registry._class_libraries.library_of import has_fields
from typed_registry._spec import is_spec
from typed_registry.config._formats.formats import FORMATS
from typed_registry.config._types.differences import equal, is_same
from typed_registry.config._types.fields import fields
from typed_registry.config._types.rule import INVALID, Reading
from typed_registry.config._types.writer import UnwritableError
from typed_registry.config._unstructure.dump import PlainData

if TYPE_CHECKING:
    from typed_registry.config._types.field_rule import FieldRule
    from typed_registry.config._types.json_schema import Schema


def annotated(schema: Schema, about: str, default: object) -> Schema:
    """The schema with its description and its default."""
    said: Schema = {"description": about} if about else {}
    with suppress(UnwritableError):  # JSON has no word for it
        said |= {} if default is NOTHING else {"default": _shown(default)}
    if "$ref" in schema:  # older drafts see nothing beside a reference, and editors offer more than its key
        return {**said, "anyOf": [schema]}
    return {**said, **schema}


def _shown(value: object) -> object:
    """A value as briefly as a file may write it: what is by default is left out."""
    if is_spec(value):
        own = _own(value.config)
        return {"name": value.name, **own} if own else value.name
    return _own(value) if has_fields(value) else PlainData(FORMATS["json"]).value(value)


def _own(config: object) -> dict[str, object]:
    pairs = ((field, field.of(config)) for field in fields(type(config)) if field.is_kept)
    return {field.key: _shown(value) for field, value in pairs if not equal(value, field.default())}


def default_itself(field: FieldRule, default: object) -> list[Schema]:
    """Return the schema of a default that is not of its field's type, which the loader takes too."""
    if field.field.required or default is NOTHING:
        return []
    try:
        data = PlainData(FORMATS["json"]).value(default)
    except UnwritableError:
        return []
    reading = Reading()
    if field.rule.read(data, (), reading, default) is not INVALID or not is_same(data, default):
        return []
    return [{"const": data}]
