"""A mapping by the keys that its config class has today, whatever the file calls them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from attrs import evolve, field, frozen

from typed_registry._class_libraries.field import Field
from typed_registry.config._document.deprecated_fields import (
    DeprecatedPart,
    DeprecatedUse,
    former_keys,
    retired_since,
)
from typed_registry.config._document.document import Document
from typed_registry.config._document.faults import Fault, Path, TwoNames
from typed_registry.config._sources.merge import Subtree, merge


@frozen
class Owner:
    """The component whose settings a mapping has."""

    name: str
    registry: str
    key: str | None = None
    """The key beside the settings that chooses the component, if the mapping may have it."""


@frozen(slots=False)
class Given:
    """The values of a mapping for the fields of a class."""

    data: Mapping[object, object]
    path: Path
    document: Document
    """The document with the places of the values, also of those that were joined here."""
    written: Mapping[str, str | int] = field(factory=dict[str, "str | int"])
    """Each key that is given, and the key or the index that it is given under."""
    faults: tuple[Fault, ...] = ()
    standing: object = None
    """The instance from which what is not given is taken, if there is one."""
    rest: str | None = None
    """The key of the field that takes all other keys of the data, which are beside those of the fields."""

    @cached_property
    def values(self) -> dict[str, object]:
        """The given values, by today's keys."""
        return {key: self.data[name] for key, name in self.written.items()}

    def at(self, key: str) -> Path:
        """Return where a key is given, or would be."""
        if key == self.rest:
            return self.path
        return (*self.path, self.written.get(key, key))

    def otherwise(self, name: str, default: object) -> object:
        """Return the value of a field that is not given."""
        return default if self.standing is None else getattr(self.standing, name)

    def taken(self, key: str, name: str) -> Given:
        """Return what is given, with the value of a key under one more name.

        Of two names, the one of the higher rank wins, and mappings are joined; two of one rank are a fault.
        """
        if key not in self.written:
            return evolve(self, written={**self.written, key: name})
        low, high = sorted(map(self._subtree, (self.written[key], name)), key=lambda part: part.rank)
        if low.rank == high.rank:
            fault = Fault((*self.path, name), TwoNames(str(self.written[key])))
            return evolve(self, faults=(*self.faults, fault))
        merged, faults = merge(low, high)
        holding = str(high.path[-1])
        return evolve(
            self,
            data={**self.data, holding: merged.data},
            document=self.document.with_location(high.path, merged.location),
            written={**self.written, key: holding},
            faults=(*self.faults, *faults),
        )

    def with_rest(self, key: str) -> Given:
        """Return what is given, with all that no field takes under one key."""
        taken = {*self.written.values()}
        known: dict[object, object] = {name: item for name, item in self.data.items() if name in taken}
        others = {name: item for name, item in self.data.items() if name not in taken}
        if not others:
            return self
        return evolve(self, data={**known, key: others}, written={**self.written, key: key}, rest=key)

    def _subtree(self, name: str | int) -> Subtree:
        """Return the value under a name; its rank is that of the value around it if it has none."""
        path = (*self.path, name)
        location = self.document.location
        for part in path:
            location = location.item(part)
        return Subtree(self.data[name], location, path)


def given(
    data: Mapping[object, object],
    path: Path,
    known: Iterable[Field],
    document: Document,
    standing: object = None,
) -> Given:
    """Return the values that the data at a path of the document gives these fields."""
    made = Given(data, path, document, standing=standing)
    for each in known:
        for name in (each.key, *former_keys(each)):
            made = made.taken(each.key, name) if name in data else made
    return made


def outdated(data: Mapping[object, object], path: Path, known: Iterable[Field]) -> Iterator[DeprecatedUse]:
    """Yield the keys of the data that these fields have left behind."""
    for each in known:
        since = retired_since(each)
        if since is not None and each.key in data:
            yield DeprecatedUse((*path, each.key), DeprecatedPart.KEY, each.key, None, since)
        for key, changed in former_keys(each).items():
            if key in data:
                yield DeprecatedUse((*path, key), DeprecatedPart.KEY, key, each.key, changed)
