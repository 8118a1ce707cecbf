"""A TOML text with a value set at a path."""

from __future__ import annotations

import re
from typing import Protocol, cast

from typed_registry._annotations.type_guards import is_mapping
from typed_registry.config._document.faults import Path
from typed_registry.config._document.nested_values import expand_name, nest
from typed_registry.errors import MissingExtraError

_LONE_NEWLINE = re.compile(r"(?<!\r)\n")


class _Table(Protocol):
    """What tomlkit parses a table or an array into."""

    def __getitem__(self, key: str | int, /) -> object: ...
    def __setitem__(self, key: str | int, value: object, /) -> None: ...
    def __contains__(self, key: object, /) -> bool: ...


def edit(text: str, path: Path, value: object) -> str:
    r"""Return the text with this value at this path; comments and layout around it stay.

    Raises MissingExtraError if tomlkit isn't installed.

    >>> print(edit("a = 1  # one\n[b]\nc = 2\n", ("b", "d"), [True, "x"]), end="")
    a = 1  # one
    [b]
    c = 2
    d = [true, "x"]
    """
    try:
        import tomlkit
    except ImportError:
        raise MissingExtraError("setting values in TOML", "tomlkit", "typed-registry[cli]") from None
    document = tomlkit.parse(text)
    _set(cast("_Table", document), path, value)
    edited = tomlkit.dumps(document)
    has_carriage_returns = "\r\n" in text and not _LONE_NEWLINE.search(text)
    return _LONE_NEWLINE.sub("\r\n", edited) if has_carriage_returns else edited


def _set(table: _Table, path: Path, value: object) -> None:
    for at, part in enumerate(path[:-1]):
        if isinstance(part, str) and part not in table:
            table[part] = nest(path[at + 1 :], value)
            return
        if not is_mapping(table[part]):
            table[part] = expand_name(table[part])
        table = cast("_Table", table[part])
    table[path[-1]] = value
