"""A config's content as a name: the same for the same content, wherever and whenever it is asked for."""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta, timezone
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeAlias

from typed_registry._annotations.type_guards import is_instance, is_mapping, is_sequence, is_set
from typed_registry._spec import is_spec
from typed_registry.config._document.faults import Path
from typed_registry.config._types.differences import equal
from typed_registry.config._types.durations import show_duration
from typed_registry.config._types.fields import fields
from typed_registry.config._types.options import label
from typed_registry.config._types.text_codecs import encode
from typed_registry.config._types.writer import UnwritableError

if TYPE_CHECKING:
    from attrs import AttrsInstance

Canon: TypeAlias = "tuple[str | Canon, ...]"
"""A value's type and its content, in one way only."""

_LEAVES: Mapping[str, type] = {
    "none": type(None),
    "bool": bool,
    "int": int,
    "float": float,
    "str": str,
    "path": PurePath,
    "datetime": datetime,
    "date": date,
    "time": time,
    "duration": timedelta,
}
"""The first that a value is of gives its name: a truth value is an integer too, a moment a date."""
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def digest(config: object) -> str:
    """The SHA-256 of the config's whole content, as 64 hexadecimal digits.

    Every value counts, also one that is its field's default, so a default that changes changes the digest.
    So does a class that is renamed, or a value's type: `1`, `1.0` and `"1"` differ. What doesn't count: the
    order of keys and of fields, the file's format, the module of a class, and fields with `eq=False`.

    Raises ValueError, with the path, for a value that has no content of its own, such as a function, unless
    it is its field's default, which is left out.

    >>> from attrs import frozen
    >>> @frozen
    ... class Point:
    ...     x: float
    >>> digest(Point(1.0))[:12], digest(Point(2.0))[:12]
    ('18768ffd592c', '58ca8eaa6959')
    """
    return hashlib.sha256(_text(_canon(config, ())).encode()).hexdigest()


def _canon(value: object, path: Path) -> Canon:
    if is_spec(value):
        return ("spec", value.entries.name, value.name, _config(value.config, path))
    if is_instance(value):
        return ("config", type(value).__name__, _config(value, path))
    if isinstance(value, enum.Enum):
        return ("enum", _canon(label(value), path))
    return _held(value, path) or _leaf(value, path)


def _held(value: object, path: Path) -> Canon | None:
    """What holds others; None for what doesn't."""
    if is_mapping(value):
        pairs = ((_canon(key, path), _canon(item, (*path, str(key)))) for key, item in value.items())
        return ("mapping", *_ordered(pairs))
    if is_set(value):
        return ("set", *_ordered(_canon(item, path) for item in value))
    if is_sequence(value):
        return ("list", *(_canon(item, (*path, index)) for index, item in enumerate(value)))
    return None


def _config(config: AttrsInstance, path: Path) -> Canon:
    held: list[Canon] = []
    for field in fields(type(config)):
        value = getattr(config, field.name)
        try:
            if field.attribute.eq:
                held.append((field.key, _canon(value, (*path, field.key))))
        except UnwritableError:
            if not equal(value, field.default()):
                raise
    return _ordered(held)


def _leaf(value: object, path: Path) -> Canon:
    for name, kind in _LEAVES.items():
        if isinstance(value, kind):
            return (name, _content(value))
    raise UnwritableError(path, f"{value!r} ({type(value).__name__}) has no digest")


def _content(value: object) -> str:
    if isinstance(value, datetime) and value.utcoffset() is not None:
        return show_duration(value - _EPOCH)  # the same moment, whichever zone tells it
    if isinstance(value, float):
        return float(value).hex()
    return hex(value) if isinstance(value, int) else encode(value) or str(value)


def _ordered(parts: Iterable[Canon]) -> Canon:
    return tuple(sorted(parts, key=_text))


def _text(canon: Canon) -> str:
    return json.dumps(canon, separators=(",", ":"))
