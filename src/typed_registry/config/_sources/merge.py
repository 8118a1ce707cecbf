"""Two parts of documents as one, by rank: a file over the one it extends, a section into its choice."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, frozen

from typed_registry._annotations.type_guards import is_mapping
from typed_registry.config._document.document import Document
from typed_registry.config._document.faults import Fault, Origin, Path, WrittenTwice


@frozen
class Part:
    """A value in a document."""

    data: object
    document: Document
    path: Path = ()

    @property
    def origin(self) -> Origin:
        """Where it is written."""
        return self.document.origin(self.path) or Origin("", None, None, self.path)

    def item(self, key: str) -> Part:
        """What a mapping holds."""
        held = self.data.get(key) if is_mapping(self.data) else None
        return Part(held, self.document, (*self.path, key))

    def opened(self) -> Part:
        """A component given by its name alone as the mapping that it stands for."""
        return evolve(self, data={"name": self.data}) if isinstance(self.data, str) else self


class Merge:
    """Joins parts, and keeps where each value is written; lives as long as one document's making.

    Mappings are joined key by key. Of two other values, and of two choices of different components, that of
    the higher rank holds; of the same rank, it is written twice.
    """

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._keys: dict[Path, Origin] = {}
        self._values: dict[Path, Origin] = {}

    def document(self, data: Mapping[str, object]) -> Document:
        """The joined data with its origins."""
        return Document(data, self._keys, self._values)

    def take(self, part: Part, at: Path) -> object:
        """The part's value as it is, at a path of the new document."""
        for table, mine in ((part.document.keys, self._keys), (part.document.values, self._values)):
            for path, origin in table.items():
                if path[: len(part.path)] == part.path:
                    mine[(*at, *path[len(part.path) :])] = origin
        self._values.setdefault(at, part.origin)
        return part.data

    def join(self, first: Part, second: Part, at: Path) -> object:
        """Both parts as one value at this path."""
        if is_mapping(first.data) or is_mapping(second.data):
            first, second = first.opened(), second.opened()
        if is_mapping(first.data) and is_mapping(second.data) and not _choose_apart(first, second):
            return self._mapping(first, second, at)
        if first.origin.rank == second.origin.rank:
            self._written_twice(first, second)
            return self.take(first, at)
        return self.take(_higher(first, second), at)

    def _mapping(self, first: Part, second: Part, at: Path) -> object:
        self._values[at] = _higher(first, second).origin
        made: dict[str, object] = {}
        for key in dict.fromkeys([*_words(first), *_words(second)]):
            parts = [part.item(key) for part in (first, second) if key in _words(part)]
            here = (*at, key)
            made[key] = self.take(parts[0], here) if len(parts) == 1 else self.join(parts[0], parts[1], here)
            highest = parts[0] if len(parts) == 1 else _higher(*parts)
            self._keys[here] = highest.document.origin(highest.path, of_key=True) or highest.origin
        return made

    def _written_twice(self, first: Part, second: Part) -> None:
        one = first.document.origin(first.path, of_key=True) or first.origin
        other = second.document.origin(second.path, of_key=True)
        self.faults.append(Fault(second.path, WrittenTwice(one), other))


def _words(part: Part) -> list[str]:
    return [str(key) for key in part.data] if is_mapping(part.data) else []


def _higher(first: Part, second: Part) -> Part:
    return second if second.origin.rank > first.origin.rank else first


def _choose_apart(first: Part, second: Part) -> bool:
    """Whether a part of a higher rank chooses another component, whose settings are others."""
    names = [part.item("name") for part in (first, second)]
    given = all("name" in _words(part) for part in (first, second)) and names[0].data != names[1].data
    return given and names[0].origin.rank != names[1].origin.rank
