"""The places of the values of a document: a tree beside the data, with one location for each value."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from typed_registry.config._document.faults import (
    COMMAND_LINE,
    COMMAND_LINE_RANK,
    Fault,
    Origin,
    Path,
    Problem,
)


class Source:
    """A file, or the command line.

    Of two sources that give a value, the one with the higher rank wins. A file gets its rank after it is
    read, when it is clear which files it extends.
    """

    __slots__ = ("name", "rank")

    def __init__(self, name: str, rank: int = 0) -> None:
        self.name = name
        self.rank = rank


COMMAND_LINE_SOURCE: Final = Source(COMMAND_LINE, COMMAND_LINE_RANK)
_LINE_END = re.compile(r"\r\n?|\n")
_NO_ITEMS: Final[dict[str | int, Location]] = {}
"""Shared by all locations without items; never changed."""


class Location:
    """The place of one value and of its key, with the locations of the values inside it.

    A location is never changed once its document is complete. So documents share the locations of what they
    have in common, and moving or merging a value means to put its location into another tree.
    """

    __slots__ = (
        "column",
        "is_partial",
        "items",
        "key_column",
        "key_line",
        "key_source",
        "line",
        "name",
        "outer",
        "replaced_name",
        "source",
        "variable",
    )

    def __init__(
        self,
        source: Source | None,
        line: int | None,
        column: int | None,
        outer: Location | None = None,
        name: str | int = "",
    ) -> None:
        self.source = source
        """None for a value that isn't written anywhere, though values inside it are."""
        self.line = line
        self.column = column
        self.outer = outer
        """The location of the value that contains this one in its source; None for a whole document."""
        self.name = name
        """The key or the index of this value in `outer`."""
        self.key_source: Source | None = None
        """None for a value without a key, and for one whose key isn't written anywhere."""
        self.key_line: int | None = None
        self.key_column: int | None = None
        self.items: dict[str | int, Location] = _NO_ITEMS
        """The locations of the values inside this one, by key or index."""
        self.variable: str | None = None
        """The environment variable that gave the value, if one did."""
        self.is_partial = False
        """Whether overrides give single items of this value, and nothing gives the whole."""
        self.replaced_name: tuple[str, Location] | None = None
        """The component's name in the value that an override without a name replaces, and its location."""

    @property
    def path(self) -> Path:
        """The path to this value in its source."""
        parts: list[str | int] = []
        at = self
        while at.outer is not None:
            parts.append(at.name)
            at = at.outer
        return tuple(reversed(parts))

    @property
    def rank(self) -> int:
        """The rank of the source; -1 for a value that isn't written anywhere."""
        return -1 if self.source is None else self.source.rank

    def origin(self, rest: Path = ()) -> Origin:
        """Return this location as errors hold it, or that of a value which would be at `rest` inside it."""
        source = self.source or Source("")
        path = (*self.path, *rest)
        return Origin(source.name, self.line, self.column, path, source.rank, self.variable)

    def key_origin(self, rest: Path = ()) -> Origin:
        """Return where the key of this value is written, or the value itself if it has no key."""
        if self.key_source is None:
            return self.origin(rest)
        path = (*self.path, *rest)
        return Origin(self.key_source.name, self.key_line, self.key_column, path, self.key_source.rank)

    def fault(self, problem: Problem) -> Fault:
        """Return a fault of this value."""
        return Fault(self.path, problem, self.origin())

    def key_fault(self, problem: Problem) -> Fault:
        """Return a fault of the key of this value."""
        return Fault(self.path, problem, self.key_origin())

    def item(self, name: str | int) -> Location:
        """Return the location of the value under `name`: its own if it has one, else this one's."""
        found = self.items.get(name)
        return found or Location(self.source, self.line, self.column, self, name)

    def add(self, name: str | int, line: int, column: int) -> Location:
        """Add the location of a value inside this one and return it. For parsers only."""
        if self.items is _NO_ITEMS:
            self.items = {}
        added = Location(self.source, line, column, self, name)
        self.items[name] = added
        return added

    def set_key(self, line: int, column: int) -> None:
        """Note where the key of this value is written. For parsers only."""
        self.key_source, self.key_line, self.key_column = self.source, line, column

    def copy(self, items: dict[str | int, Location] | None = None) -> Location:
        """Return a copy of this location, with other items if they are given."""
        copied = Location(self.source, self.line, self.column, self.outer, self.name).with_key_of(self)
        copied.items = self.items if items is None else items
        copied.variable, copied.replaced_name = self.variable, self.replaced_name
        copied.is_partial = self.is_partial
        return copied

    def deep_copy(self) -> Location:
        """Return a copy of this location and of all inside it."""
        return self.copy({name: item.deep_copy() for name, item in self.items.items()})

    def with_key_of(self, other: Location) -> Location:
        """Return this location, which is not part of a document yet, with the key of another one."""
        self.key_source, self.key_line, self.key_column = other.key_source, other.key_line, other.key_column
        return self

    def with_item(self, path: Path, item: Location) -> Location:
        """Return a copy of this tree with another location at the path."""
        if not path:
            return item
        inner = self.item(path[0]).with_item(path[1:], item)
        return self.copy({**self.items, path[0]: inner})


def on_command_line(outer: Location | None, name: str | int) -> Location:
    """Return the location of a value that the command line gives."""
    location = Location(COMMAND_LINE_SOURCE, None, None, outer, name)
    location.key_source = COMMAND_LINE_SOURCE
    return location


UNWRITTEN: Final = Location(None, None, None)
"""The location of a document that isn't written anywhere."""


class TextLines:
    """Finds the line and the column of an index in a text without counting the lines again each time."""

    def __init__(self, text: str) -> None:
        self.starts: list[int] = [0, *(found.end() for found in _LINE_END.finditer(text))]
        """The index at which each line starts."""

    def place(self, index: int) -> tuple[int, int]:
        r"""Return the line and the column of the character at this index; both count from 1.

        >>> TextLines("a: 1\nb: 2").place(8)
        (2, 4)
        """
        line = bisect_right(self.starts, index)
        return line, index - self.starts[line - 1] + 1

    def index(self, line: int | None, column: int | None) -> int:
        """Return the index of the character at a line and a column; that of the first one for None."""
        return self.starts[(line or 1) - 1] + (column or 1) - 1
