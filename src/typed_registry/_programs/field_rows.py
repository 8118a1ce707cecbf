"""The fields of a config class, with those of the classes in it, by the paths that overrides give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import NOTHING, evolve, frozen

from typed_registry._annotations.type_guards import is_mapping
from typed_registry._class_libraries.field import Field
from typed_registry._documentation.field_docs import docs
from typed_registry._documentation.field_text import default_text
from typed_registry._documentation.setting_doc import setting_doc
from typed_registry._registration.passing import takes_other_keys
from typed_registry.config._document.deprecated_fields import retired_since
from typed_registry.config._types.config_classes import ClassRule
from typed_registry.config._types.find_rule import class_rule, rule_of
from typed_registry.config._types.mappings import MappingRule
from typed_registry.config._types.renewed_defaults import default_of
from typed_registry.config._types.rule import Rule
from typed_registry.config._types.sequences import SequenceRule
from typed_registry.errors import MissingExtraError

ANY_KEY = "KEY"
"""The part of a path for any key of a mapping."""


@frozen
class FieldRow:
    """A field as help shows it."""

    path: str
    """The path, in which `N` is the index of any item of a list and `KEY` any key of a mapping."""
    type: str
    default: str | None
    """As a file writes it; None if there is none."""
    doc: str
    """The docs, and why the default can't be made, if that is so."""
    is_required: bool = False
    """Whether a file must give the field: a key of a `TypedDict` may be absent without a default."""
    owner: str | None = None
    """The component that alone has the setting, or the alternative of a union that alone has the field."""


def field_rows(config: type, about: Mapping[str, str] | None = None) -> Iterator[FieldRow]:
    """Yield the fields of a class, each followed by the fields of the class that is its type.

    Makes the defaults, and imports no component. `about` has the docs of the fields by their names, if these
    aren't written in the class.

    >>> from attrs import frozen
    >>> @frozen
    ... class Song:
    ...     rate: int
    ...     title: str | None = None
    >>> [(row.path, row.type, row.default) for row in field_rows(Song)]
    [('rate', 'int', None), ('title', 'str | None', 'null')]
    """
    rule = class_rule(config)
    yield from rows_of(rule, "", NOTHING, field_docs(config) if about is None else about)


def field_docs(config: type) -> Mapping[str, str]:
    """Return the docs of a class's fields; none without the package that reads them."""
    try:
        return docs(config)
    except MissingExtraError:
        return {}


def fields_with_keys(rule: ClassRule) -> Iterator[Field]:
    """Yield the fields that a file can give under a key of their own and that aren't retired."""
    for each in rule.fields:
        if not takes_other_keys(each.field) and retired_since(each.field) is None:
            yield each.field


def rows_of(
    rule: ClassRule,
    prefix: str,
    standing: object,
    about: Mapping[str, str],
    outer: frozenset[object] = frozenset(),
) -> Iterator[FieldRow]:
    """Yield the rows of a class; `standing` is the instance that is the default where the class is used."""
    for field in fields_with_keys(rule):
        value, found = value_of(field, rule, standing), rule_of(field.type)
        is_required = field.required and not _has_value(standing, field, rule)
        is_absent = value is NOTHING and rule.library.is_mapping  # an optional key, which has no default
        default = None if is_required or is_absent else default_text(value)
        path = f"{prefix}{field.key}"
        doc = setting_doc(field, value, about.get(field.name, ""))
        yield FieldRow(path, found.text, default, doc, is_required)
        yield from _rows_inside(found, path, value, outer | {rule.annotation})
    if rule.rest is not None and isinstance(rule.rest.rule, MappingRule):
        doc = about.get(rule.rest.field.name, "")
        yield FieldRow(f"{prefix}{ANY_KEY}", rule.rest.rule.value.text, None, doc)


def _rows_inside(rule: Rule, path: str, standing: object, outer: frozenset[object]) -> Iterator[FieldRow]:
    """Yield the rows of the classes in a type; what not all alternatives of a union have, with its class."""
    found: dict[str, dict[str, list[FieldRow]]] = {}
    for suffix, inner in _classes(rule):
        if inner.annotation not in outer:
            seen = outer | {inner.annotation}
            rows = rows_of(inner, f"{path}{suffix}.", standing, field_docs(inner.config), seen)
            found.setdefault(suffix, {})[inner.text] = [*rows]
    for alternatives in found.values():
        first, *others = alternatives.values()
        shared = {row for row in first if all(row in rows for rows in others)}
        yield from (row for row in first if row in shared)
        for name, own in alternatives.items():
            yield from (evolve(row, owner=row.owner or name) for row in own if row not in shared)


def value_of(field: Field, rule: ClassRule, standing: object) -> object:
    """Return the value of a field in the instance that is the default of its class, or else its default."""
    if not _has_value(standing, field, rule):
        return default_of(field)
    return standing[field.key] if is_mapping(standing) else field.of(standing)


def _has_value(standing: object, field: Field, rule: ClassRule) -> bool:
    """Return whether a value is an instance of a class, or a dictionary in its place, and has the field."""
    if rule.library.is_mapping:
        return is_mapping(standing) and field.key in standing
    return isinstance(standing, rule.config) and field.is_kept


def _classes(rule: Rule) -> Iterator[tuple[str, ClassRule]]:
    """Yield the classes with fields in a type, with what leads to them from a value of the type."""
    if isinstance(rule, ClassRule):
        yield "", rule
        return
    step = ".N" if isinstance(rule, SequenceRule) else f".{ANY_KEY}" if isinstance(rule, MappingRule) else ""
    for part in rule.parts():
        for suffix, inner in _classes(part):
            yield f"{step}{suffix}", inner
