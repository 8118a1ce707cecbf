"""A mapping of a file by the keys that its config class has today, whatever it calls them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve, field, frozen

from typed_registry.config._document.deprecated_fields import Outdated, What, former_keys, retirement
from typed_registry.config._document.document import Document
from typed_registry.config._document.faults import Fault, Path, TwoNames
from typed_registry.config._sources.merge import Subtree, merge
from typed_registry.config._types.fields import Field


@frozen
class Given:
    """What a mapping gives the fields of a class."""

    data: Mapping[object, object]
    path: Path
    whole: Document
    """Where all is written, what was joined here included."""
    written: Mapping[str, str] = field(factory=dict[str, str])
    """Each key that is given, and the key that it is given under."""
    faults: tuple[Fault, ...] = ()

    def value(self, key: str) -> object:
        """What is given for a key."""
        return self.data[self.written[key]]

    def at(self, key: str) -> Path:
        """Where it is given, or would be."""
        return (*self.path, self.written.get(key, key))

    def taken(self, key: str, name: str) -> Given:
        """The same with what is given for a key under one more name.

        Of two names, that of the higher rank holds, and what both hold is joined; of one rank, it is a fault.
        """
        if key not in self.written:
            return evolve(self, written={**self.written, key: name})
        low, high = sorted(map(self._subtree, (self.written[key], name)), key=lambda part: part.rank)
        if low.rank == high.rank:
            fault = Fault((*self.path, name), TwoNames(self.written[key]))
            return evolve(self, faults=(*self.faults, fault))
        merged = merge(low, high)
        holding = str(high.path[-1])
        return evolve(
            self,
            data={**self.data, holding: merged.data},
            whole=self.whole.with_location(high.path, merged.location),
            written={**self.written, key: holding},
            faults=(*self.faults, *merged.faults),
        )

    def _subtree(self, name: str) -> Subtree:
        """Return what is given under a name; its rank is that of the value around it if it has none."""
        path = (*self.path, name)
        location = self.whole.location
        for part in path:
            location = location.item(part)
        return Subtree(self.data[name], location, path)


def given(data: Mapping[object, object], path: Path, known: Iterable[Field], whole: Document) -> Given:
    """What the data, which stands at this path of the whole, gives these fields."""
    made = Given(data, path, whole)
    for each in known:
        for name in (each.key, *former_keys(each.attribute)):
            made = made.taken(each.key, name) if name in data else made
    return made


def outdated(data: Mapping[object, object], path: Path, known: Iterable[Field]) -> Iterator[Outdated]:
    """The keys of the data that these fields have left behind."""
    for each in known:
        since = retirement(each.attribute)
        if since is not None and each.key in data:
            yield Outdated((*path, each.key), What.KEY, each.key, None, since)
        for key, changed in former_keys(each.attribute).items():
            if key in data:
                yield Outdated((*path, key), What.KEY, key, each.key, changed)
