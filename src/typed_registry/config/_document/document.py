"""Plain data together with the places where it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import evolve, frozen

from typed_registry._annotations.type_guards import is_mapping, is_sequence, is_table
from typed_registry.config._document.changed_instance import ChangedInstance
from typed_registry.config._document.faults import Fault, Origin, Path, Problem
from typed_registry.config._document.locations import UNWRITTEN, Location


@frozen
class Document:
    """A mapping as a format's parser returns it, and the location of each value in it."""

    data: Mapping[str, object]
    location: Location = UNWRITTEN
    faults: tuple[Fault, ...] = ()
    """The faults of a file that could be read all the same; reported together with the faults of the tree."""

    def find(self, path: Path) -> Location | None:
        """Return the location of the value at the path; None if it isn't written there."""
        found: Location | None = self.location
        for part in path:
            found = found.items.get(part) if found is not None else None
        return None if found is None or found.source is None else found

    def origin(self, path: Path, *, of_key: bool = False) -> Origin | None:
        """Return where the value at the path is written, or its key.

        If that isn't written anywhere, return where the innermost value around it is written; None for a
        document that isn't written anywhere.
        """
        chain = [self.location]
        for part in path:
            deeper = chain[-1].items.get(part)
            if deeper is None:
                break
            chain.append(deeper)
        for depth in range(len(chain) - 1, -1, -1):
            found = chain[depth]
            if of_key and found.key_source is not None:
                return found.key_origin(path[depth:])
            if found.source is not None:
                return found.origin(path[depth:])
        return None

    def is_partial(self, path: Path) -> bool:
        """Return whether overrides give single items of the value at a path, and nothing gives the whole."""
        location = self.find(path)
        return location is not None and location.is_partial

    def replaced_name(self, path: Path) -> tuple[str, Location] | None:
        """Return the name of the component whose settings an override at the path has, and its location.

        That is the name in the value that the override replaces. None if there is none, and elsewhere.
        """
        location = self.find(path)
        return None if location is None else location.replaced_name

    def below(self, path: Path) -> Document:
        """Return the mapping at the path as a document of its own; an empty one if there is no mapping."""
        location = self.location
        for part in path:
            location = location.item(part)
        data = value_at(self.data, path)
        return Document({str(key): item for key, item in data.items()} if is_mapping(data) else {}, location)

    def fault(self, path: Path, problem: Problem) -> Fault:
        """Return a fault of the value at the path."""
        return Fault(path, problem, self.origin(path))

    def changed(self, data: object, location: Location, faults: Iterable[Fault] = ()) -> Document:
        """Return this document with other data and locations, and with more faults."""
        return Document(data if is_table(data) else {}, location, (*self.faults, *faults))

    def with_location(self, path: Path, location: Location) -> Document:
        """Return this document with another location for the value at the path."""
        return evolve(self, location=self.location.with_item(path, location))

    def renamed(self, keys: Iterable[tuple[Path, str]]) -> Document:
        """Return this document with the location of each old key noted for its new name beside it as well.

        If both keys have a location, the one with the higher rank is kept.
        """
        document = evolve(self, location=self.location.deep_copy())
        for old, new in keys:
            location, outer = document.find(old), document.find(old[:-1])
            beside = document.find((*old[:-1], new))
            if location and outer and (beside is None or beside.rank <= location.rank):
                outer.items[new] = location
        return document


EMPTY: Final = Document({})
"""The empty document, for data that isn't written anywhere."""


def value_at(data: object, path: Path) -> object:
    """Return the value at the path in the data; None if there is none."""
    for part in path:
        data = item_of(data, part)
    return data


def key_in(data: object, part: str | int) -> object:
    """Return the key under which a mapping has a part of a path, or would have it; of a list, the index.

    >>> key_in({"a": 1}, "a"), key_in({"a": 1}, 2), key_in({2: 1}, 2), key_in([1], 0)
    ('a', '2', 2, 0)
    """
    if isinstance(data, ChangedInstance):
        return data.key(part)
    if not is_mapping(data):
        return part
    name = str(part)
    return name if name in data else next((key for key in data if str(key) == name), name)


def part_of(data: object, key: object) -> str | int:
    """Return the part of a path for a key of a mapping, which is its text, or for an index of a list."""
    return key if isinstance(key, int) and is_sequence(data) else str(key)


def item_of(data: object, key: object) -> object:
    """Return the item of a mapping or of a list; None if there is none."""
    if is_mapping(data):
        return data.get(key)
    return data[key] if is_sequence(data) and isinstance(key, int) and key < len(data) else None


def items_of(data: object) -> Iterable[tuple[object, object]]:
    """Return the items of a mapping or of a list, each with its key or its index; none for other data."""
    if is_mapping(data):
        return data.items()
    return enumerate(data) if is_sequence(data) else ()


def with_items(data: object, items: Mapping[object, object]) -> object:
    """Return a mapping or a list with other items; the same object if there are none.

    >>> with_items({"a": 1, "b": 2}, {"b": 3}), with_items([1, 2], {1: 3})
    ({'a': 1, 'b': 3}, [1, 3])
    """
    if not items:
        return data
    if isinstance(data, ChangedInstance):
        return data.with_items(items)
    if is_mapping(data):
        return {**data, **items}
    return [items.get(index, item) for index, item in items_of(data)]


def nest(path: Path, value: object) -> object:
    """Return the value inside of mappings, one for each part of the path.

    >>> nest(("a", "b"), 1)
    {'a': {'b': 1}}
    """
    for part in reversed(path):
        value = {str(part): value}
    return value


def expand_name(data: object) -> object:
    """Return the mapping that a component's name alone is short for; all other data as it is.

    >>> expand_name("dpo"), expand_name({"name": "dpo"}), expand_name(3)
    ({'name': 'dpo'}, {'name': 'dpo'}, 3)
    """
    return {"name": data} if isinstance(data, str) else data


def expand_to_mapping(data: object) -> Mapping[object, object]:
    """Return the mapping that the data is or is short for; an empty one for data that is neither.

    >>> expand_to_mapping("dpo"), expand_to_mapping(3)
    ({'name': 'dpo'}, {})
    """
    found = expand_name(data)
    return found if is_mapping(found) else {}
