"""A program with a root config: choices with and without defaults, required keys, former names."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Literal, Protocol

from attrs import field, frozen, validators

from typed_registry import Registry, Spec
from typed_registry.config._document.deprecated_fields import renamed, respelt, retired


class Shape(Protocol):
    """What has an area."""

    def area(self) -> float:
        """In square metres."""
        ...


class Round(Shape, Protocol):
    """What has a radius besides."""

    def radius(self) -> float:
        """In metres."""
        ...


class Paint(Protocol):
    """What a shape is painted with."""

    def litres(self, area: float) -> float:
        """How much it takes."""
        ...


SHAPES = Registry[Shape, []]("shapes")
PAINTS = Registry[Paint, []]("paints")
SHAPES.deprecate("disc", since="0.4", use="circle")


@frozen(kw_only=True)
class PaintConfig:
    """What all paints have."""

    shade: str = "white"
    """The colour of it."""


@frozen(kw_only=True)
class OilConfig(PaintConfig):
    """Paint that takes its time."""

    coats: int = field(default=1, validator=validators.and_(validators.ge(1), validators.le(5)))
    """How often it is put on."""
    sheen: Literal["matt", "gloss"] = field(default="matt", metadata=respelt({"shiny": "gloss"}, since="0.3"))


@PAINTS.register("oil", config=OilConfig)
class Oil:
    """Oil paint."""

    def __init__(self, config: OilConfig) -> None:
        self.config = config

    def litres(self, area: float) -> float:
        """How much it takes."""
        return area * self.config.coats


@PAINTS.register("lime")
class Lime:
    """Paint for walls.

    Args:
        water: How thin it is.
    """

    def __init__(self, water: float = 0.5) -> None:
        self.water = water

    def litres(self, area: float) -> float:
        """How much it takes."""
        return area * self.water


@frozen
class CircleConfig:
    """As round as can be."""

    radius: float = field(validator=validators.gt(0), metadata=renamed("r", since="0.2"))
    """In metres."""
    paint: Spec[Paint, []] = field(factory=lambda: PAINTS.spec(Oil, OilConfig(coats=2)))
    """What it is painted with."""


@SHAPES.register("circle", config=CircleConfig)
class Circle:
    """A circle."""

    def __init__(self, config: CircleConfig) -> None:
        self.config = config

    def area(self) -> float:
        """In square metres."""
        return 3.14 * self.config.radius**2

    def radius(self) -> float:
        """In metres."""
        return self.config.radius


@frozen
class SquareConfig:
    """Four equal sides."""

    side: float = 1.0
    old: int = field(default=0, metadata=retired(since="0.5"))


@SHAPES.register("square", config=SquareConfig)
class Square:
    """A square."""

    def __init__(self, config: SquareConfig) -> None:
        self.config = config

    def area(self) -> float:
        """In square metres."""
        return self.config.side**2


@frozen
class GroupConfig:
    """Shapes as one."""

    parts: tuple[Spec[Shape, []], ...] = ()
    """The shapes, each of which may be a group."""


@SHAPES.register("group", config=GroupConfig)
class Group:
    """Shapes as one."""

    def __init__(self, config: GroupConfig) -> None:
        self.parts = [part.build() for part in config.parts]

    def area(self) -> float:
        """In square metres."""
        return sum(part.area() for part in self.parts)


class Mode(Enum):
    """How to go about it."""

    FAST = "fast"
    GOOD = "good"


@frozen
class Frame:
    """What a picture hangs in."""

    width: float
    """In metres."""
    depth: float = 0.1


@frozen
class Job:
    """A picture to be painted.

    Of which there may be several.
    """

    shape: Spec[Shape, []]
    """What is painted."""
    hole: Spec[Round, []] | None = None
    """What is left out."""
    ground: Spec[Paint, []] = field(factory=lambda: PAINTS.from_mapping({"name": "lime"}))
    frame: Frame = Frame(0.5)
    mode: Mode = Mode.GOOD
    folder: Path = Path("out")
    size: tuple[float, float] = (1.0, 1.0)
    seed: int | None = field(default=None, validator=validators.optional(validators.ge(0)))
    """Of the brush."""
