"""Components are registered where a stub binds `register` to the registry's type and dependencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from attrs import define, frozen
from typing_extensions import reveal_type

from tests.typing.zoo.config import MarginConfig
from tests.typing.zoo.protocols import Context
from tests.typing.zoo.registries import LOSSES, MAKERS, STEPPERS

T = TypeVar("T")


class Steps:
    def step(self) -> int:
        return 1


# Whatever fits is taken, and keeps its type: generic classes as well.


@STEPPERS.register("generic")
class Box(Steps, Generic[T]):
    def __init__(self, value: T) -> None:
        self.value = value


box: Box[int] = Box(1)
reveal_type(Box(1))  # reveals: Box[int]
reveal_type(STEPPERS.register("again")(Box)(1))  # reveals: Box[int]


class Inside(Box[int]): ...


@STEPPERS.register("attrs")
@define
class Attrs(Steps):
    size: int


reveal_type(Attrs(1))  # reveals: Attrs
Attrs("1")  # rejected: argument


@STEPPERS.register("dataclass")
@dataclass
class Data(Steps):
    size: int


reveal_type(Data(1))  # reveals: Data
Data("1")  # rejected: argument


@STEPPERS.register("named tuple")
class Named(NamedTuple):
    size: int

    def step(self) -> int:
        return 1


reveal_type(Named(1))  # reveals: Named


@STEPPERS.register_factory("function")
def box_of(value: T, *, deep: bool = False) -> Box[T]:
    return Box(value)


reveal_type(box_of(1, deep=True))  # reveals: Box[int]
box_of(1, depp=True)  # rejected: keyword

# What doesn't fit is refused.


@STEPPERS.register("misnamed")  # rejected: misfit; limit: class decorator, class line
class Misnamed:  # rejected: misfit; limit: decorator line
    def stepp(self) -> int:
        return 1


STEPPERS.register("misnamed, called")(Misnamed)  # rejected: misfit
STEPPERS.register("function as class")(box_of)  # rejected: misfit
STEPPERS.register_factory("no stepper")(len)  # rejected: misfit
STEPPERS.register("nothing")(None)  # rejected: misfit
STEPPERS.register(3)(Box)  # rejected: overload

# The registry's dependencies come first in a component's parameters.


class First(Steps):
    def __init__(self, context: Context, size: int = 1) -> None: ...


class Wider(Steps):
    def __init__(self, context: object, *sizes: int) -> None: ...


class NoContext(Steps):
    def __init__(self, size: int = 1) -> None: ...


class Nothing(Steps): ...


class OtherContext(Steps):
    def __init__(self, context: int) -> None: ...


class Last(Steps):
    def __init__(self, size: float, context: Context) -> None: ...


class ByKeyword(Steps):
    def __init__(self, *, context: Context) -> None: ...


@MAKERS.register("generic maker")
class Made(Steps, Generic[T]):
    def __init__(self, context: Context, value: T) -> None: ...


made: Made[int] = Made(Context(), 3)
reveal_type(Made(Context(), 3))  # reveals: Made[int]
MAKERS.register("first")(First)
MAKERS.register("wider")(Wider)
MAKERS.register("no context")(NoContext)  # rejected: misfit
MAKERS.register("nothing")(Nothing)  # rejected: misfit
MAKERS.register("another context")(OtherContext)  # rejected: misfit
MAKERS.register("last")(Last)  # rejected: misfit
MAKERS.register("by keyword")(ByKeyword)  # rejected: misfit
MAKERS.register("stated types", types={"size": int})(First)


@MAKERS.register_factory("factory")
def make(context: Context, *, beta: float) -> First:
    return First(context)


make(Context(), beta=1.0)


@MAKERS.register_factory("bad factory")  # rejected: misfit
def make_without(beta: float) -> First:
    return First(Context())


# A config class is a frozen class of attrs, a dataclass or a model, whose instance comes first.


class TakesMargin:
    def __init__(self, config: MarginConfig) -> None: ...

    def __call__(self, logit: float) -> float:
        return logit


@frozen
class OtherConfig:
    size: int = 1


class NoConfig:
    size: int = 1


reveal_type(LOSSES.register("margin", config=MarginConfig)(TakesMargin))  # reveals: type[TakesMargin]
LOSSES.register("other", config=OtherConfig)(TakesMargin)  # rejected: misfit
LOSSES.register("no config", config=NoConfig)(TakesMargin)  # rejected: config class
LOSSES.register("a config and types", config=MarginConfig, types={})(TakesMargin)  # rejected: overload
LOSSES.register_factory("no config", config=int)(TakesMargin)  # rejected: config class
