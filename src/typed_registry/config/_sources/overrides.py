"""Overrides from the command line: `path=value`."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable
from typing import TypeAlias, cast

from attrs import evolve

from typed_registry._annotations.type_guards import is_mapping, is_sequence
from typed_registry._messages.explain_fault import show_origin
from typed_registry._messages.visible import shown_value
from typed_registry._spec import is_spec
from typed_registry.config._document.document import (
    Document,
    expand_to_mapping,
    item_of,
    items_of,
    key_in,
    part_of,
    with_items,
)
from typed_registry.config._document.faults import (
    COMMAND_LINE,
    COMMAND_LINE_RANK,
    Fault,
    Malformed,
    Origin,
    Path,
    Problem,
)
from typed_registry.config._document.locations import Location, on_command_line
from typed_registry.config._formats.limits import MAX_DEPTH
from typed_registry.config._formats.yaml.reader import ignored_part, parse_scalar
from typed_registry.config._sources.config_place import ANY_PLACE, ConfigPlace
from typed_registry.errors import ConfigError

_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")
"""The index of an item in a list; in a mapping, it is a key as it is written."""
_QUOTED_PART = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*(?=[.=])""")
"""A key in quotes, which may contain dots and equals signs."""
_PLAIN_PART = re.compile(r"[^.=]*")
_IGNORABLE = re.compile(r"[#&|>]|---")
"""The characters in a value that may begin something which YAML ignores."""
_MARKS = {"a document": "---"}

Assignment: TypeAlias = tuple[Path, object]
"""The path and the value of an override."""


def override(document: Document, assignments: Iterable[str], place: ConfigPlace = ANY_PLACE) -> Document:
    """Return the document with the value of each `path=value` at its path; later ones win.

    A value is read as YAML: `loss.margin=0.2`, `optimizer.betas=[0.9, 0.95]`. A component given by its name
    alone is opened to take a value: `loss.beta=1` after `loss: dpo`.

    An invalid assignment is left out, and is one of the document's faults, which are reported together with
    those of the tree. `place` is that of the whole config. Raises TypeError for a single text.
    """
    return assign_all(document, parse_assignments(assignments), place)


def parse_assignments(assignments: Iterable[str]) -> list[Assignment | ConfigError]:
    """Return the path and the value of each override, or why it can't be read.

    Raises TypeError for a single text.
    """
    if isinstance(assignments, str):
        raise TypeError(f"overrides are given as a list: [{assignments!r}]")
    return [*map(_parsed, assignments)]


def _parsed(given: str) -> Assignment | ConfigError:
    try:
        return parse_assignment(given)
    except ConfigError as error:
        return error


def assign_all(
    document: Document, assignments: Iterable[Assignment | ConfigError], place: ConfigPlace = ANY_PLACE
) -> Document:
    """Return the document with each value at its path; the faults of those without a place are its faults."""
    faults: list[Fault] = []
    for each in assignments:
        try:
            if isinstance(each, ConfigError):
                raise each
            document = assign(document, *each, place)
        except ConfigError as error:
            faults.extend(error.faults)
    return evolve(document, faults=(*document.faults, *faults))


def parse_assignment(given: str) -> Assignment:
    """Return the path and the value of `path=value`.

    Raises ConfigError if the text isn't one, and TypeError for anything else than a text.

    >>> parse_assignment("steps.0=[1, no]"), parse_assignment('weights."a.b"=1')
    ((('steps', 0), [1, 'no']), (('weights', 'a.b'), 1))
    """
    word = cast("object", given)
    if not isinstance(word, str):
        raise TypeError(f"an override is a text, path=value; got {word!r}")
    path, text = _path_and_value(given)
    if path is None:
        message = f"got {given!r}; an override is written path=value, such as optimizer.lr=0.1"
        raise ConfigError((command_line_fault((), Malformed(message)),))
    if len(path) > MAX_DEPTH:
        message = f"a path has at most {MAX_DEPTH} parts, and this one has {len(path)}"
        raise ConfigError((command_line_fault(path[:MAX_DEPTH], Malformed(message)),))
    try:
        value = parse_scalar(text)
        ignored = ignored_part(text) if _IGNORABLE.search(text) else None
    except ConfigError as error:
        raise ConfigError(tuple(command_line_fault(path, fault.problem) for fault in error.faults)) from None
    if ignored is not None:
        kind, index = ignored
        name, mark = given[: len(given) - len(text) - 1], _MARKS.get(kind, text[index])
        message = f"{mark!r} begins {kind} in YAML, which would be lost; write quotes: {_quoted(name, text)}"
        raise ConfigError((command_line_fault(path, Malformed(message)),))
    return path, value


def path_of(text: str) -> Path:
    """Return a path that is written as in an override; an empty one for a text that is none."""
    return _path_and_value(f"{text}=")[0] or ()


