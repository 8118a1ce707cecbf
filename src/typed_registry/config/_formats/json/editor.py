"""A JSON text with a value set at a path: replaced where it is written, or added as a member of an object."""

from __future__ import annotations

import json
from collections.abc import Iterator

from attrs import frozen

from typed_registry.config._document.faults import Path
from typed_registry.config._document.nested_values import expand_to_mapping, nest
from typed_registry.config._formats.json.reader import skip_space

_DECODER = json.JSONDecoder()


def edit(text: str, path: Path, value: object) -> str:
    r"""Return the text with this value at this path; nothing around it is changed.

    >>> print(edit('{"a": 1,  "b": {"c": 2}}\n', ("b", "d"), [True, "x"]), end="")
    {"a": 1,  "b": {"c": 2, "d": [true, "x"]}}
    """
    at = skip_space(text, 0)
    for index, part in enumerate(path):
        if text[at] == "{":
            members = list(_members(text, at))
            found = next((member.value for member in members if member.name == str(part)), None)
            if found is None:
                return _added(text, at, members, path[index:], value)
            at = found
        elif text[at] == "[" and isinstance(part, int):
            at = list(_items(text, at))[part]
        else:
            return _opened(text, at, path[index:], value)
    return f"{text[:at]}{_shown(value)}{text[_end(text, at) :]}"


@frozen
class _Member:
    """A key of an object, with the indices at which it and its value start."""

    name: str
    start: int
    colon: str
    """The text between the key and the value."""
    value: int


def _members(text: str, at: int) -> Iterator[_Member]:
    at = skip_space(text, at + 1)
    while text[at] != "}":
        name, end = _DECODER.raw_decode(text, at)
        value = skip_space(text, skip_space(text, end) + 1)
        yield _Member(str(name), at, text[end:value], value)
        at = _next(text, value)


def _items(text: str, at: int) -> Iterator[int]:
    at = skip_space(text, at + 1)
    while text[at] != "]":
        yield at
        at = _next(text, at)


def _added(text: str, at: int, members: list[_Member], path: Path, value: object) -> str:
    """Return the text with a new member behind those of an object, laid out as they are."""
    pair = (_shown(str(path[0])), _shown(nest(path[1:], value)))
    if not members:
        return f"{text[: at + 1]}{': '.join(pair)}{text[skip_space(text, at + 1) :]}"
    last = members[-1]
    end = _end(text, last.value)
    before = text[len(text[: last.start].rstrip()) : last.start] or last.colon.partition(":")[2]
    return f"{text[:end]},{before}{last.colon.join(pair)}{text[end:]}"


def _opened(text: str, at: int, path: Path, value: object) -> str:
    """Return the text with an object in place of a component's name or of another value."""
    data, end = _DECODER.raw_decode(text, at)
    whole = {**expand_to_mapping(data), str(path[0]): nest(path[1:], value)}
    return f"{text[:at]}{_shown(whole)}{text[end:]}"


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _end(text: str, at: int) -> int:
    return _DECODER.raw_decode(text, at)[1]


def _next(text: str, at: int) -> int:
    """Return the index of what follows a value: the next value, or the bracket that closes them all."""
    at = skip_space(text, _end(text, at))
    return skip_space(text, at + 1) if text[at] == "," else at
