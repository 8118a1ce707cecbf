"""`${env:NAME}`: a value that a file takes from the environment, where it says so and nowhere else.

A text that looks like one is written `$${env:NAME}`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Final

from attrs import evolve

from typed_registry._annotations.type_guards import is_mapping, is_sequence
from typed_registry.config._document.document import Document
from typed_registry.config._document.faults import COMMAND_LINE, Fault, Malformed, Origin, Path, UnsetVariable

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
    """The document with a variable's text in place of each `${env:NAME}` or `${env:NAME,default}`.

    Among its faults is every variable that isn't set and has no default.
    """
    substitution = _Substitution(document)
    data = {key: substitution.value(item, (key,)) for key, item in document.data.items()}
    return Document(data, document.keys, substitution.values, (*document.faults, *substitution.faults))


def escaped(data: object) -> object:
    """The data as a file writes it that means the text `${env:NAME}` itself: as `$${env:NAME}`."""
    if is_mapping(data):
        return {str(key): escaped(item) for key, item in data.items()}
    if is_sequence(data):
        return [escaped(item) for item in data]
    return data.replace(_START, f"${_START}") if isinstance(data, str) else data


class _Substitution:
    """One walk over a document; holds the faults that it finds."""

    def __init__(self, document: Document) -> None:
        self.faults: list[Fault] = []
        self.values = dict(document.values)
        self._document = document

    def value(self, data: object, path: Path) -> object:
        """The value with every reference in it replaced."""
        if is_mapping(data):
            return {str(key): self.value(item, (*path, str(key))) for key, item in data.items()}
        if is_sequence(data):
            return [self.value(item, (*path, index)) for index, item in enumerate(data)]
        return self._text(data, path) if isinstance(data, str) and _START in data else data

    def _text(self, text: str, path: Path) -> str:
        origin = self._document.origin(path) or Origin("", None, None, path)
        if origin.source == COMMAND_LINE:
            return text  # the shell has its own way of saying it
        if not _UNESCAPED.search(text):
            return text.replace(f"${_START}", _START)
        found = REFERENCE.fullmatch(text)
        if found is None:
            message = f"got {text!r}; a variable is a value of its own, written {_FORMS}"
            self.faults.append(Fault(path, Malformed(message), origin))
            return UNSET
        name: str = found[1]
        default: str | None = found[2]
        given = os.environ.get(name, default)
        self.values[path] = evolve(origin, variable=name if name in os.environ else None)
        if given is None:
            self.faults.append(Fault(path, UnsetVariable(name), origin))
        return UNSET if given is None else Variable(given)
