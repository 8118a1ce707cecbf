"""Classes among which a union chooses: with tags, without, and with fields in common."""

from __future__ import annotations

from enum import Enum
from typing import Literal, NamedTuple

from attrs import field, frozen, validators

from tests.samples.experiment import Loss
from typed_registry import Spec


class Color(Enum):
    """An enumeration of words."""

    RED = "red"
    BLUE = "blue"


@frozen
class Inner:
    """A field that can be of the wrong type, and one that can have the wrong value."""

    steps: int = 1
    rate: float = field(default=1.0, validator=validators.gt(0))
    kind: Literal["a", "b"] = "a"


@frozen
class Other:
    """Another config."""

    steps: int = 1


@frozen
class Local:
    """A store with a tag."""

    kind: Literal["local"]
    path: str


@frozen
class S3:
    """A store with another tag."""

    kind: Literal["s3"]
    bucket: str
    region: str = "eu"


@frozen
class Red:
    """A class that a member of an enumeration tells apart."""

    color: Literal[Color.RED]
    size: int = 1


@frozen
class Blue:
    """A class that the other member tells apart."""

    color: Literal[Color.BLUE]
    size: int = 1


@frozen
class Versioned:
    """A class with two tags."""

    kind: Literal["s3"]
    version: Literal[2]
    bucket: str


@frozen
class Named:
    """A class with the key that chooses a component."""

    name: str
    lr: float = 0.1


@frozen
class Point:
    """A class without a tag."""

    x: int
    y: int


@frozen
class Circle:
    """Another class without a tag."""

    radius: float
    x: int = 0


@frozen
class One:
    """A class whose tag is a number."""

    version: Literal[1]
    size: int


@frozen
class Two:
    """A class with another number."""

    version: Literal[2]
    size: int


@frozen
class Fast:
    """A class with a field of the same values as another's, which is no tag."""

    mode: Literal["a", "b"]
    speed: int


@frozen
class Slow:
    """The other class."""

    mode: Literal["a", "b"]
    delay: int


@frozen
class Nested:
    """A union within an alternative."""

    store: Local | S3
    size: int


class First(NamedTuple):
    """A class with a tag whose values are also written as a list."""

    kind: Literal["first"]
    size: int


class Second(NamedTuple):
    """Another one."""

    kind: Literal["second"]
    size: int


@frozen
class Inside:
    """A class within which keys can be unknown."""

    inner: Point


@frozen
class Worded:
    """A class with a word for the same key."""

    inner: str


LOSS = Spec[Loss, []]
STORE = Local | S3
