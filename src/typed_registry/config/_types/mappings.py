"""Mappings, with or without the types of their keys and values."""

from __future__ import annotations

from collections import abc
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, get_args

from attrs import NOTHING

from typed_registry._annotations.generic_class import without_arguments
from typed_registry._annotations.show import show
from typed_registry._annotations.type_guards import is_mapping
from typed_registry._default_spec import has_unresolved
from typed_registry._frozendict import FrozenDict
from typed_registry.config._document.faults import Path, Refused, Suggestion
from typed_registry.config._formats.formats import FORMATS
from typed_registry.config._types.differences import Parts
from typed_registry.config._types.json_schema import Schema
from typed_registry.config._types.limits import length
from typed_registry.config._types.rule import INVALID, Reading, Rule
from typed_registry.config._types.schema_request import SchemaRequest
from typed_registry.config._types.suggestions import suggest_mapping
from typed_registry.config._types.writer import Writer
from typed_registry.errors import UnwritableError

if TYPE_CHECKING:
    from typed_registry.config._types.find_rule import FindRule

MAPPINGS: Final[dict[object, Callable[[dict[object, object]], object]]] = {
    abc.Mapping: FrozenDict,
    dict: dict,
    abc.MutableMapping: dict,
}
"""The class that is made of a mapping, by the type's origin: one that is immutable, if the type allows it."""

NO_ITEMS: Final[Mapping[object, object]] = {}


class MappingRule(Rule):
    """The rule of a mapping."""

    is_open = True

    def __init__(self, annotation: object, find: FindRule) -> None:
        super().__init__(annotation)
        key, value = get_args(annotation) or (object, object)
        self._make = MAPPINGS[without_arguments(annotation)]
        self.key: Rule = find(key)
        self.value: Rule = find(value)

    @classmethod
    def of(cls, kind: object, find: FindRule) -> Rule | None:
        """Return the rule if the type is a mapping."""
        return cls(kind, find) if without_arguments(kind) in MAPPINGS else None

    def parts(self) -> Iterator[Rule]:
        """Yield the rule of the values: no class with fields can be a key."""
        yield self.value

    @property
    def text(self) -> str:
        """The type; of a mapping of choices or of fixed values, what each value is."""
        return f"mapping, each {self.value.text}" if self.has_words else super().text

    @property
    def has_words(self) -> bool:
        """Return whether the text of the values names a registry or the valid values."""
        return self.value.has_words

    def obstacles(self) -> Iterator[str]:
        """Yield the type of the keys, if no word can be one, and the obstacles of the values."""
        if not self.key.is_key:
            yield f"{show(self.key.annotation)} as a mapping's key"
        yield from self.value.obstacles()

    def may_take(self, data: object, default: object) -> bool:
        """Return whether this is a mapping."""
        return is_mapping(data)

    def convert(self, data: object, path: Path, reading: Reading, default: object) -> object:
        """Return a mapping of the keys and values that the data holds.

        Where overrides give single keys of a default, it has the others of the default as well.
        """
        if not is_mapping(data):
            return reading.fault(path, self.wrong(data, reading))
        kept = default if is_mapping(default) and reading.document.is_partial(path) else NO_ITEMS
        keys = {key: self._read_key(key, (*path, str(key)), reading) for key in data}
        made = {
            keys[key]: self.value.read(item, (*path, str(key)), reading, kept.get(keys[key], NOTHING))
            for key, item in data.items()
        }
        if any(part is INVALID for pair in made.items() for part in pair):
            return INVALID
        if len(made) < len(data):
            return reading.fault(path, Refused(data, _duplicate(keys)))
        others = {
            key: self._kept(item, (*path, str(key)), reading) for key, item in kept.items() if key not in made
        }
        return INVALID if any(item is INVALID for item in others.values()) else self._make({**others, **made})

    def _kept(self, value: object, path: Path, reading: Reading) -> object:
        """Return a value of the default, with choices that couldn't be made before."""
        return self.value.read(value, path, reading) if has_unresolved(value) else value

    def suggest(self, data: object) -> Suggestion | None:
        """Return the mapping that a list of mappings stands for, or an empty one for null."""
        return suggest_mapping(data)

    def schema(self, request: SchemaRequest) -> Schema:
        """Return the schemas of the keys and the values, and how many there may be."""
        keys = self.key.schema_of_key(request.of_part())
        values = self.value.schema_of_value(request.of_part(request.limits.values))
        return {
            "type": "object",
            **({} if keys in ({}, {"type": "string"}) else {"propertyNames": keys}),
            "additionalProperties": values or True,
            **length("Properties", request.limits),
        }

    @classmethod
    def holds(cls, value: object) -> bool:
        """Return whether this is a mapping."""
        return is_mapping(value)

    @classmethod
    def take_apart(cls, value: object) -> Parts:
        """Return the items by key."""
        return Parts(("mapping",), value if is_mapping(value) else {}, family="mapping")

    @classmethod
    def write(cls, value: object, path: Path, writer: Writer) -> object:
        """Return the items under keys that are words."""
        held: dict[str, object] = {}
        for key, item in value.items() if is_mapping(value) else ():
            name = _word(key, path, writer)
            if name in held:
                raise UnwritableError((*path, name), "two keys of the mapping are written alike")
            held[name] = writer.value(item, (*path, name))
        return held

    def _read_key(self, key: object, path: Path, reading: Reading) -> object:
        return self.key.read(self.key.key_data(key) if isinstance(key, str) else key, path, reading)


def _duplicate(keys: Mapping[object, object]) -> str:
    """Return the message about two keys that are written differently and are the same value."""
    written: dict[object, list[object]] = {}
    for name, key in keys.items():
        written.setdefault(key, []).append(name)
    key, (one, other, *_) = next(item for item in written.items() if len(item[1]) > 1)
    return f"the keys {one!r} and {other!r} are both {key!r}"


def _word(key: object, path: Path, writer: Writer) -> str:
    """Return a key as text, which is read as a plain scalar of YAML where the key's type is not text."""
    data = type(writer)(FORMATS["yaml"]).value(key, path)
    if isinstance(data, (bool, float)):
        return repr(data).lower().replace("inf", ".inf").replace("nan", ".nan")
    if not isinstance(data, (str, int)):
        raise UnwritableError(path, f"no file can hold {key!r} as a key")
    return str(data)
