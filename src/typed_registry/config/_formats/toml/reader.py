"""Reading TOML: the standard parser for the data, and a walk over the text for the places."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from attrs import evolve

from typed_registry.config._document.document import Document, finish_document
from typed_registry.config._document.faults import Fault, Malformed, Origin, WrittenTwice
from typed_registry.config._document.locations import Location, Source
from typed_registry.config._document.text_lines import TextLines
from typed_registry.config._formats.limits import DECIMAL_INTEGER, MAX_DEPTH, number_problem
from typed_registry.errors import ConfigError, MissingExtraError

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL)
_DATE = r"\d{4}-\d\d-\d\d [0-9:.+Z-]+"
_SCALAR = re.compile(rf"{_STRING.pattern}|{_DATE}|[^\s,\]}}#]+", re.DOTALL)
_REPEATED_KEY = ("Cannot ", "Duplicate ")
"""How the parser's messages start for a key that is written twice."""
_LONG_INTEGER = "Exceeds the limit"
"""How the interpreter's message starts for an integer with more digits than it converts."""


def parse(text: str, source: str) -> Document:
    """Read a TOML document. Raises ConfigError where it isn't TOML."""
    text = text.replace("\r\n", "\n")
    walk = _TOMLWalk(text, Location(Source(source), 1, 1))
    try:
        data = _loads()(text)
    except ValueError as error:
        raise ConfigError((_malformed(str(error), text, source, walk),)) from None
    except RecursionError:
        fault = Fault((), Malformed("not TOML: nested too deeply"), Origin(source, 1, 1, ()))
        raise ConfigError((fault,)) from None
    walk.document()
    return finish_document(data, walk.location, walk.faults)


def _loads() -> Callable[[str], dict[str, object]]:
    if TYPE_CHECKING or sys.version_info >= (3, 11):
        from tomllib import loads
    else:
        try:
            from tomli import loads
        except ImportError:
            raise MissingExtraError("reading TOML", "tomli", "typed-registry[config]") from None
    return loads


def _malformed(message: str, text: str, source: str, walk: _TOMLWalk) -> Fault:
    """Return the fault in which the parser has stopped, at the place that ends its message."""
    reason, _, where = message.partition(" (at ")
    found = re.match(r"line (\d+), column (\d+)", where)
    line, column = (int(found[1]), int(found[2])) if found else (1, 1)
    lines = TextLines(text)
    if where.startswith("end"):
        line, column = lines.place(len(text))
    cause: Fault | None = None
    if reason.startswith(_REPEATED_KEY):
        cause = walk.cause(lines.starts[line - 1] + column - 1)
    elif reason.startswith(_LONG_INTEGER):
        cause = walk.cause(len(text) + 1)
    return cause or Fault((), Malformed(f"not TOML: {reason}"), Origin(source, line, column, ()))


class _Stopped(Exception):  # noqa: N818  # it ends a walk, and never leaves this module
    """The walk has found what stopped the parser."""

    def __init__(self, fault: Fault | None) -> None:
        super().__init__(fault)
        self.fault = fault


class _TOMLWalk:
    """Finds the location of each key and value in a text that is known to be TOML.

    If the parser has stopped at a repeated key or at a long number, the text is TOML as far as there.
    """

    def __init__(self, text: str, location: Location) -> None:
        self._text = text
        self._place = TextLines(text).place
        self._end = len(text) + 1
        """Where the parser has stopped."""
        self._at = 0
        self._table_arrays: set[Location] = set()
        self.location = location
        """The location of the whole document."""
        self.faults: list[Fault] = []

    def cause(self, end: int) -> Fault | None:
        """Return the fault for which the parser stopped at this index; None if it can't be found."""
        self._end = end
        try:
            self.document()
        except _Stopped as stopped:
            return stopped.fault
        except (IndexError, ValueError):  # what follows isn't TOML either
            return None
        return None

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
        """End the walk if the parser has stopped behind the key that starts here: it is written twice."""
        if self._at < self._end:
            return
        place = self._place(start)
        at: Location | None = location
        while at is not None:
            if at.key_line and at.key_column and (at.key_line, at.key_column) < place:
                first = at.key_origin()
                here = evolve(first, line=place[0], column=place[1])
                raise _Stopped(Fault(at.path, WrittenTwice(first), here))
            at = at.outer
        raise _Stopped(None)

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
        reason = number_problem(written)
        if reason is not None:
            fault = Fault(location.path, Malformed(reason), location.origin())
            if DECIMAL_INTEGER.fullmatch(written):  # which the parser doesn't read either
                raise _Stopped(fault)
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

    @staticmethod
    def _inside(outer: Location, name: str | int, line: int, column: int) -> Location:
        """Add the location of a value inside another one. Raises ConfigError if it is too deep."""
        added = outer.add(name, line, column)
        if len(added.path) > MAX_DEPTH:
            raise ConfigError((Fault(added.path, Malformed("nested too deeply"), added.origin()),))
        return added

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return found[0] if found else ""


def _unquoted(text: str) -> str:
    return next(iter(_loads()(f"{text} = 0")))
