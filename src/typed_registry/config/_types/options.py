"""Types with a few valid values: literals and enumerations."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args, get_origin

from attrs import evolve

from typed_registry._annotations.show import show
from typed_registry.config._document.faults import Path, WrongValue
from typed_registry.config._formats.yaml.scalars import finite_scalar
from typed_registry.config._formats.yaml.writer import write_flow
from typed_registry.config._types.differences import Parts
from typed_registry.config._types.json_schema import NEVER, Schema, either
from typed_registry.config._types.plain_scalar import plain_scalar
from typed_registry.config._types.rule import LeafRule, Names, Reading
from typed_registry.config._types.scalars import KEY_PATTERNS, ScalarRule
from typed_registry.config._types.schema_request import SchemaRequest
from typed_registry.config._types.writer import Writer

if TYPE_CHECKING:
    from typing_extensions import Self, TypeIs

    from typed_registry.config._types.find_rule import FindRule


class OptionsRule(LeafRule):
    """The rule of a `Literal` or of an enumeration."""

    @classmethod
    def of(cls, kind: object, _find: FindRule) -> Self | None:
        """Return the rule if the type lists its values."""
        return cls(kind) if get_origin(kind) is Literal or is_enum(kind) else None

    @cached_property
    def options(self) -> tuple[object, ...]:
        """The valid values."""
        return tuple(self.annotation) if is_enum(self.annotation) else get_args(self.annotation)

    @cached_property
    def labels(self) -> tuple[object, ...]:
        """The values as a file writes them."""
        return tuple(map(label, self.options))

    @property
    def text(self) -> str:
        """The valid values."""
        return " | ".join(map(write_flow, self.labels))

    @property
    def has_words(self) -> bool:
        """Return True: the text lists the valid values."""
        return True

    @property
    def has_members(self) -> bool:
        """Whether some of the values are members of an enumeration, which a file writes by another value."""
        return any(isinstance(option, enum.Enum) for option in self.options)

    @property
    def is_key(self) -> bool:
        """Return whether a mapping's key can be of the type."""
        return self.is_writable

    def obstacles(self) -> Iterator[str]:
        """Yield a literal of bytes, which no file can hold."""
        if not all(isinstance(option, (str, int, type(None), enum.Enum)) for option in self.options):
            yield show(self.annotation)

    def convert(self, data: object, path: Path, reading: Reading, default: object) -> object:
        """Return the option that is given as such, by its value, or by a member's name."""
        if is_enum(self.annotation) and isinstance(data, self.annotation):
            return data
        given = plain_scalar(data)
        for option in self.options:
            if data is option or is_written_as(option, given):
                return option
        named = self._by_name.get(given) if isinstance(given, str) else None
        if named is None:
            return reading.fault(path, WrongValue(data, self.labels))
        return named

    @cached_property
    def _by_name(self) -> dict[str, enum.Enum]:
        """Members by name; a value that is another member's name stands for that value all the same."""
        if is_enum(self.annotation):
            return dict(self.annotation.__members__)
        return {option.name: option for option in reversed(self.options) if isinstance(option, enum.Enum)}

    def key_data(self, key: str) -> object:
        """Return the key, or the plain scalar that it is where one of the options is written so."""
        value = finite_scalar(key)
        return value if any(is_written_as(option, value) for option in self.options) else key

    def schema(self, request: SchemaRequest) -> Schema:
        """Return the values as they are written, members of enumerations also by their names."""
        options = request.limits.options
        allowed = [each for each in self.options if options is None or each in options]
        names = [name for each in allowed if isinstance(each, enum.Enum) for name in _names(each)]
        written = {(type(word), word): word for word in (*map(label, allowed), *names)}
        return {"enum": [*written.values()]} if written else NEVER

    def schema_of_key(self, request: SchemaRequest) -> Schema:
        """Return the values as keys are written, with the words that are read as one of them."""
        kinds = dict.fromkeys(type(label(option)) for option in self.options)
        patterns = [KEY_PATTERNS[kind] for kind in kinds if kind in KEY_PATTERNS]
        numbers: list[Schema] = [{"type": "string", "pattern": pattern} for pattern in patterns]
        return either([self.schema(request), *numbers])

    @classmethod
    def holds(cls, value: object) -> bool:
        """Return whether this is a member of an enumeration."""
        return isinstance(value, enum.Enum)

    @classmethod
    def take_apart(cls, value: object) -> Parts:
        """Return the content of what a file writes for a member."""
        written = ScalarRule.take_apart(label(value))
        return evolve(written, kind=("enum", *written.kind))

    @classmethod
    def write(cls, value: object, path: Path, writer: Writer) -> object:
        """Return the member's value if that is a scalar, or else its name."""
        return writer.value(label(value), path)

    def guard(self, variable: str, names: Names) -> str | None:
        """Hold for a word that is one of the options, if all of these are words."""
        if all(type(option) is str for option in self.options):
            return (
                f"type({variable}) is {names.add(str)} and {variable} in {names.add(frozenset(self.options))}"
            )
        return None


def is_enum(kind: object) -> TypeIs[type[enum.Enum]]:
    """Return whether this is an enumeration."""
    return isinstance(kind, type) and issubclass(kind, enum.Enum)


def _names(member: enum.Enum) -> list[str]:
    return [name for name, known in type(member).__members__.items() if known is member]


def label(option: object) -> object:
    """Return how a file writes an option: a member by its value if that is a scalar, or else by its name."""
    if not isinstance(option, enum.Enum):
        return option
    held: object = option.value
    return held if isinstance(held, (str, int, float)) else option.name


def is_written_as(option: object, data: object) -> bool:
    """Return whether the data is what a file writes for the option."""
    written = label(option)
    return type(written) is type(data) and written == data
