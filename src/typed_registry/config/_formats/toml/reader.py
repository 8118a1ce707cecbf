"""Reading TOML: the standard parser for the data, and a walk over the text for the places."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from attrs import evolve

from typed_registry.config._document.document import Document
from typed_registry.config._document.faults import Fault, Malformed, WrittenTwice, unreadable
from typed_registry.config._document.locations import Location, TextLines
from typed_registry.config._formats.limits import DECIMAL_INTEGER, number_problem
from typed_registry.config._formats.parsing import Parsing
from typed_registry.errors import ConfigError, MissingExtraError

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL)
_DATE = r"\d{4}-\d\d-\d\d [0-9:.+Z-]+"
_SCALAR = re.compile(rf"{_STRING.pattern}|{_DATE}|[^\s,\]}}#]+", re.DOTALL)
_TOO_EXACT = re.compile(r":[0-9]{2}\.[0-9]{7}")
"""A second with more decimals than Python has, which the parser would drop."""
_REPEATED_KEY = ("Cannot ", "Duplicate ")
"""How the parser's messages start for a key that is written twice."""
_LONG_INTEGER = "Exceeds the limit"
"""How the interpreter's message starts for an integer with more digits than it converts."""


def parse(text: str, source: str) -> Document:
    """Read a TOML document. Raises ConfigError where it isn't TOML."""
    text = text.replace("\r\n", "\n")
    walk = _TOMLWalk(text, source)
    try:
        data = _loads()(text)
    except ValueError as error:
        raise walk.malformed(str(error)) from None
    except RecursionError:
        raise unreadable("not TOML: nested too deeply", source, 1, 1) from None
    walk.document()
    return walk.finished(data, "a table")


def _advice(reason: str, rest: str) -> str:
    """Return what to write instead of the rest, at which the parser has stopped, if that is known."""
    if reason == "Invalid value" and re.match(r"(null|none|nil)\b", rest, re.IGNORECASE):
        return "; TOML has no null, so leave the key out"
    if reason.startswith("Unescaped"):
        return "; a backslash is written as two, or the text in single quotes"
    if reason.startswith("Invalid initial character") and rest.startswith(("\n", "}")):
        return "; a table in braces is on one line, and its last value has no comma behind it"
    if reason == "Invalid value" and rest.strip():
        return "; a text is written in quotes, and true and false in lower case"
    return "; write key = value" if reason.startswith("Expected '='") and rest.startswith(":") else ""


def _loads() -> Callable[[str], dict[str, object]]:
    if TYPE_CHECKING or sys.version_info >= (3, 11):
        from tomllib import loads
    else:
        try:
            from tomli import loads
        except ImportError:
            raise MissingExtraError("reading TOML", "tomli", "typed-registry[config]") from None
    return loads


