"""`${env:NAME}`: a value that a file takes from the environment, where it says so and nowhere else.

A text that looks like one is written `$${env:NAME}`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from typing import Final

from typed_registry._annotations.type_guards import is_mapping, is_sequence, is_table
from typed_registry.config._document.document import Document
from typed_registry.config._document.faults import Fault, Malformed, UnsetVariable
from typed_registry.config._document.locations import COMMAND_LINE_SOURCE, Location

REFERENCE = re.compile(r"\$\{env:([A-Za-z_][A-Za-z0-9_]*)(?:,(.*))?\}", re.DOTALL)
_START = "${env:"
_UNESCAPED = re.compile(r"(?<!\$)\$\{env:")
_FORMS = "${env:NAME} or ${env:NAME,default}"


class Variable(str):
    """A variable's text, which the type of its field is yet to read."""

    __slots__ = ()


UNSET: Final = Variable("")
"""What stands for a value that can't be had; its fault is told already."""


def settled(data: object, read: Callable[[str], object]) -> object:
    """The data with each variable's text in it read so, for whom no type reads it; itself without any."""
    if isinstance(data, Variable):
        return data if data is UNSET else read(str(data))
    if is_mapping(data):
        made = {key: settled(item, read) for key, item in data.items()}
        return made if any(made[key] is not item for key, item in data.items()) else data
    if is_sequence(data):
        items = [settled(item, read) for item in data]
        return items if any(one is not other for one, other in zip(items, data, strict=True)) else data
    return data


def is_unset(data: object) -> bool:
    """Whether a value in the data can't be had."""
    if is_mapping(data):
        return any(map(is_unset, data.values()))
    return any(map(is_unset, data)) if is_sequence(data) else data is UNSET


def substituted(document: Document) -> Document:
    """Return the document with the variable's text for each `${env:NAME}` or `${env:NAME,default}`.

    Its faults then include every variable that isn't set and has no default.
    """
    faults: list[Fault] = []
    data, location = _substituted(document.data, document.location, faults)
    return Document(data if is_table(data) else {}, location, (*document.faults, *faults))


def escaped(data: object) -> object:
    """The data as a file writes it that means the text `${env:NAME}` itself: as `$${env:NAME}`."""
    if is_mapping(data):
        return {str(key): escaped(item) for key, item in data.items()}
    if is_sequence(data):
        return [escaped(item) for item in data]
    return data.replace(_START, f"${_START}") if isinstance(data, str) else data


def _substituted(data: object, location: Location, faults: list[Fault]) -> tuple[object, Location]:
    """Return the data and its location with every reference replaced; the same objects if there is none."""
    if is_mapping(data):
        mapping, items = _substituted_items(data.items(), location, faults)
        return ({**data, **mapping}, location.copy(items)) if mapping else (data, location)
    if is_sequence(data):
        sequence, items = _substituted_items(enumerate(data), location, faults)
        whole = [sequence.get(index, item) for index, item in enumerate(data)]
        return (whole, location.copy(items)) if sequence else (data, location)
    if isinstance(data, str) and _START in data and location.source is not COMMAND_LINE_SOURCE:
        return _text(data, location, faults)
    return data, location


def _substituted_items(
    data: Iterable[tuple[object, object]], location: Location, faults: list[Fault]
) -> tuple[dict[object, object], dict[str | int, Location]]:
    """Return the items that have a reference in them, and the locations of all items."""
    changed: dict[object, object] = {}
    locations = dict(location.items)
    for key, item in data:
        if isinstance(item, str) or is_mapping(item) or is_sequence(item):
            name = key if isinstance(key, int) else str(key)
            at = location.item(name)
            value, place = _substituted(item, at, faults)
            if value is not item:
                changed[key], locations[name] = value, place
    return changed, locations


def _text(text: str, location: Location, faults: list[Fault]) -> tuple[str, Location]:
    if not _UNESCAPED.search(text):
        return text.replace(f"${_START}", _START), location
    found = REFERENCE.fullmatch(text)
    if found is None:
        message = f"got {text!r}; a variable is a value of its own, written {_FORMS}"
        faults.append(Fault(location.path, Malformed(message), location.origin()))
        return UNSET, location
    name: str = found[1]
    default: str | None = found[2]
    given = os.environ.get(name, default)
    location = location.copy()
    location.variable = name if name in os.environ else None
    if given is None:
        faults.append(Fault(location.path, UnsetVariable(name), location.origin()))
    return UNSET if given is None else Variable(given), location
