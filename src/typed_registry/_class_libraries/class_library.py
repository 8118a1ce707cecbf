"""The interface to a library that defines classes with fields."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import ClassVar, TypeAlias

from attrs import evolve

from typed_registry._annotations.own_annotations import own_annotations
from typed_registry._class_libraries.field import Field

Refusal: TypeAlias = "tuple[tuple[str | int, ...], Exception | str]"
"""Why a class makes no instance: a path that begins with the keyword of a field, and what is wrong there."""


class FieldErrors(Exception):  # noqa: N818  # several errors, which become faults
    """The faults that a library finds in the values of a class."""

    def __init__(self, errors: tuple[Refusal, ...]) -> None:
        super().__init__(errors)
        self.errors = errors


class ClassLibrary(ABC):
    """A library that defines classes with fields."""

    kind: ClassVar[str]
    """What a class of the library is called, such as `a dataclass`."""
    freezing: ClassVar[str]
    """What makes such a class frozen, as one would write it."""
    can_be_config: ClassVar[bool] = True
    """Whether a class can be the config of a component."""
    is_mapping: ClassVar[bool] = False
    """Whether instances are dictionaries, whose keys are those of the file."""
    is_positional: ClassVar[bool] = False
    """Whether a list of values can stand for an instance."""

    @abstractmethod
    def defines(self, config: type) -> bool:
        """Return whether a class is of this library."""

    @abstractmethod
    def fields(self, config: type) -> Iterator[Field]:
        """Yield the fields that the class accepts, in its own order."""

    @abstractmethod
    def is_frozen(self, config: type) -> bool:
        """Return whether instances can't be changed."""

    def resolved(self, field: Field, kind: object) -> Field:
        """Return the field with its annotation as a type, without what only says how the field is treated."""
        return evolve(field, type=kind)

    def has_instance(self, config: type, value: object) -> bool:
        """Return whether a value is an instance of the class already."""
        return isinstance(value, config)

    def make(self, config: type, arguments: Mapping[str, object]) -> object:
        """Return an instance. Raises whatever the class raises."""
        return config(**arguments)

    def refusals(self, error: Exception) -> Iterator[Refusal]:
        """Yield each reason why the class makes no instance; the path of the instance as a whole is empty."""
        yield from error.errors if isinstance(error, FieldErrors) else [((), error)]

    def unstated(self, config: type) -> Iterator[str]:
        """Yield the attributes that tell instances apart though no field gives them."""
        yield from ()


def owner_of(config: type, name: str) -> type | None:
    """Return the class that annotates an attribute: the class itself or one that it derives from."""
    return next((base for base in config.__mro__ if name in own_annotations(base)), None)
