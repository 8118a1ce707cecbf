"""Components of every shape that a constructor can have."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import KW_ONLY, InitVar, dataclass
from typing import (
    TYPE_CHECKING,
    Generic,
    Literal,
    NamedTuple,
    Protocol,
    TypeAlias,
    TypedDict,
    TypeVar,
    overload,
)

from attrs import Factory, field, frozen
from typing_extensions import ParamSpec, Unpack

if TYPE_CHECKING:
    from decimal import Decimal

T = TypeVar("T")
N = TypeVar("N", int, str)
P = ParamSpec("P")
Number: TypeAlias = "int | float"


class Animal(Protocol):
    def speak(self) -> str: ...


class Voice:
    def speak(self) -> str:
        return "..."


class Color(enum.Enum):
    RED = 1


class Options(TypedDict, total=False):
    loud: bool
    times: int


@frozen
class Attrs(Voice):
    """Fields of every kind."""

    size: int = field(converter=int)
    _hidden: str = "h"
    tags: list[str] = field(factory=list[str], kw_only=True)
    weight: float = field(default=Factory(float), alias="mass")


class BelowAttrs(Attrs):
    """Has the constructor of an attrs class."""


@dataclass
class Data(Voice, Generic[T]):
    value: T
    seed: InitVar[int]
    _: KW_ONLY
    color: Color = Color.RED
    mode: Literal[Color.RED, "auto", 3] = "auto"


class Named(NamedTuple):
    x: int
    y: str = ""

    def speak(self) -> str:
        return self.y


class Overloaded(Voice):
    @overload
    def __init__(self, size: int) -> None: ...
    @overload
    def __init__(self, size: str, *, base: int) -> None: ...
    def __init__(self, size: int | str, base: int = 10) -> None:
        self.size = int(size) if isinstance(size, int) else int(size, base)


class New(Voice):
    def __new__(cls, first: Number, /, *rest: int, **options: Unpack[Options]) -> New:
        return super().__new__(cls)


class Base(Voice):
    def __init__(self, size: int, /, name: str = "", *, self_: tuple[int, ...] = ()) -> None: ...


class Inherited(Base):
    """Has its parent's constructor."""


class Forward(Voice):
    def __init__(
        self,
        amount: Decimal,
        call: Callable[[int], str] | None = None,
        kind: type[Voice] = Voice,
        **rest: Outer.Nested,
    ) -> None: ...


class Self(Voice):
    def __init__(self, *, name: str = "", register: dict[str, list[int]] | None = None) -> None: ...


class Outer:
    class Nested(Voice):
        def __init__(self, parent: Outer | None) -> None: ...

    class Attrs(Voice):
        def __init__(self) -> None: ...


def twice(function: Callable[P, T]) -> Callable[P, T]:
    return function


@twice
def decorated(size: int, *, name: str = "x") -> Voice:
    return Inherited(size, name)


def generic(value: T, other: N) -> Data[T]:
    return Data(value, int(other))
