"""Ask the loader and the schema whether data is valid, the latter by the package `jsonschema`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol, cast

from attrs import field, frozen
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # its types are a package apart

from typed_registry._schema import json_schema
from typed_registry.config import from_mapping
from typed_registry.errors import ConfigError

if TYPE_CHECKING:
    from typed_registry.config._document.faults import Fault


class Error(Protocol):
    """An error of the validator."""

    json_path: str
    message: str


class Validator(Protocol):
    """The methods of the validator that are used here."""

    def iter_errors(self, instance: object) -> Iterator[Error]:
        """Yield the errors in the data."""
        ...


def validator(schema: object) -> Validator:
    """Return a validator of this schema, which must be a valid schema itself."""
    made = cast("type[_Made]", Draft202012Validator)
    made.check_schema(schema)
    return made(schema)


class _Made(Validator):
    def __init__(self, schema: object) -> None: ...

    @classmethod
    def check_schema(cls, schema: object) -> None: ...


@frozen
class Holder:
    """A root config that a test has made."""


@frozen
class Judge:
    """A root config with its schema."""

    root: type[Holder]
    _validator: Validator = field(repr=False)

    def loader(self, data: dict[str, object]) -> tuple[Fault, ...]:
        """Return the problems that the loader finds in the data."""
        try:
            from_mapping(self.root, data)
        except ConfigError as error:
            return error.faults
        return ()

    def schema(self, data: object) -> list[str]:
        """Return the errors that the schema finds in the data."""
        return [f"{error.json_path}: {error.message}" for error in self._validator.iter_errors(data)]

    def verdicts(self, data: dict[str, object]) -> tuple[bool, bool]:
        """Return whether the loader accepts the data, and whether the schema does."""
        return not self.loader(data), not self.schema(data)


def judge(root: object) -> Judge:
    """Return a judge for this root config."""
    made = cast("type[Holder]", root)
    return Judge(made, validator(json_schema(made)))
