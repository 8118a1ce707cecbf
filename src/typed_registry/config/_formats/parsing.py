"""The locations and the faults that the parsers of all formats find."""

from __future__ import annotations

from typed_registry._annotations.type_guards import is_table
from typed_registry.config._document.document import Document
from typed_registry.config._document.faults import Fault, Malformed, Origin, WrittenTwice, WrongType
from typed_registry.config._document.locations import Location, Source
from typed_registry.config._formats.limits import MAX_DEPTH
from typed_registry.errors import ConfigError


class Parsing:
    """A text that is being read."""

    def __init__(self, source: str) -> None:
        self.source = Source(source)
        self.location = Location(self.source, 1, 1)
        """The location of the whole document, with all that is inside it."""
        self.faults: list[Fault] = []

    def refuse(self, location: Location, problem: str | None) -> None:
        """Add a fault of a value if it has a problem."""
        if problem is not None:
            self.faults.append(location.fault(Malformed(problem)))

    def refuse_repeated(self, first: Location, again: Location) -> None:
        """Add the fault of a key that is written twice."""
        self.faults.append(again.key_fault(WrittenTwice(first.key_origin())))

    def require_depth(self, depth: int, location: Location) -> None:
        """Raise ConfigError for a value that is nested more deeply than is allowed."""
        if depth > MAX_DEPTH:
            raise ConfigError((location.fault(Malformed("nested too deeply")),))

    def finished(self, data: object, expected: str) -> Document:
        """Return the document; `expected` is the format's word for the mapping that it must be.

        Raises ConfigError if there are other faults than keys that are written twice.
        """
        if not is_table(data):
            where = Origin(self.source.name, 1, 1, ())
            self.faults.append(Fault((), WrongType(expected, data), where))
        if not is_table(data) or any(not isinstance(fault.problem, WrittenTwice) for fault in self.faults):
            raise ConfigError(tuple(self.faults))
        return Document(data, self.location, tuple(self.faults))
