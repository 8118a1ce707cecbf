"""Reading JSON: the standard parser for the data, and a walk over the text for the places."""

from __future__ import annotations

import json
import re

from typed_registry._annotations.type_guards import is_table
from typed_registry.config._document.document import Document, finish_document
from typed_registry.config._document.faults import Fault, Malformed, Origin, WrittenTwice, WrongType
from typed_registry.config._document.locations import Location, Source
from typed_registry.config._document.text_lines import TextLines
from typed_registry.config._formats.limits import MAX_DEPTH, number_problem, printable, text_problem
from typed_registry.errors import ConfigError

_SPACE = re.compile(r"[ \t\n\r]*")
_LITERAL = re.compile(r"[^\s,\]}]+")
_DECODER = json.JSONDecoder()


def parse(text: str, source: str) -> Document:
    """Read a JSON document whose top is an object. Raises ConfigError with every fault of its form."""
    try:
        data: object = json.loads(text, parse_constant=float, parse_int=_integer)
    except json.JSONDecodeError as error:
        where = Origin(source, *TextLines(text).place(error.pos), ())
        raise ConfigError((Fault((), Malformed(f"not JSON: {error.msg}"), where),)) from None
    except RecursionError:
        fault = Fault((), Malformed("not JSON: nested too deeply"), Origin(source, 1, 1, ()))
        raise ConfigError((fault,)) from None
    walk = _JSONWalk(text)
    start = skip_space(text, 0)
    location = Location(Source(source), *TextLines(text).place(start))
    walk.value(start, location, 1)
    if not is_table(data):
        walk.faults.append(Fault((), WrongType("an object", data), Origin(source, 1, 1, ())))
    return finish_document(data if is_table(data) else {}, location, walk.faults)


def _integer(digits: str) -> int | None:
    """Return a number, or None for one that is too large, which `_JSONWalk` refuses with its place."""
    return None if number_problem(digits) else int(digits)


def skip_space(text: str, at: int) -> int:
    """Return the index behind the white space at this index."""
    found = _SPACE.match(text, at)
    return found.end() if found else at


class _JSONWalk:
    """Finds the location of each value in a text that is known to be JSON."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._place = TextLines(text).place
        self.faults: list[Fault] = []

    def value(self, at: int, location: Location, depth: int) -> int:
        """Add the locations inside the value that starts here to its location; return the index behind it."""
        if depth > MAX_DEPTH:
            raise ConfigError((Fault(location.path, Malformed("nested too deeply"), location.origin()),))
        if self.text[at] == "{":
            return self._object(at, location, depth)
        if self.text[at] == "[":
            return self._array(at, location, depth)
        if self.text[at] == '"':
            text, end = self._string(at)
            self._refuse(location, text_problem(text))
            return end
        found = _LITERAL.match(self.text, at)
        literal = found[0] if found else ""
        is_number = literal.lstrip("-") not in ("NaN", "Infinity")
        problem = number_problem(literal) if is_number else f"not JSON: {literal} isn't a number of JSON"
        self._refuse(location, problem)
        return at + len(literal)

    def _refuse(self, location: Location, problem: str | None) -> None:
        """Add a fault of the value if it has a problem."""
        if problem is not None:
            self.faults.append(Fault(location.path, Malformed(problem), location.origin()))

    def _object(self, at: int, location: Location, depth: int) -> int:
        first: dict[str, Location] = {}
        at = skip_space(self.text, at + 1)
        while self.text[at] != "}":
            name, end = self._string(at)
            shown = printable(name)
            start = skip_space(self.text, skip_space(self.text, end) + 1)  # behind the colon
            item = location.add(shown, *self._place(start))
            item.set_key(*self._place(at))
            if problem := text_problem(name):
                self.faults.append(Fault(item.path, Malformed(problem), item.key_origin()))
            earlier = first.setdefault(name, item)
            if earlier is not item:
                self.faults.append(Fault(item.path, WrittenTwice(earlier.key_origin()), item.key_origin()))
            at = self._next(self.value(start, item, depth + 1))
        return at + 1

    def _array(self, at: int, location: Location, depth: int) -> int:
        at = skip_space(self.text, at + 1)
        while self.text[at] != "]":
            item = location.add(len(location.items), *self._place(at))
            at = self._next(self.value(at, item, depth + 1))
        return at + 1

    def _string(self, at: int) -> tuple[str, int]:
        text, end = _DECODER.raw_decode(self.text, at)
        return str(text), end

    def _next(self, at: int) -> int:
        at = skip_space(self.text, at)
        return skip_space(self.text, at + 1) if self.text[at] == "," else at
