"""The digest of a config: the same for the same content, in every process and on every machine."""

from __future__ import annotations

import hashlib
import json

from typed_registry._default_spec import broken_reason, has_broken
from typed_registry._equality import equal
from typed_registry.config._document.faults import Path
from typed_registry.config._types.differences import parts_of, step
from typed_registry.errors import UnwritableError


def digest(config: object) -> str:
    """Return the SHA-256 of the config's whole content, as 64 hexadecimal digits.

    Every value counts, including one that is its field's default, so a new default changes the digest. The
    name of a class counts, and so does the type of a value: `1`, `1.0` and `"1"` differ. The order of keys
    and fields, the format of the file, the module of a class and fields with `eq=False` don't count.

    Raises ValueError, with the path, for a value that has no content of its own, such as a function, unless
    it is its field's default, which is left out; and for a default that chooses a component that can't be
    chosen.

    >>> from attrs import frozen
    >>> @frozen
    ... class Point:
    ...     x: float
    >>> digest(Point(1.0))[:12], digest(Point(2.0))[:12]
    ('70cb71339f4d', '2246ebe7b776')
    """
    return hashlib.sha256(_canon(config, ()).encode()).hexdigest()


def _canon(value: object, path: Path) -> str:
    """Return the one text that all values of the same kind, content and parts have."""
    parts = parts_of(value)
    if not parts.kind:
        reason = broken_reason(value) or f"{value!r} ({type(value).__name__}) has no digest"
        raise UnwritableError(path, reason)
    pairs: list[str] = []
    for key, part in parts.items.items():
        try:
            pairs.append(f"{_canon_key(key, path)}:{_canon(part, step(path, key))}")
        except UnwritableError:
            if key not in parts.defaults or has_broken(part) or not equal(part, parts.defaults[key]()):
                raise
    return f"{','.join(map(json.dumps, (*parts.kind, parts.content)))}{{{','.join(sorted(pairs))}}}"


def _canon_key(key: object, path: Path) -> str:
    """Return the text of a key, which is shorter for words and indices, as nearly all keys are."""
    if type(key) is str:
        return json.dumps(key)
    return hex(key) if type(key) is int else _canon(key, path)
