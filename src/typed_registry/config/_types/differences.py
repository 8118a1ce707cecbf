"""Where two config trees differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import attrs

from typed_registry._annotations.type_guards import is_instance, is_mapping, is_sequence
from typed_registry._spec import is_spec
from typed_registry.config._document.faults import Path

Difference: TypeAlias = tuple[Path, object, object]


def differences(one: object, other: object, path: Path = ()) -> Iterator[Difference]:
    """The values that aren't equal, each with the path to it; NaN is the same as NaN here.

    >>> from attrs import frozen
    >>> @frozen
    ... class Point:
    ...     x: float
    ...     tags: tuple[str, ...] = ()
    >>> list(differences(Point(1.0, ("a", "b")), Point(1.0, ("a", "c"))))
    [(('tags', 1), 'b', 'c')]
    """
    if is_spec(one) and is_spec(other) and (one.entries, one.name) == (other.entries, other.name):
        yield from differences(one.config, other.config, path)
        return
    parts, others = dict(parts_of(one)), dict(parts_of(other))
    alike = is_mapping(one) and is_mapping(other)
    if parts and parts.keys() == others.keys() and (alike or type(one) is type(other)):
        for key, part in parts.items():
            yield from differences(part, others[key], (*path, key))
    elif not equal(one, other):
        yield path, one, other


def equal(one: object, other: object) -> bool:
    """Whether two values are equal, as far as they can tell: a tensor, for one, can't."""
    try:
        return one is other or bool(one == other) or (one != one and other != other)  # noqa: PLR0124  # as NaN does
    except Exception:  # noqa: BLE001  # what comparing raises is its own affair
        return False


def parts_of(value: object) -> Iterator[tuple[str | int, object]]:
    """Yield the fields of a config, or the items of a mapping or a sequence, each with its key."""
    if is_instance(value) and not is_spec(value):
        for field in attrs.fields(type(value)):
            if field.init and field.eq:
                yield field.alias or field.name, getattr(value, field.name)
    elif is_mapping(value):
        yield from ((key if isinstance(key, int) else str(key), item) for key, item in value.items())
    elif is_sequence(value):
        yield from enumerate(value)
