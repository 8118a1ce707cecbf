"""Plain data that knows where it was written."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import Final

from attrs import evolve, frozen

from typed_registry._annotations.type_guards import is_mapping
from typed_registry.config._document.faults import Fault, Origin, Path, WrittenTwice
from typed_registry.errors import ConfigError

MAX_BYTES = 1 << 20
MAX_DEPTH = 50
MAX_VALUES = 100_000
"""A file with more values than this, each use of an alias counted, is an accident or an attack."""


@frozen
class Document:
    """A mapping as a format's parser gives it, and the origin of every key and value by path."""

    data: Mapping[str, object]
    keys: Mapping[Path, Origin]
    values: Mapping[Path, Origin]
    faults: tuple[Fault, ...] = ()
    """What is wrong already, though the rest can be read: told with the faults of the tree."""

    def origin(self, path: Path, *, of_key: bool = False) -> Origin | None:
        """Where this key or value is written; for one that isn't, where the nearest above it is."""
        table = self.keys if of_key else self.values
        for length in range(len(path), -1, -1):
            known = table.get(path[:length]) or self.values.get(path[:length])
            if known is not None:
                return evolve(known, path=(*known.path, *path[length:]))
        return None

    def below(self, path: Path) -> Document:
        """The mapping at this path as a document of its own, empty when there is none."""
        data = self.data
        for part in path:
            deeper = data.get(str(part))
            data = {str(key): item for key, item in deeper.items()} if is_mapping(deeper) else {}
        return Document(data, _below(self.keys, path), _below(self.values, path))

    def renamed(self, old: Path, new: Path) -> Document:
        """The same, with what is noted for one path noted for another as well."""
        keys, values = ({**table, **_moved(table, old, new)} for table in (self.keys, self.values))
        return Document(self.data, keys, values, self.faults)

    def placed(self, keys: Mapping[Path, Origin], values: Mapping[Path, Origin]) -> Document:
        """The same with other origins for some of its keys and values."""
        return Document(self.data, {**self.keys, **keys}, {**self.values, **values}, self.faults)


NOWHERE: Final = Document({}, {}, {})
"""What data is in that is written nowhere."""


def _moved(table: Mapping[Path, Origin], old: Path, new: Path) -> Mapping[Path, Origin]:
    return {(*new, *path): origin for path, origin in _below(table, old).items()}


def _below(table: Mapping[Path, Origin], path: Path) -> Mapping[Path, Origin]:
    return {key[len(path) :]: origin for key, origin in table.items() if key[: len(path)] == path}


class Ruler:
    """Where each character of a text stands, without counting its lines anew for each."""

    def __init__(self, text: str) -> None:
        self.starts: list[int] = [0, *(found.end() for found in re.finditer(r"\r\n?|\n", text))]
        """Where each line starts."""

    def place(self, at: int) -> tuple[int, int]:
        """The line and the column of the character at this index; both count from 1."""
        line = bisect_right(self.starts, at)
        return line, at - self.starts[line - 1] + 1


class Recorder:
    """Collects data and origins while a parser walks a file; lives as long as the walk."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.keys: dict[Path, Origin] = {}
        self.values: dict[Path, Origin] = {}

    def key(self, path: Path, line: int, column: int) -> None:
        """Notes where a key starts; lines and columns count from 1."""
        self.keys[path] = Origin(self.source, line, column, path)

    def value(self, path: Path, line: int, column: int) -> None:
        """Notes where a value starts."""
        self.values[path] = Origin(self.source, line, column, path)

    def document(self, data: Mapping[str, object], faults: Iterable[Fault] = ()) -> Document:
        """The finished document, with keys that are written twice.

        Raises ConfigError when there are other faults among these.
        """
        found = tuple(faults)
        if any(not isinstance(fault.problem, WrittenTwice) for fault in found):
            raise ConfigError(found)
        return Document(data, self.keys, self.values, found)
