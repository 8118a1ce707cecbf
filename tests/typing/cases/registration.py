"""Classes are registered without a config: they must fit the registry's Protocol, and keep their types."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from attrs import frozen
from typing_extensions import reveal_type

from tests.typing.zoo.protocols import Loader, Optimizer
from typed_registry import Registry

T = TypeVar("T")

OPEN = Registry[Optimizer]("open")
LOADERS = Registry[Loader, []]("loaders")

# A class that fits is taken, and keeps its type.


@OPEN.register("plain")
class Plain:
    def __init__(self, size: int) -> None: ...

    def step(self) -> int:
        return 1

    def only_plain(self) -> str:
        return ""


reveal_type(Plain)  # reveals: type[Plain]; mypy: def (size: int) -> Plain; zuban: def (size: int) -> Plain
reveal_type(Plain(1))  # reveals: Plain
reveal_type(Plain(1).only_plain())  # reveals: str
Plain("1")  # rejected: argument
Plain()  # rejected: missing


@OPEN.register("inherited")
class Inherited(Plain):
    """Fits by the methods of its parent."""


reveal_type(Inherited(1).only_plain())  # reveals: str


@OPEN.register("dataclass")
@dataclass
class Data:
    size: int

    def step(self) -> int:
        return 1


reveal_type(Data(1))  # reveals: Data
reveal_type(Data(1).size)  # reveals: int
Data("1")  # rejected: argument


@OPEN.register("attrs")
@frozen
class Attrs:
    size: int

    def step(self) -> int:
        return 1


reveal_type(Attrs(1))  # reveals: Attrs
reveal_type(Attrs(1).size)  # reveals: int
Attrs("1")  # rejected: argument


@OPEN.register("named tuple")  # accepted; limit: early
class Named(NamedTuple):
    size: int

    def step(self) -> int:
        return 1


reveal_type(Named(1))  # reveals: Named
reveal_type(Named(1).size)  # reveals: int


class LateNamed(NamedTuple):
    size: int

    def step(self) -> int:
        return 1


reveal_type(OPEN.register("late named tuple")(LateNamed)(1))  # reveals: LateNamed


@OPEN.register("generic")
class Box(Generic[T]):
    def __init__(self, value: T) -> None:
        self.value = value

    def step(self) -> int:
        return 1


reveal_type(Box(1))  # reveals: Box[int]; limit: decorated generic
reveal_type(Box(1).value)  # reveals: int; limit: decorated generic


class LateBox(Generic[T]):
    def __init__(self, value: T) -> None:
        self.value = value

    def step(self) -> int:
        return 1


reveal_type(OPEN.register("late generic")(LateBox)(1))  # reveals: LateBox[int]; limit: generic back
reveal_type(LateBox(1))  # reveals: LateBox[int]
reveal_type(OPEN.register("plain again")(Plain))  # reveals: type[Plain]


class Loads:
    def load(self, path: str | int, mode: str = "", *more: str, deep: bool = False) -> bool:
        return True


LOADERS.register("wider, with more")(Loads)

# A class that doesn't fit is refused.


@OPEN.register("misnamed")  # rejected: misfit; limit: class decorator
class Misnamed:
    def stepp(self) -> int:
        return 1


OPEN.register("misnamed, called")(Misnamed)  # rejected: misfit


@OPEN.register("mistyped")  # rejected: misfit; limit: class decorator
class Mistyped:
    def step(self) -> str:
        return ""


OPEN.register("mistyped, called")(Mistyped)  # rejected: misfit


@LOADERS.register("renamed")  # rejected: misfit; limit: class decorator, parameter name
class Renamed:
    def load(self, file: str) -> int:
        return 1


LOADERS.register("renamed, called")(Renamed)  # rejected: misfit; limit: parameter name


class Positional:
    def load(self, path: str, /) -> int:
        return 1


class Narrower:
    def load(self, path: bytes) -> int:
        return 1


class Demanding:
    def load(self, path: str, mode: str) -> int:
        return 1


class Keyed:
    def load(self, *, path: str) -> int:
        return 1


class Later:
    async def load(self, path: str) -> int:
        return 1


class Attribute:
    load: str = ""


LOADERS.register("positional")(Positional)  # rejected: misfit; limit: parameter name
LOADERS.register("narrower")(Narrower)  # rejected: misfit
LOADERS.register("demanding")(Demanding)  # rejected: misfit
LOADERS.register("by keyword")(Keyed)  # rejected: misfit
LOADERS.register("async")(Later)  # rejected: misfit
LOADERS.register("attribute")(Attribute)  # rejected: misfit


@OPEN.register("misfit dataclass")  # rejected: misfit; limit: class decorator
@dataclass
class MisfitData:
    size: int


@OPEN.register("misfit attrs")  # rejected: misfit; limit: class decorator
@frozen
class MisfitAttrs:
    size: int


@OPEN.register("misfit named tuple")  # rejected: misfit; limit: class decorator
class MisfitNamed(NamedTuple):
    size: int


@OPEN.register("misfit generic")  # rejected: misfit; limit: class decorator
class MisfitBox(Generic[T]):
    value: T


OPEN.register("misfit dataclass, called")(MisfitData)  # rejected: misfit
OPEN.register("misfit attrs, called")(MisfitAttrs)  # rejected: misfit
OPEN.register("misfit named tuple, called")(MisfitNamed)  # rejected: misfit
OPEN.register("misfit generic, called")(MisfitBox)  # rejected: misfit

# An abstract class can't be built, which the run time says where no checker does.


@OPEN.register("abstract")  # rejected: misfit; limit: abstract
class Abstract(ABC):
    @abstractmethod
    def step(self) -> int: ...


OPEN.register("abstract, called")(Abstract)  # rejected: misfit; limit: abstract
OPEN.register("protocol")(Optimizer)  # rejected: misfit; limit: abstract

# What is no class, and what is no name.


def function() -> Plain:
    return Plain(1)


OPEN.register("function")(function)  # rejected: misfit; limit: function as class
OPEN.register("instance")(Plain(1))  # rejected: misfit
OPEN.register("class of another kind")(int)  # rejected: misfit
OPEN.register("nothing")(None)  # rejected: misfit
OPEN.register(3)(Plain)  # rejected: overload
OPEN.register()(Plain)  # rejected: overload
OPEN.register("a", "b")(Plain)  # rejected: overload
OPEN.register(name="by keyword")(Plain)
