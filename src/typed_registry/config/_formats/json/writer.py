"""Plain data to JSON, and changes of a JSON text."""

from __future__ import annotations

import json
from collections.abc import Mapping

from typed_registry.config._document.document import expand_to_mapping, nest
from typed_registry.config._document.faults import Path
from typed_registry.config._document.locations import Location, TextLines
from typed_registry.config._formats.json.reader import parse, skip_space

_DECODER = json.JSONDecoder()


def write(data: Mapping[str, object]) -> str:
    """Return the data as a JSON document, mappings in their own order."""
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def quote(text: str) -> str:
    """Return a text in quotes."""
    return write_value(text)


def edit(text: str, path: Path, value: object) -> str:
    r"""Return the text with this value at this path; nothing around it is changed.

    >>> print(edit('{"a": 1,  "b": {"c": 2}}\n', ("b", "d"), [True, "x"]), end="")
    {"a": 1,  "b": {"c": 2, "d": [true, "x"]}}
    """
    index = TextLines(text).index
    location = parse(text, "").location
    for depth, part in enumerate(path):
        at = index(location.line, location.column)
        if text[at] == "{":
            found = location.items.get(str(part))
            if found is None:
                return _added(text, location, path[depth:], value)
        elif text[at] == "[" and isinstance(part, int):
            found = location.items[part]
        else:
            return _opened(text, at, path[depth:], value)
        location = found
    at = index(location.line, location.column)
    return f"{text[:at]}{write_value(value)}{text[_end(text, at) :]}"


def _added(text: str, location: Location, path: Path, value: object) -> str:
    """Return the text with a new member behind those of an object, laid out as they are."""
    index = TextLines(text).index
    pair = (write_value(str(path[0])), write_value(nest(path[1:], value)))
    if not location.items:
        at = index(location.line, location.column) + 1
        return f"{text[:at]}{': '.join(pair)}{text[skip_space(text, at) :]}"
    last = [*location.items.values()][-1]
    key, start = index(last.key_line, last.key_column), index(last.line, last.column)
    colon = text[_end(text, key) : start]
    before = text[len(text[:key].rstrip()) : key] or colon.partition(":")[2]
    end = _end(text, start)
    return f"{text[:end]},{before}{colon.join(pair)}{text[end:]}"


def _opened(text: str, at: int, path: Path, value: object) -> str:
    """Return the text with an object in place of a component's name or of another value."""
    data, end = _DECODER.raw_decode(text, at)
    whole = {**expand_to_mapping(data), str(path[0]): nest(path[1:], value)}
    return f"{text[:at]}{write_value(whole)}{text[end:]}"


def write_value(value: object) -> str:
    """Return a value on one line."""
    return json.dumps(value, ensure_ascii=False)


def _end(text: str, at: int) -> int:
    return _DECODER.raw_decode(text, at)[1]
