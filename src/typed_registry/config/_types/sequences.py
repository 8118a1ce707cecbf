"""Lists, tuples, sets and their abstract types, with or without the types of their items."""

from __future__ import annotations

import re
from collections import abc
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Final, cast, get_args, get_origin

from attrs import NOTHING

from typed_registry._annotations.generic_class import without_arguments
from typed_registry._annotations.type_guards import is_mapping, is_sequence, is_set
from typed_registry.config._document.faults import LoneItem, Path, Suggestion, WrongType
from typed_registry.config._types.differences import Parts
from typed_registry.config._types.json_schema import Schema
from typed_registry.config._types.limits import length
from typed_registry.config._types.rule import INVALID, Names, Reading, Rule
from typed_registry.config._types.schema_request import SchemaRequest
from typed_registry.config._types.suggestions import words
from typed_registry.config._types.writer import Writer

if TYPE_CHECKING:
    from typed_registry.config._types.find_rule import FindRule

_INDEX = re.compile(r"-?[0-9]+")
_MANY = 100
"""A mapping of so many keys was not meant as a list of as many components."""
SEQUENCES: Final[dict[object, Callable[[list[object]], object]]] = {
    tuple: tuple,
    abc.Sequence: tuple,
    abc.Iterable: tuple,
    abc.Collection: tuple,
    list: list,
    abc.MutableSequence: list,
    set: set,
    abc.MutableSet: set,
    frozenset: frozenset,
    abc.Set: frozenset,
}
"""The class that is made of a list, by the type's origin: one that is immutable, if the type allows it."""


class SequenceRule(Rule):
    """The rule of a sequence or a set."""

    def __init__(self, annotation: object, find: FindRule) -> None:
        super().__init__(annotation)
        arguments: tuple[object, ...] = get_args(annotation)
        self._make = SEQUENCES[without_arguments(annotation)]
        self.is_set = self._make in (set, frozenset)
        is_fixed = get_origin(annotation) is tuple and arguments[1:] != (...,)
        places = () if arguments == ((),) else arguments  # as Python 3.10 has it for an empty `Tuple`
        self.places: tuple[Rule, ...] | None = tuple(map(find, places)) if is_fixed else None
        """The rule of each item, if their number is fixed."""
        self.item: Rule = find(arguments[0] if arguments and not is_fixed else object)
        """The rule of every item otherwise."""

    @classmethod
    def of(cls, kind: object, find: FindRule) -> Rule | None:
        """Return the rule if the type is a sequence or a set."""
        return cls(kind, find) if without_arguments(kind) in SEQUENCES else None

    def parts(self) -> Iterator[Rule]:
        """Yield the rules of the items."""
        yield from (self.item,) if self.places is None else self.places

    @property
    def text(self) -> str:
        """The type; of a list of choices or of fixed values, what each item is."""
        return f"list, each {self.item.text}" if self.has_words else super().text

    @property
    def has_words(self) -> bool:
        """Return whether the text of each item names a registry or the valid values."""
        return self.places is None and self.item.has_words

    def obstacles(self) -> Iterator[str]:
        """Yield the obstacles of the items."""
        for part in self.parts():
            yield from part.obstacles()

    def may_take(self, data: object, default: object) -> bool:
        """Return whether this is a list, of the right length if that is fixed, or a set for a set."""
        if not is_sequence(data):
            return self.is_set and is_set(data)
        return self.places is None or len(data) == len(self.places)

    def convert(self, data: object, path: Path, reading: Reading, default: object) -> object:
        """Return the items that a list or a tuple, or a set for a set, holds."""
        if self.is_set and is_set(data):
            data = sorted(data, key=repr)
        if not is_sequence(data):
            indices = [str(key) for key in data] if is_mapping(data) else []
            is_item = indices and all(map(_INDEX.fullmatch, indices))  # as an override `tags.0=x` gives it
            lone = LoneItem(self.expected, indices[0]) if is_item else None
            return reading.fault(path, lone or self.wrong(data, reading))
        if self.places is None:
            items = self._items(data, path, reading)
        elif len(self.places) == len(data):
            pairs = enumerate(zip(self.places, data, strict=True))
            items = [rule.read(item, (*path, index), reading) for index, (rule, item) in pairs]
        else:
            return reading.fault(path, WrongType(self.expected, list(data)))
        if any(item is INVALID for item in items):
            return INVALID
        try:
            return self._make(items)
        except TypeError:  # a set of values without a hash
            return reading.fault(path, WrongType(self.expected, list(data)))

    def suggest(self, data: object) -> Suggestion | None:
        """Return the list that was meant by one item, by words between commas, or by items under names."""
        if data is None:
            return Suggestion([])
        found: list[object] = [data]
        if is_mapping(data) and not self._takes(data):
            items = (
                [self.item.suggest({key: item}) for key, item in data.items()] if len(data) < _MANY else []
            )
            found = [item.data for item in items if item is not None]
            return Suggestion(found) if items and len(found) == len(items) else None
        if isinstance(data, str) and "," in data:
            found = [*words(data)]
        return Suggestion(found) if found and all(map(self._takes, found)) else None

    def _takes(self, item: object) -> bool:
        return self.places is None and not Reading().trial(self.item, item, (), NOTHING)

    def schema(self, request: SchemaRequest) -> Schema:
        """Return the schema of the items, and how many there may be."""
        member = request.of_part(request.limits.items)
        if self.places is not None:
            return _fixed([rule.schema_of_value(member) for rule in self.places])
        items = self.item.schema_of_value(member)
        counted = length("Items", request.limits)
        if self.is_set:
            counted.pop("maxItems", None)  # a file may repeat a member, which counts once
        return {"type": "array", **({"items": items} if items else {}), **counted}

    @classmethod
    def holds(cls, value: object) -> bool:
        """Return whether this is a list, a tuple or a set."""
        return is_sequence(value) or is_set(value)

    @classmethod
    def take_apart(cls, value: object) -> Parts:
        """Return the items by index, or the members of a set."""
        if is_set(value):
            return Parts(("set",), dict.fromkeys(value), family=type(value))
        items = value if is_sequence(value) else ()
        return Parts(("list",), dict(enumerate(items)), family=type(value))

    @classmethod
    def write(cls, value: object, path: Path, writer: Writer) -> object:
        """Return the items as a list; those of a set in one order."""
        if is_set(value):
            return sorted((writer.value(item, path) for item in value), key=repr)
        items = value if is_sequence(value) else ()
        return [writer.value(item, (*path, index)) for index, item in enumerate(items)]

    def _items(self, data: list[object] | tuple[object, ...], path: Path, reading: Reading) -> list[object]:
        if self._all_right is not None and self._all_right(data):
            return [*data]
        read = self.item.read
        return [read(item, (*path, index), reading) for index, item in enumerate(data)]

    @cached_property
    def _all_right(self) -> Callable[[object], bool] | None:
        """The guard of every item, as one function."""
        names = Names()
        guard = self.item.guard("item", names)
        if guard is None:
            return None
        source = f"lambda items: all([{guard} for item in items])"
        return cast("Callable[[object], bool]", eval(source, dict(names)))  # noqa: S307  # source from this library


def _fixed(items: list[Schema]) -> Schema:
    """Return a list with a schema for each item; readers of older drafts would misread `items: false`."""
    counted: Schema = {"minItems": len(items), "maxItems": len(items)}
    if all(item == items[0] for item in items):
        return {"type": "array", **({"items": items[0]} if items else {}), **counted}
    return {"type": "array", "prefixItems": items, **counted}
