"""Reading JSON: the standard parser for the data, and a walk over the text for the places."""

from __future__ import annotations

import json
import re

from typed_registry.config._document.document import Document
from typed_registry.config._document.faults import Malformed, unreadable
from typed_registry.config._document.locations import Location, TextLines
from typed_registry.config._formats.limits import number_problem, printable, text_problem
from typed_registry.config._formats.parsing import Parsing

_SPACE = re.compile(r"[ \t\n\r]*")
_LITERAL = re.compile(r"[^\s,\]}]+")
_DECODER = json.JSONDecoder()
_ADVICE = (
    ("Extra data", "a config is a single object"),
    ("Invalid control character", r"in a text, a line break is written \n and a tab \t"),
    ("Invalid \\escape", "a backslash is written as two"),
)
"""The start of the parser's message, and what to write."""


def parse(text: str, source: str) -> Document:
    """Read a JSON document whose top is an object. Raises ConfigError with every fault of its form."""
    walk = _JSONWalk(text, source)
    try:
        data: object = json.loads(text, parse_constant=float, parse_int=_integer)
    except json.JSONDecodeError as error:
        reason = f"{error.msg}{_advice(error.msg, text, error.pos)}"
        raise unreadable(f"not JSON: {reason}", source, *walk.place(error.pos)) from None
    except RecursionError:
        raise unreadable("not JSON: nested too deeply", source, 1, 1) from None
    start = skip_space(text, 0)
    walk.location.line, walk.location.column = walk.place(start)
    walk.value(start, walk.location, 1)
    return walk.finished(data, "an object")


def _advice(message: str, text: str, at: int) -> str:
    """Return what to write instead of what the parser has stopped at, if that is known."""
    rest = text[at:].lstrip()
    if not rest:
        return "" if text.strip() else "; a config is an object, and an empty one is written {}"
    if rest.startswith(("//", "/*", "#")):
        return "; JSON has no comments"
    known = next((advice for start, advice in _ADVICE if message.startswith(start)), None)
    if known is None and _stops_at_number(text, at):
        known = "a number is decimal and begins with a digit or -, without leading zeros and underscores"
    if known is None and rest[0] in "}]" and text[:at].rstrip().endswith(","):
        known = "the last item has no comma behind it"
    if known is None and (rest[0] == "'" or rest[0].isalpha()):
        known = "keys and texts are written in double quotes, and true, false and null in lower case"
    return "" if known is None else f"; {known}"


def _stops_at_number(text: str, at: int) -> bool:
    """Return whether a number that isn't one of JSON begins at an index, or goes on there."""
    return text[at] in "+." or (text[at - 1 : at].isdigit() and (text[at].isalnum() or text[at] == "_"))


def _integer(digits: str) -> int | None:
    """Return a number, or None for one that is too large, which `_JSONWalk` refuses with its place."""
    return None if number_problem(digits) else int(digits)


def skip_space(text: str, at: int) -> int:
    """Return the index behind the white space at this index."""
    found = _SPACE.match(text, at)
    return found.end() if found else at


class _JSONWalk(Parsing):
    """Finds the location of each value in a text that is known to be JSON."""

    def __init__(self, text: str, source: str) -> None:
        super().__init__(source)
        self.text = text
        self.place = TextLines(text).place

    def value(self, at: int, location: Location, depth: int) -> int:
        """Add the locations inside the value that starts here to its location; return the index behind it."""
        self.require_depth(depth, location)
        if self.text[at] == "{":
            return self._object(at, location, depth)
        if self.text[at] == "[":
            return self._array(at, location, depth)
        if self.text[at] == '"':
            text, end = self._string(at)
            self.refuse(location, text_problem(text))
            return end
        found = _LITERAL.match(self.text, at)
        literal = found[0] if found else ""
        is_number = literal.lstrip("-") not in ("NaN", "Infinity")
        problem = number_problem(literal) if is_number else f"not JSON: {literal} isn't a number of JSON"
        self.refuse(location, problem)
        return at + len(literal)

    def _object(self, at: int, location: Location, depth: int) -> int:
        first: dict[str, Location] = {}
        at = skip_space(self.text, at + 1)
        while self.text[at] != "}":
            name, end = self._string(at)
            shown = printable(name)
            start = skip_space(self.text, skip_space(self.text, end) + 1)  # behind the colon
            item = location.add(shown, *self.place(start))
            item.set_key(*self.place(at))
            if problem := text_problem(name):
                self.faults.append(item.key_fault(Malformed(problem)))
            earlier = first.setdefault(name, item)
            if earlier is not item:
                self.refuse_repeated(earlier, item)
            at = self._next(self.value(start, item, depth + 1))
        return at + 1

    def _array(self, at: int, location: Location, depth: int) -> int:
        at = skip_space(self.text, at + 1)
        while self.text[at] != "]":
            item = location.add(len(location.items), *self.place(at))
            at = self._next(self.value(at, item, depth + 1))
        return at + 1

    def _string(self, at: int) -> tuple[str, int]:
        text, end = _DECODER.raw_decode(self.text, at)
        return str(text), end

    def _next(self, at: int) -> int:
        at = skip_space(self.text, at)
        return skip_space(self.text, at + 1) if self.text[at] == "," else at
