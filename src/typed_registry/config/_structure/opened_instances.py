"""Instances among plain data as the mappings that a file would hold, where an override changes a part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from typed_registry._annotations.type_guards import is_mapping, is_sequence
from typed_registry._class_libraries.library_of import has_fields
from typed_registry._default_spec import UnresolvedDefault
from typed_registry._spec import is_spec
from typed_registry.config._document.document import value_at, with_items
from typed_registry.config._document.faults import Path
from typed_registry.config._sources.overrides import parse_assignment
from typed_registry.config._types.fields import values_by_key
from typed_registry.errors import ConfigError


def opened_instances(data: Mapping[str, object], overrides: Iterable[str]) -> Mapping[str, object]:
    """Return data in which each choice and each instance that an override goes into is a mapping.

    Otherwise the override would take its place. Overrides that can't be read are reported elsewhere.
    """
    for given in overrides:
        try:
            path, _ = parse_assignment(given)
        except ConfigError:
            continue
        opened = _opened(data, path)
        data = {str(key): value for key, value in opened.items()} if is_mapping(opened) else data
    return data


def _opened(data: object, path: Path) -> object:
    if not path:
        return data
    if isinstance(data, UnresolvedDefault):
        data = data.written
    elif is_spec(data):
        data = {"name": data.name, **values_by_key(data.config)}
    elif has_fields(data) and not is_sequence(data) and not is_mapping(data):
        data = values_by_key(data)
    key = str(path[0]) if is_mapping(data) else path[0]
    inner = value_at(data, (key,))
    return data if inner is None else with_items(data, {key: _opened(inner, path[1:])})
