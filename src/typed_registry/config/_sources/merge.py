"""Joining two values by rank: a file with the one that it extends, a section with its choice."""

from __future__ import annotations

from attrs import evolve, frozen

from typed_registry._annotations.type_guards import is_mapping
from typed_registry.config._document.document import Document, expand_name
from typed_registry.config._document.faults import Fault, Path, WrittenTwice
from typed_registry.config._document.locations import Location
from typed_registry.config._sources.config_place import ANY_PLACE, ConfigPlace


@frozen
class Subtree:
    """A value in a document, with the locations of all inside it."""

    data: object
    location: Location
    path: Path = ()
    """Where the value is in its document."""

    @property
    def rank(self) -> int:
        """The rank of the source that gives the value."""
        return self.location.rank

    def item(self, key: str) -> Subtree:
        """Return the value under a key of a mapping; None if the key is missing."""
        data = self.data.get(key) if is_mapping(self.data) else None
        return Subtree(data, self.location.item(key), (*self.path, key))

    def expanded(self) -> Subtree:
        """Return the mapping that a component's name alone is short for; any other value as it is."""
        if not isinstance(self.data, str):
            return self
        location = self.location.copy({"name": self.location.item("name")})
        return Subtree(expand_name(self.data), location, self.path)


def subtree(document: Document, path: Path) -> Subtree:
    """Return the value at a path of mappings in a document."""
    found = Subtree(document.data, document.location)
    for part in path:
        found = found.item(str(part))
    return found


def merge(
    first: Subtree, second: Subtree, place: ConfigPlace = ANY_PLACE
) -> tuple[Subtree, tuple[Fault, ...]]:
    """Join two values at a place of the config; return the result and its faults.

    Mappings are joined key by key. Of two other values, and of two choices of different components, the one
    with the higher rank is kept; if their ranks are equal, the value is written twice, which is a fault.
    """
    faults: list[Fault] = []
    return _joined(first, second, place, faults), tuple(faults)


def _joined(first: Subtree, second: Subtree, place: ConfigPlace, faults: list[Fault]) -> Subtree:
    if (is_mapping(first.data) or is_mapping(second.data)) and place.is_choice:
        first, second = first.expanded(), second.expanded()
    if is_mapping(first.data) and is_mapping(second.data) and not _choose_differently(first, second, place):
        return _joined_mappings(first, second, place, faults)
    if first.rank == second.rank:
        faults.append(_written_twice(first, second))
    return _higher(first, second)


def _joined_mappings(first: Subtree, second: Subtree, place: ConfigPlace, faults: list[Fault]) -> Subtree:
    items = {key: first.item(key) for key in _keys(first)}
    whole = {**items, **{key: second.item(key) for key in _keys(second)}}
    choice = {"name": whole["name"].data} if "name" in whole else {}
    for key in _keys(second):
        item = second.item(key)
        items[key] = _joined(items[key], item, place.inside(choice, key), faults) if key in items else item
    data = {key: item.data for key, item in items.items()}
    locations: dict[str | int, Location] = {key: item.location for key, item in items.items()}
    higher = _higher(first, second)
    return evolve(higher, data=data, location=higher.location.copy(locations))


def _written_twice(first: Subtree, second: Subtree) -> Fault:
    return Fault(second.path, WrittenTwice(first.location.key_origin()), second.location.key_origin())


def _keys(part: Subtree) -> list[str]:
    return [str(key) for key in part.data] if is_mapping(part.data) else []


def _higher(first: Subtree, second: Subtree) -> Subtree:
    """Return the value with the higher rank; the first if the ranks are equal."""
    return second if second.rank > first.rank else first


def _choose_differently(first: Subtree, second: Subtree, place: ConfigPlace) -> bool:
    """Return whether one value chooses another component than the other of a lower rank.

    The settings of a different component don't apply to it.
    """
    if not place.is_choice or not all("name" in _keys(each) for each in (first, second)):
        return False
    one, other = (each.item("name") for each in (first, second))
    return place.component(one.data) != place.component(other.data) and one.rank != other.rank