def _path_and_value(given: str) -> tuple[Path | None, str]:
    """Return the path of an override and the text of its value; None for a text that isn't `path=value`."""
    parts: list[str | int] = []
    at = 0
    while at <= len(given):
        quoted = _QUOTED_PART.match(given, at)
        found = quoted or _PLAIN_PART.match(given, at)
        part = _unquoted(quoted[1]) if quoted else found[0].strip() if found else ""
        at = found.end() if found else at
        if (not part and not quoted) or at == len(given):
            return None, ""
        parts.append(int(part) if _INDEX.fullmatch(part) and not quoted else part)
        at += 1
        if given[at - 1] == "=":
            break
    return tuple(parts), given[at:]


def _unquoted(key: str) -> str:
    """Return a key without its quotes; as it is if it has a wrong escape."""
    try:
        return str(parse_scalar(key))
    except ConfigError:
        return key


def _quoted(name: str, text: str) -> str:
    """Return an override as a shell takes it, with the value in quotes."""
    return shlex.quote(f"{name}={json.dumps(text, ensure_ascii=False)}")


def assign(document: Document, path: Path, value: object, place: ConfigPlace = ANY_PLACE) -> Document:
    """Return the document with one value in place of the one it had.

    Raises ConfigError if no value can be put there.
    """
    try:
        data, location = _assigned(document.data, document.location, path, value, place)
    except LookupError as error:
        raise ConfigError((command_line_fault(path, Malformed(str(error))),)) from None
    return document.changed(data, location)


def command_line_fault(path: Path, problem: Problem) -> Fault:
    """Return a fault of a value that the command line gives."""
    return Fault(path, problem, Origin(COMMAND_LINE, None, None, path, COMMAND_LINE_RANK))


def _assigned(
    data: object, location: Location, path: Path, value: object, place: ConfigPlace
) -> tuple[object, Location]:
    """Return the data with the value at the path, and its location."""
    if not path:
        return value, _given(value, location)
    key, rest = path[0], path[1:]
    if is_sequence(data):
        if not isinstance(key, int) or key >= len(data):
            raise LookupError(_no_item_message(len(data), key, location))
    elif not is_mapping(data):
        if data is not None and not (isinstance(data, str) and place.is_choice):
            raise LookupError(_no_mapping_message(data, key, location))
        location, data = _opened(data, location), expand_to_mapping(data)
    held = key_in(data, key)
    name = part_of(data, held)
    inner = item_of(data, held)
    at = _location_of(location, name, inner, rest)
    item, at = _assigned(inner, at, rest, value, place.inside(data, name) if rest else place)
    if not rest and is_mapping(item) and "name" not in item:
        at.replaced_name = _replaced_name(inner, location.item(name))
    return with_items(data, {held: item}), location.copy({**location.items, name: at})


def _replaced_name(data: object, location: Location) -> tuple[str, Location] | None:
    """Return the name in a value that may choose a component, and where it is written."""
    if isinstance(data, str):
        return data, location
    if is_spec(data):
        return data.name, location
    name = data.get("name") if is_mapping(data) else None
    return (name, location.item("name")) if isinstance(name, str) else location.replaced_name


def _no_item_message(count: int, index: str | int, location: Location) -> str:
    """Return that a list has no item of this index, and where the list is written."""
    where = "the list" if location.source is None else f"the list at {show_origin(location.origin())}"
    items = f"the items 0 to {count - 1}" if count > 1 else "the item 0 alone" if count else "no items"
    return f"{where} has {items}, not {index!r}"


def _no_mapping_message(data: object, key: str | int, location: Location) -> str:
    """Return that a value has no keys, and where it is written."""
    where = "the value" if location.source is None else f"the value at {show_origin(location.origin())}"
    return f"{where} is {shown_value(data)} and has no {key!r}; write the whole value here"


def _location_of(outer: Location, name: str | int, data: object, rest: Path) -> Location:
    """Return the location of an item in which the rest of a path is assigned."""
    if rest and name in outer.items:
        return outer.items[name]
    if rest and (is_mapping(data) or is_sequence(data)):
        return Location(None, None, None, outer, name)  # data that isn't written anywhere
    location = on_command_line(outer, name)
    location.is_partial = bool(rest) and data is None
    return location


def _opened(data: object, location: Location) -> Location:
    """Return the location of the mapping that takes the place of a value, or of a component's name."""
    given = on_command_line(location.outer, location.name).with_key_of(location)
    given.is_partial = location.is_partial
    return given.copy({"name": location.item("name")} if isinstance(data, str) else {})


def _given(value: object, location: Location) -> Location:
    """Return the location, on the command line, of a value and of all inside it."""
    names = ((key if isinstance(key, int) else str(key), item) for key, item in items_of(value))
    return location.copy({name: _given(item, on_command_line(location, name)) for name, item in names})