class _TOMLWalk(Parsing):
    """Finds the location of each key and value in a text that is known to be TOML.

    If the parser has stopped at a repeated key or at a long number, the text is TOML as far as there.
    """

    def __init__(self, text: str, source: str) -> None:
        super().__init__(source)
        self._text = text
        self._lines = TextLines(text)
        self._place = self._lines.place
        self._end = len(text) + 1
        """Where the parser has stopped."""
        self._at = 0
        self._table_arrays: set[Location] = set()

    def malformed(self, message: str) -> ConfigError:
        """Return the error for what the parser says, which ends with the place where it has stopped."""
        reason, _, where = message.partition(" (at ")
        found = re.match(r"line (\d+), column (\d+)", where)
        end = len(self._text) if where.startswith("end") else 0
        line, column = (int(found[1]), int(found[2])) if found else self._place(end)
        if reason.startswith(_REPEATED_KEY):
            self._end = self._lines.index(line, column)
        if reason.startswith((*_REPEATED_KEY, _LONG_INTEGER)):
            try:
                self.document()
            except ConfigError as error:
                return error
            except (IndexError, ValueError):  # what follows isn't TOML either
                pass
        reason = f"{reason}{_advice(reason, self._text[self._lines.index(line, column) :])}"
        return unreadable(f"not TOML: {reason}", self.source.name, line, column)

    def document(self) -> None:
        """Walk over every statement: the header of a table, or a key with its value."""
        table = self.location
        self._skip(_BLANK)
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_BLANK)

    def _header(self) -> Location:
        start, double = self._at, self._text.startswith("[[", self._at)
        self._at += 2 if double else 1
        location = self._key(self.location)
        self._require_once(location, start)
        self._at += 2 if double else 1
        line, column = self._place(start)
        if double:
            self._table_arrays.add(location)
            return self._inside(location, len(location.items), line, column)
        location.line, location.column = line, column
        return location

    def _pair(self, table: Location) -> None:
        start = self._at
        location = self._key(table)
        self._skip(_SPACE)
        self._at += 1  # the equals sign
        self._skip(_SPACE)
        self._value(location)
        self._require_once(location, start)

    def _require_once(self, location: Location, start: int) -> None:
        """Raise ConfigError if the parser has stopped behind the key that starts here: it is repeated."""
        if self._at < self._end:
            return
        place = self._place(start)
        at: Location | None = location
        while at is not None:
            if at.key_line and at.key_column and (at.key_line, at.key_column) < place:
                first = at.key_origin()
                here = evolve(first, line=place[0], column=place[1])
                raise ConfigError((Fault(at.path, WrittenTwice(first), here),))
            at = at.outer
        raise ValueError("the parser has stopped for another reason")

    def _key(self, location: Location) -> Location:
        """Read a dotted key; what follows the name of an array of tables is in the array's last table."""
        while True:
            self._skip(_SPACE)
            start = self._at
            quoted = self._skip(_STRING)
            name = _unquoted(quoted) if quoted else self._skip(_BARE)
            location = location.items.get(name) or self._named(location, name, start)
            self._skip(_SPACE)
            if self._text[self._at] != ".":
                return location
            self._at += 1
            if location in self._table_arrays:
                location = location.items[len(location.items) - 1]

    def _named(self, location: Location, name: str, start: int) -> Location:
        named = self._inside(location, name, *self._place(start))
        named.set_key(*self._place(start))
        return named

    def _value(self, location: Location) -> None:
        location.line, location.column = self._place(self._at)
        if self._text[self._at] == "[":
            self._items("]", lambda index: self._value(self._inside(location, index, *self._place(self._at))))
        elif self._text[self._at] == "{":
            self._items("}", lambda _: self._pair(location))
        else:
            self._scalar(location)

    def _scalar(self, location: Location) -> None:
        written = self._skip(_SCALAR).replace("_", "")
        is_too_exact = _TOO_EXACT.search(written) and not written.startswith(("'", '"'))
        reason = f"{written} has more than six decimals" if is_too_exact else number_problem(written)
        if reason is not None:
            fault = location.fault(Malformed(reason))
            if DECIMAL_INTEGER.fullmatch(written):  # which the parser doesn't read either
                raise ConfigError((fault,))
            self.faults.append(fault)

    def _items(self, end: str, read: Callable[[int], None]) -> None:
        self._at += 1
        self._skip(_BLANK)
        index = 0
        while self._text[self._at] != end:
            read(index)
            index += 1
            self._skip(_BLANK)
            if self._text[self._at] == ",":
                self._at += 1
                self._skip(_BLANK)
        self._at += 1

    def _inside(self, outer: Location, name: str | int, line: int, column: int) -> Location:
        """Add the location of a value inside another one. Raises ConfigError if it is too deep."""
        added = outer.add(name, line, column)
        self.require_depth(len(added.path), added)
        return added

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return found[0] if found else ""


def _unquoted(text: str) -> str:
    return next(iter(_loads()(f"{text} = 0")))
