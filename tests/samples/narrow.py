"""Fields that choose from less than a whole registry, or say which registry they mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Protocol

from attrs import frozen

from tests.samples.experiment import LOSSES, Loss, PreferenceLoss
from typed_registry import Registry, Spec


class Shape(Protocol):
    """What two registries hold."""

    def area(self) -> float:
        """The area."""
        ...


class Color(Protocol):
    """What no registry holds."""

    def hue(self) -> float:
        """The hue."""
        ...


@frozen
class Square:
    """A shape."""

    side: float = 1.0

    def area(self) -> float:
        """The side squared."""
        return self.side**2


FLAT = Registry[Shape, []]("flat")
FLAT.register("square")(Square)
ROUND = Registry[Shape, []]("round")
NUMBERS = Registry[int, []]("numbers")
NUMBERS.register_instance("three", 3)


@frozen
class Preferring:
    """Takes only losses of pairs."""

    loss: Spec[PreferenceLoss, []]


@frozen
class Optionally:
    """Takes a loss or none, or several."""

    loss: Spec[Loss, []] | None = None
    more: tuple[Spec[Loss, []], ...] = ()
    named: Mapping[str, Spec[Loss, []]] = {}


@frozen
class Stating:
    """Says which registry it means."""

    shape: Annotated[Spec[Shape, []], FLAT]


@frozen
class Unclear:
    """Could mean two registries."""

    shape: Spec[Shape, []]


@frozen
class Nowhere:
    """Can mean no registry."""

    color: Spec[Color, []]


@frozen
class Loose:
    """Says nothing of dependencies, and gives a class that is no Protocol."""

    number: Spec[int, []]
    loss: Annotated[Spec[Loss, []], LOSSES]


@frozen
class Dependent:
    """Says that a component is built from what its registry doesn't have."""

    shape: Annotated[Spec[Shape, [int]], FLAT]
