"""Types that take any value as the format gives it, and types that no file can hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from typed_registry._annotations.show import show
from typed_registry.config._document.faults import Path
from typed_registry.config._formats.yaml.scalars import finite_scalar
from typed_registry.config._sources.environment import has_unset, read_variables
from typed_registry.config._types.json_schema import NEVER, Schema
from typed_registry.config._types.plain_scalar import PLAIN
from typed_registry.config._types.rule import INVALID, Names, Reading, Rule
from typed_registry.config._types.schema_request import SchemaRequest

if TYPE_CHECKING:
    from typing_extensions import Self

    from typed_registry.config._types.find_rule import FindRule

ANYTHING: tuple[object, ...] = (object, Any)


class AnythingRule(Rule):
    """The rule of `object` and `Any`: every value is right."""

    @classmethod
    def of(cls, kind: object, _find: FindRule) -> Self | None:
        """Return the rule if the type takes anything."""
        return cls(kind) if kind in ANYTHING else None

    @property
    def is_key(self) -> bool:
        """Return True: a mapping's key can be anything."""
        return True

    def convert(self, data: object, path: Path, reading: Reading, default: object) -> object:
        """Return the data, with the texts of environment variables read as plain scalars."""
        if has_unset(data):
            reading.has_failed = True
            return INVALID
        return read_variables(data, finite_scalar)

    def schema(self, request: SchemaRequest) -> Schema:
        """Return a schema that takes anything."""
        return {}

    def guard(self, variable: str, names: Names) -> str | None:
        """Hold for scalars, in which no environment variable can be hidden."""
        return f"type({variable}) in {names.add(PLAIN)}"


class UnwritableRule(Rule):
    """The rule of a type that no file can hold, such as a function."""

    @property
    def expected(self) -> str:
        """The type, and that no file can hold it."""
        return f"{show(self.annotation)}, which no file can hold"

    def obstacles(self) -> Iterator[str]:
        """Yield the type itself."""
        yield show(self.annotation)

    def convert(self, data: object, path: Path, reading: Reading, default: object) -> object:
        """Refuse all data."""
        return reading.fault(path, self.wrong(data, reading))

    def schema(self, request: SchemaRequest) -> Schema:
        """Return a schema that takes nothing."""
        return NEVER


class UnresolvedRule(UnwritableRule):
    """The rule of a type that can't be resolved at run time, so that no value can be checked."""

    @property
    def expected(self) -> str:
        """The type, and why no value is accepted."""
        return (
            f"{show(self.annotation)}, which can't be resolved at run time (import its names outside of "
            "TYPE_CHECKING, or state the type of a parameter by `register(types=...)`)"
        )
