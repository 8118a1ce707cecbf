"""TOML with places: the standard parser for the data, a walk over the text for where each key stands."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from typed_registry.config._document.document import MAX_DEPTH, Document, Recorder, Ruler
from typed_registry.config._document.faults import Fault, Malformed, Origin, Path, WrittenTwice
from typed_registry.config._formats.number_limits import excess
from typed_registry.errors import ConfigError, MissingExtraError

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL)
_DATE = r"\d{4}-\d\d-\d\d [0-9:.+Z-]+"
_KEYS = ("Cannot ", "Duplicate ")
"""How the parser's messages start that mean a key for the second time."""
_DIGITS = "Exceeds the limit"
"""The same of the interpreter's, for an integer that it doesn't read."""
_SCALAR = re.compile(rf"{_STRING.pattern}|{_DATE}|[^\s,\]}}#]+", re.DOTALL)


def parse(text: str, source: str) -> Document:
    """Reads a TOML document. Raises ConfigError where it isn't TOML."""
    text = text.replace("\r\n", "\n")
    walk = _Walk(text, Recorder(source))
    try:
        data = _loads()(text)
    except ValueError as error:
        raise ConfigError((_malformed(str(error), text, source, walk),)) from None
    except RecursionError:
        fault = Fault((), Malformed("not TOML: nested too deeply"), Origin(source, 1, 1, ()))
        raise ConfigError((fault,)) from None
    walk.document()
    return walk.recorder.document(data, walk.faults)


def _loads() -> Callable[[str], dict[str, object]]:
    if TYPE_CHECKING or sys.version_info >= (3, 11):
        from tomllib import loads
    else:
        try:
            from tomli import loads
        except ImportError:
            raise MissingExtraError("reading TOML", "tomli", "config") from None
    return loads


def _malformed(message: str, text: str, source: str, walk: _Walk) -> Fault:
    """The parser's message, with the place that it ends with as a place."""
    what, _, where = message.partition(" (at ")
    found = re.match(r"line (\d+), column (\d+)", where)
    line, column = (int(found[1]), int(found[2])) if found else (1, 1)
    ruler = Ruler(text)
    if where.startswith("end"):
        line, column = ruler.place(len(text))
    blamed: Fault | None = None
    if what.startswith(_KEYS):
        blamed = walk.blamed(ruler.starts[line - 1] + column - 1)
    elif what.startswith(_DIGITS):
        blamed = walk.blamed(len(text) + 1)
    return blamed or Fault((), Malformed(f"not TOML: {what}"), Origin(source, line, column, ()))


class _Blamed(Exception):  # noqa: N818  # it ends a walk, and never leaves this module
    """What has stopped the parser, found by the walk."""

    def __init__(self, fault: Fault | None) -> None:
        super().__init__(fault)
        self.fault = fault


class _Walk:
    """Finds the places in a text that is known to be TOML; lives as long as one document's reading.

    Where the parser has stopped at what a key or a number means, the text is TOML as far as that.
    """

    def __init__(self, text: str, recorder: Recorder) -> None:
        self._text = text
        self._place = Ruler(text).place
        self._end = len(text) + 1
        """Where the parser has stopped."""
        self._at = 0
        self._counts: dict[Path, int] = {}
        self.recorder = recorder
        self.recorder.value((), 1, 1)
        self.faults: list[Fault] = []

    def blamed(self, end: int) -> Fault | None:
        """The key that is written twice, or the number that is too long, at which the parser has stopped."""
        self._end = end
        try:
            self.document()
        except _Blamed as found:
            return found.fault
        return None

    def document(self) -> None:
        """Walks every statement: a table's header or a key with its value."""
        table: Path = ()
        self._skip(_BLANK)
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_BLANK)

    def _header(self) -> Path:
        start, double = self._at, self._text.startswith("[[", self._at)
        self._at += 2 if double else 1
        path = self._key(())
        self._require_once(path, start)
        self._at += 2 if double else 1
        if double:
            count = self._counts.get(path, 0)
            self._counts[path] = count + 1
            path = (*path, count)
        self.recorder.value(path, *self._place(start))
        return path

    def _pair(self, table: Path) -> None:
        start = self._at
        path = self._key(table)
        self._skip(_SPACE)
        self._at += 1  # the equals sign
        self._skip(_SPACE)
        self._value(path)
        self._require_once(path, start)

    def _require_once(self, path: Path, start: int) -> None:
        """Blames the key that starts here, if it is the one behind which the parser has stopped."""
        if self._at < self._end:
            return
        place = self._place(start)
        for length in range(len(path), 0, -1):
            first = self.recorder.keys.get(path[:length])
            if first is not None and ((first.line or 0), (first.column or 0)) < place:
                here = Origin(self.recorder.source, *place, path[:length])
                raise _Blamed(Fault(path[:length], WrittenTwice(first), here))
        raise _Blamed(None)

    def _key(self, path: Path) -> Path:
        """Reads a dotted key; what follows the name of an array of tables is in the array's last table."""
        while True:
            self._skip(_SPACE)
            start = self._at
            quoted = self._skip(_STRING)
            name = _unquoted(quoted) if quoted else self._skip(_BARE)
            path = self._deeper(path, name)
            self.recorder.keys.setdefault(path, Origin(self.recorder.source, *self._place(start), path))
            self.recorder.values.setdefault(path, self.recorder.keys[path])
            self._skip(_SPACE)
            if self._text[self._at] != ".":
                return path
            self._at += 1
            if path in self._counts:
                path = self._deeper(path, self._counts[path] - 1)

    def _value(self, path: Path) -> None:
        self.recorder.value(path, *self._place(self._at))
        if self._text[self._at] == "[":
            self._items("]", lambda index: self._value(self._deeper(path, index)))
        elif self._text[self._at] == "{":
            self._items("}", lambda _: self._pair(path))
        else:
            self._scalar(path)

    def _scalar(self, path: Path) -> None:
        written = self._skip(_SCALAR).replace("_", "")
        reason = excess(written)
        if reason is not None:
            fault = Fault(path, Malformed(reason), self.recorder.values[path])
            if written.lstrip("+-").isdecimal():
                raise _Blamed(fault)  # it has stopped the parser
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

    def _deeper(self, path: Path, part: str | int) -> Path:
        if len(path) >= MAX_DEPTH:
            where = Origin(self.recorder.source, *self._place(self._at), path)
            raise ConfigError((Fault(path, Malformed("nested too deeply"), where),))
        return (*path, part)

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return found[0] if found else ""


def _unquoted(text: str) -> str:
    return next(iter(_loads()(f"{text} = 0")))
