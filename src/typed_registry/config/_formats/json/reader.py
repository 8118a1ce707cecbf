"""JSON with places."""

from __future__ import annotations

import json
import re

from typed_registry._annotations.type_guards import is_table
from typed_registry.config._document.document import MAX_DEPTH, Document, Recorder, Ruler
from typed_registry.config._document.faults import Fault, Malformed, Origin, Path, WrittenTwice, WrongType
from typed_registry.config._formats.number_limits import excess
from typed_registry.config._formats.text_limits import half, printable
from typed_registry.errors import ConfigError

_SPACE = re.compile(r"[ \t\n\r]*")
_LITERAL = re.compile(r"[^\s,\]}]+")
_DECODER = json.JSONDecoder()


def parse(text: str, source: str) -> Document:
    """Reads a JSON document whose top is an object. Raises ConfigError with every fault of its form."""
    try:
        data: object = json.loads(text, parse_constant=float, parse_int=_integer)
    except json.JSONDecodeError as error:
        where = Origin(source, *Ruler(text).place(error.pos), ())
        raise ConfigError((Fault((), Malformed(f"not JSON: {error.msg}"), where),)) from None
    except RecursionError:
        fault = Fault((), Malformed("not JSON: nested too deeply"), Origin(source, 1, 1, ()))
        raise ConfigError((fault,)) from None
    walk = _Walk(text, Recorder(source))
    walk.value(skip(text, 0), (), 1)
    if not is_table(data):
        walk.faults.append(Fault((), WrongType("an object", data), Origin(source, 1, 1, ())))
    return walk.recorder.document(data if is_table(data) else {}, walk.faults)


def _integer(digits: str) -> int | None:
    """None for one that the walk refuses, which knows where it stands."""
    return None if excess(digits) else int(digits)


def skip(text: str, at: int) -> int:
    """Behind the space that stands here."""
    found = _SPACE.match(text, at)
    return found.end() if found else at


class _Walk:
    """Finds the places in a text that is known to be JSON; lives as long as one document's reading."""

    def __init__(self, text: str, recorder: Recorder) -> None:
        self.text = text
        self._place = Ruler(text).place
        self.recorder = recorder
        self.faults: list[Fault] = []

    def value(self, at: int, path: Path, depth: int) -> int:
        """Notes the value that starts here, and gives the place behind it."""
        self.recorder.value(path, *self._place(at))
        if depth > MAX_DEPTH:
            raise ConfigError((Fault(path, Malformed("nested too deeply"), self.recorder.values[path]),))
        if self.text[at] == "{":
            return self._object(at, path, depth)
        if self.text[at] == "[":
            return self._array(at, path, depth)
        if self.text[at] == '"':
            text, end = self._string(at)
            self._refuse(path, half(text))
            return end
        found = _LITERAL.match(self.text, at)
        literal = found[0] if found else ""
        is_number = literal.lstrip("-") not in ("NaN", "Infinity")
        self._refuse(path, excess(literal) if is_number else f"not JSON: {literal} is no JSON number")
        return at + len(literal)

    def _refuse(self, path: Path, reason: str | None) -> None:
        """Adds the fault of the value at the path, if there is a reason for one."""
        if reason is not None:
            self.faults.append(Fault(path, Malformed(reason), self.recorder.values[path]))

    def _object(self, at: int, path: Path, depth: int) -> int:
        seen: dict[str, Origin] = {}
        at = skip(self.text, at + 1)
        while self.text[at] != "}":
            name, end = self._string(at)
            here = (*path, printable(name))
            self.recorder.key(here, *self._place(at))
            if reason := half(name):
                self.faults.append(Fault(here, Malformed(reason), self.recorder.keys[here]))
            if name in seen:
                self.faults.append(Fault(here, WrittenTwice(seen[name]), self.recorder.keys[here]))
            seen.setdefault(name, self.recorder.keys[here])
            colon = skip(self.text, end)
            at = self._next(self.value(skip(self.text, colon + 1), here, depth + 1))
        return at + 1

    def _array(self, at: int, path: Path, depth: int) -> int:
        index = 0
        at = skip(self.text, at + 1)
        while self.text[at] != "]":
            at = self._next(self.value(at, (*path, index), depth + 1))
            index += 1
        return at + 1

    def _string(self, at: int) -> tuple[str, int]:
        text, end = _DECODER.raw_decode(self.text, at)
        return str(text), end

    def _next(self, at: int) -> int:
        at = skip(self.text, at)
        return skip(self.text, at + 1) if self.text[at] == "," else at
