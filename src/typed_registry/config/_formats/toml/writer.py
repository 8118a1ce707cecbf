"""Plain data to TOML, and changes of a TOML text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Protocol, cast

from typed_registry._annotations.type_guards import is_mapping, is_sequence, is_table
from typed_registry.config._document.document import expand_name, nest
from typed_registry.config._document.faults import Path
from typed_registry.errors import MissingExtraError

if TYPE_CHECKING:
    from typing_extensions import TypeIs

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_LONE_NEWLINE = re.compile(r"(?<!\r)\n")


def write(data: Mapping[str, object]) -> str:
    """Return the data as a TOML document: in each table plain values first, then what has a header.

    >>> print(write({"point": {"x": 1.0, "tags": ["a"]}, "seed": 3}), end="")
    seed = 3
    <BLANKLINE>
    [point]
    x = 1.0
    tags = ["a"]
    """
    return "\n".join(_table(data, "")).removeprefix("\n") + "\n"


def is_date(value: object) -> TypeIs[date | time]:
    """Return whether TOML can write a value: a date, a time without a zone, or both with any zone."""
    if isinstance(value, datetime):
        offset = value.utcoffset()
        return offset is None or not offset % timedelta(minutes=1)
    return isinstance(value, date) or (isinstance(value, time) and value.tzinfo is None)


def _table(data: Mapping[str, object], path: str) -> Iterator[str]:
    tables = {key: value for key, value in data.items() if is_table(value) or _is_table_list(value)}
    for key, value in data.items():
        if key not in tables:
            yield f"{quote(key)} = {write_value(value)}"
    for key, value in tables.items():
        here = f"{path}{quote(key)}"
        header = f"[{here}]" if is_table(value) else f"[[{here}]]"
        for each in [value] if is_table(value) else value if is_sequence(value) else []:
            yield f"\n{header}"
            yield from _table(each if is_table(each) else {}, f"{here}.")


def _is_table_list(value: object) -> bool:
    return is_sequence(value) and len(value) > 0 and all(map(is_table, value))


def quote(key: str) -> str:
    """Return a key, in quotes if it needs any."""
    return key if _BARE.fullmatch(key) else _text(key)


def write_value(value: object) -> str:
    """Return a value on one line."""
    if is_table(value):
        pairs = ", ".join(f"{quote(key)} = {write_value(item)}" for key, item in value.items())
        return f"{{{pairs}}}"
    if is_sequence(value):
        return f"[{', '.join(map(write_value, value))}]"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, (date, time)) else repr(value)


def _text(text: str) -> str:
    """Return a text in quotes. TOML's escapes are those of JSON, but it wants one more character escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


class _TOMLTable(Protocol):
    """The classes into which tomlkit parses a table or an array."""

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
    _set(cast("_TOMLTable", document), path, value)
    edited = tomlkit.dumps(document)
    has_carriage_returns = "\r\n" in text and not _LONE_NEWLINE.search(text)
    return _LONE_NEWLINE.sub("\r\n", edited) if has_carriage_returns else edited


def _set(table: _TOMLTable, path: Path, value: object) -> None:
    for at, part in enumerate(path[:-1]):
        if isinstance(part, str) and part not in table:
            table[part] = nest(path[at + 1 :], value)
            return
        if not is_mapping(table[part]):
            table[part] = expand_name(table[part])
        table = cast("_TOMLTable", table[part])
    table[path[-1]] = value
