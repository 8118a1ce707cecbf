"""A Protocol of attributes and the many ways in which a class can have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from attrs import define, frozen


class Gauge(Protocol):
    """Something with a unit and a reading."""

    unit: str

    @property
    def reading(self) -> float:
        """The value read last."""
        ...


class Assigned:
    """Its attributes are assigned in `__init__`."""

    def __init__(self) -> None:
        self.unit = "m"
        self.reading = 1.0


@define
class Attrs:
    """Its attributes are attrs fields."""

    unit: str = "m"
    reading: float = 1.0


@dataclass
class Data:
    """Its attributes are dataclass fields without defaults."""

    unit: str
    reading: float


class Declared:
    """Its attributes are annotated in the class and assigned later."""

    unit: str
    reading: float

    def __init__(self) -> None:
        self.unit, self.reading = "m", 1.0


class Slotted:
    """Its attributes are slots."""

    __slots__ = ("reading", "unit")

    def __init__(self) -> None:
        self.unit: str = "m"
        self.reading: float = 1.0


class Inherited(Assigned):
    """Its attributes are assigned by the class it derives from."""


class Computed:
    """Its reading is a property."""

    unit = "m"

    @property
    def reading(self) -> int:
        """An int is a float to the checkers."""
        return 1


@frozen
class Untyped:
    """Its attributes have no annotations that run time could judge."""

    unit: Missing  # type: ignore[name-defined]  # pyright: ignore[reportUndefinedVariable]  # noqa: F821  # on purpose
    reading: float = 1.0


class Empty:
    """It has no unit."""

    reading: float = 1.0


@frozen
class Mistyped:
    """Its unit is a number."""

    unit: int = 0
    reading: float = 1.0


class MistypedProperty:
    """Its reading is text."""

    unit: str = "m"

    @property
    def reading(self) -> str:
        """Text is no float."""
        return ""


class Method:
    """Its reading must be called."""

    unit: str = "m"

    def reading(self) -> float:
        """A method is no value."""
        return 1.0
