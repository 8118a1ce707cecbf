"""Where each value of a document is written: a tree beside the data, one location for each value."""

from __future__ import annotations

from typing import Final

from typed_registry.config._document.faults import COMMAND_LINE, COMMAND_LINE_RANK, Origin, Path


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
_NO_ITEMS: Final[dict[str | int, Location]] = {}
"""Shared by all locations without items; never changed."""


class Location:
    """Where one value is written, with the locations of the values inside it.

    A location is never changed once its document is complete. So documents share the locations of what they
    have in common, and moving or merging a value means to put its location into another tree.
    """

    __slots__ = ("column", "items", "key", "line", "name", "outer", "source", "variable")

    def __init__(  # noqa: PLR0913, PLR0917  # one for each slot; a parser makes one for each value
        self,
        source: Source | None,
        line: int | None,
        column: int | None,
        outer: Location | None = None,
        name: str | int = "",
        key: Location | None = None,
    ) -> None:
        self.source = source
        """None for a value that isn't written anywhere, though values inside it are."""
        self.line = line
        self.column = column
        self.outer = outer
        """The location of the value that contains this one in its source; None for a whole document."""
        self.name = name
        """The key or the index of this value in `outer`."""
        self.key = key
        """Where the key of this value is written."""
        self.items: dict[str | int, Location] = _NO_ITEMS
        """The locations of the values inside this one, by key or index."""
        self.variable: str | None = None
        """The environment variable that gave the value, if one did."""

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

    def item(self, name: str | int) -> Location:
        """Return the location of the value under `name`: its own if it has one, else this one's."""
        found = self.items.get(name)
        return found or Location(self.source, self.line, self.column, self, name)

    def add(self, name: str | int, line: int, column: int, key: Location | None = None) -> Location:
        """Add the location of a value inside this one and return it. For parsers only."""
        if self.items is _NO_ITEMS:
            self.items = {}
        added = Location(self.source, line, column, self, name, key)
        self.items[name] = added
        return added

    def copy(self, items: dict[str | int, Location] | None = None) -> Location:
        """Return a copy of this location, with other items if they are given."""
        copied = Location(self.source, self.line, self.column, self.outer, self.name, self.key)
        copied.items = self.items if items is None else items
        copied.variable = self.variable
        return copied

    def deep_copy(self) -> Location:
        """Return a copy of this location and of all inside it."""
        return self.copy({name: item.deep_copy() for name, item in self.items.items()})

    def with_key(self, key: Location | None) -> Location:
        """Return a copy of this location whose key is written at another location."""
        copied = self.copy()
        copied.key = key
        return copied

    def with_item(self, path: Path, item: Location) -> Location:
        """Return a copy of this tree with another location at the path."""
        if not path:
            return item
        inner = self.item(path[0]).with_item(path[1:], item)
        return self.copy({**self.items, path[0]: inner})


def on_command_line(outer: Location | None, name: str | int) -> Location:
    """Return the location of a value that the command line gives."""
    key = Location(COMMAND_LINE_SOURCE, None, None, outer, name)
    return Location(COMMAND_LINE_SOURCE, None, None, outer, name, key)


UNWRITTEN: Final = Location(None, None, None)
"""The location of a document that isn't written anywhere."""
