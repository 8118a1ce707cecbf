"""References to environment variables in a file.

`${env:NAME}` is the value of a variable, and `${env:NAME,default}` has a default for one that isn't set. Any
other text with `${` is refused: other tools would put another value in its place. `$${` is `${` as a text.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Final

from typed_registry._annotations.type_guards import is_mapping, is_sequence
from typed_registry._messages.visible import shown_value
from typed_registry.config._document.document import Document, items_of, with_items
from typed_registry.config._document.faults import Fault, Malformed, UnsetVariable
from typed_registry.config._document.locations import COMMAND_LINE_SOURCE, Location

_REFERENCE = re.compile(r"\$\{env:([A-Za-z_][A-Za-z0-9_]*)(?:,((?:(?!(?<!\$)\$\{).)*))?\}", re.DOTALL)
"""A reference to a variable; its default refers to nothing itself."""
_OTHER_REFERENCE = re.compile(r"\s*\$\{\s*(?:(?:oc\.)?env:\s*)?([A-Z_][A-Z0-9_]*)(?:(?:,|:-)([^${}]*))?\}\s*")
"""A reference to a variable as OmegaConf and shells write it."""
_START = "${"
_ESCAPED = "$${"
_UNESCAPED = re.compile(r"(?<!\$)\$\{")
_PLAIN = (bool, int, float, type(None))
_FORMS = "${env:NAME} or ${env:NAME,default}"


class VariableText(str):
    """The text of an environment variable, which the type of its field has yet to read."""

    __slots__ = ()


UNSET: Final = VariableText("")
"""The placeholder for a value that can't be read and whose fault is reported already."""


def read_variables(data: object, read: Callable[[str], object]) -> object:
    """Return the data, which no type reads, with `read(text)` in place of each environment variable.

    Returns the same object if there is no variable in it.
    """
    if isinstance(data, VariableText):
        return data if data is UNSET else read(str(data))
    made = {key: read_variables(item, read) for key, item in items_of(data)}
    return with_items(data, {key: made[key] for key, item in items_of(data) if made[key] is not item})


def has_unset(data: object) -> bool:
    """Return whether a value in the data is `UNSET`."""
    return data is UNSET or any(has_unset(item) for _, item in items_of(data))


def substitute_variables(document: Document) -> Document:
    """Return the document with the variable's text in place of each reference to one.

    Its faults then include every variable that isn't set and has no default.
    """
    faults: list[Fault] = []
    data, location = _substituted(document.data, document.location, faults)
    return document.changed(data, location, faults)


def escape_references(data: object) -> object:
    """Return the data as a file writes it, so that no text in it is taken for a reference.

    >>> escape_references({"home": "${env:HOME}"})
    {'home': '$${env:HOME}'}
    """
    if is_mapping(data):
        return {str(key): escape_references(item) for key, item in data.items()}
    if is_sequence(data):
        return [escape_references(item) for item in data]
    return data.replace(_START, _ESCAPED) if isinstance(data, str) else data


def _substituted(data: object, location: Location, faults: list[Fault]) -> tuple[object, Location]:
    """Return the data and its location with every reference replaced; the same objects if there is none."""
    if isinstance(data, str):
        return _text(data, location, faults) if _has_reference(data, location) else (data, location)
    changed: dict[object, object] = {}
    locations: dict[str | int, Location] = {}
    for key, item in items_of(data):
        if type(item) in _PLAIN or (type(item) is str and _START not in item):
            continue
        name = key if isinstance(key, int) else str(key)
        value, place = _substituted(item, location.item(name), faults)
        if value is not item:
            changed[key], locations[name] = value, place
    whole = location.copy({**location.items, **locations}) if changed else location
    return with_items(data, changed), whole


def _has_reference(text: str, location: Location) -> bool:
    """Return whether a text refers to a variable; on the command line, the shell has its own way to do so."""
    return _START in text and location.source is not COMMAND_LINE_SOURCE


def _text(text: str, location: Location, faults: list[Fault]) -> tuple[str, Location]:
    """Return the variable's text and its location for a text with a reference, or with an escaped one."""
    if not _UNESCAPED.search(text):
        return text.replace(_ESCAPED, _START), location
    found = _REFERENCE.fullmatch(text)
    if found is None:
        faults.append(location.fault(Malformed(f"got {shown_value(text)}; {_advice(text)}")))
        return UNSET, location
    name: str = found[1]
    default: str | None = found[2]
    given = os.environ.get(name, default and default.replace(_ESCAPED, _START))
    location = location.copy()
    location.variable = name if name in os.environ else None
    if given is None:
        faults.append(location.fault(UnsetVariable(name)))
    return UNSET if given is None else VariableText(given), location


def _advice(text: str) -> str:
    """Return what to write in place of a text that looks like a reference and is none."""
    variable = _OTHER_REFERENCE.fullmatch(text)
    if variable is not None:
        default = "" if variable[2] is None else f",{variable[2].strip()}"
        return f"a variable is written ${{env:{variable[1]}{default}}}"
    if "${env:" in text:
        return f"a variable is a value of its own, written {_FORMS}"
    return (
        "a config doesn't refer to its other values; write the value itself, "
        "or $${...} if the text has these characters"
    )
