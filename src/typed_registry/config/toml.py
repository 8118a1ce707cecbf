"""TOML with places: the standard parser for the data, a walk over the text for where each key stands."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from typed_registry.config.document import MAX_DEPTH, Document, Recorder, Ruler
from typed_registry.config.fault import Fault, Malformed, Origin, Path
from typed_registry.errors import ConfigError, MissingExtraError

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL)
_DATE = r"\d{4}-\d\d-\d\d [0-9:.+Z-]+"
_SCALAR = re.compile(rf"{_STRING.pattern}|{_DATE}|[^\s,\]}}#]+", re.DOTALL)


def parse(text: str, source: str) -> Document:
    """Reads a TOML document. Raises ConfigError where it isn't TOML."""
    text = text.replace("\r\n", "\n")
    try:
        data = _loads()(text)
    except ValueError as error:
        raise ConfigError((_malformed(str(error), text, source),)) from None
    except RecursionError:
        raise ConfigError((_malformed("nested too deeply", text, source),)) from None
    recorder = Recorder(source)
    recorder.value((), 1, 1)
    _Walk(text, recorder).document()
    return recorder.document(data)


def _loads() -> Callable[[str], dict[str, object]]:
    if TYPE_CHECKING or sys.version_info >= (3, 11):
        from tomllib import loads
    else:
        try:
            from tomli import loads
        except ImportError:
            raise MissingExtraError("reading TOML", "tomli", "config") from None
    return loads


def _malformed(message: str, text: str, source: str) -> Fault:
    """The parser's message, with the place that it ends with as a place."""
    what, _, where = message.partition(" (at ")
    found = re.match(r"line (\d+), column (\d+)", where)
    line, column = (int(found[1]), int(found[2])) if found else (1, 1)
    if where.startswith("end"):
        line, column = Ruler(text).place(len(text))
    return Fault((), Malformed(f"not TOML: {what}"), Origin(source, line, column, ()))


class _Walk:
    """Finds the places in a text that is known to be TOML; lives as long as one document's reading."""

    def __init__(self, text: str, recorder: Recorder) -> None:
        self._text = text
        self._place = Ruler(text).place
        self._recorder = recorder
        self._at = 0
        self._counts: dict[Path, int] = {}

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
        self._at += 2 if double else 1
        if double:
            count = self._counts.get(path, 0)
            self._counts[path] = count + 1
            path = (*path, count)
        self._recorder.value(path, *self._place(start))
        return path

    def _pair(self, table: Path) -> None:
        path = self._key(table)
        self._skip(_SPACE)
        self._at += 1  # the equals sign
        self._skip(_SPACE)
        self._value(path)

    def _key(self, path: Path) -> Path:
        """Reads a dotted key; what follows the name of an array of tables is in the array's last table."""
        while True:
            self._skip(_SPACE)
            start = self._at
            quoted = self._skip(_STRING)
            name = _unquoted(quoted) if quoted else self._skip(_BARE)
            path = self._deeper(path, name)
            self._recorder.keys.setdefault(path, Origin(self._recorder.source, *self._place(start), path))
            self._recorder.values.setdefault(path, self._recorder.keys[path])
            self._skip(_SPACE)
            if self._text[self._at] != ".":
                return path
            self._at += 1
            if path in self._counts:
                path = self._deeper(path, self._counts[path] - 1)

    def _value(self, path: Path) -> None:
        self._recorder.value(path, *self._place(self._at))
        if self._text[self._at] == "[":
            self._items("]", lambda index: self._value(self._deeper(path, index)))
        elif self._text[self._at] == "{":
            self._items("}", lambda _: self._pair(path))
        else:
            self._skip(_SCALAR)

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
            where = Origin(self._recorder.source, *self._place(self._at), path)
            raise ConfigError((Fault(path, Malformed("nested too deeply"), where),))
        return (*path, part)

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return found[0] if found else ""


def _unquoted(text: str) -> str:
    return next(iter(_loads()(f"{text} = 0")))
