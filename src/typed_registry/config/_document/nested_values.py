"""Values inside of values, by path."""

from __future__ import annotations

from collections.abc import Mapping

from typed_registry._annotations.type_guards import is_mapping, is_sequence
from typed_registry.config._document.faults import Path


def value_at(data: object, path: Path) -> object:
    """Return the value at the path in the data; None if there is none."""
    for part in path:
        if is_mapping(data):
            data = data.get(part)
        else:
            data = data[part] if is_sequence(data) and isinstance(part, int) and part < len(data) else None
    return data


def nest(path: Path, value: object) -> object:
    """Return the value inside of mappings, one for each part of the path.

    >>> nest(("a", "b"), 1)
    {'a': {'b': 1}}
    """
    for part in reversed(path):
        value = {str(part): value}
    return value


def expand_name(data: object) -> object:
    """Return the mapping that a component's name alone is short for; all other data as it is.

    >>> expand_name("dpo"), expand_name({"name": "dpo"}), expand_name(3)
    ({'name': 'dpo'}, {'name': 'dpo'}, 3)
    """
    return {"name": data} if isinstance(data, str) else data


def expand_to_mapping(data: object) -> Mapping[object, object]:
    """Return the mapping that the data is or is short for; an empty one for data that is neither.

    >>> expand_to_mapping("dpo"), expand_to_mapping(3)
    ({'name': 'dpo'}, {})
    """
    found = expand_name(data)
    return found if is_mapping(found) else {}
