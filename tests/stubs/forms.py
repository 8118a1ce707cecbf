"""Components in rarer forms, or that are harder to import by name."""

from __future__ import annotations

import enum
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from io import BytesIO, TextIOWrapper
from typing import Any, Concatenate, Generic, Literal, NewType, Protocol, TypeAlias, TypeVar

import attrs
from typing_extensions import ParamSpec, Self, TypeVarTuple, Unpack, deprecated
from typing_extensions import TypeVar as DefaultTypeVar

from tests.stubs.shapes import Base, Voice

T = TypeVar("T")
D = DefaultTypeVar("D", default=int)
P = ParamSpec("P")
Ts = TypeVarTuple("Ts")
Meters = NewType("Meters", float)
JSON: TypeAlias = "dict[str, JSON] | list[JSON] | str | None"
Pair: TypeAlias = "tuple[T, T]"
Rows: TypeAlias = "list[dict[str, Any]] | tuple[Any, ...]"  # type: ignore[explicit-any]  # a row may hold anything


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Attrs(Voice):
    """Shares its name with another class."""

    def __init__(self, level: Level = Level.HIGH, raw: Literal[b"x", -1, True] = -1) -> None: ...


@attrs.define(kw_only=True)
class Parent(Voice):
    size: int
    name: str = "n"


@attrs.define
class Child(Parent):
    extra: float = attrs.field(default=0.0, kw_only=False)
    made: int = attrs.field(init=False, default=3)


@dataclass(kw_only=True)
class Heir(Voice):
    items: list[int] = field(default_factory=list[int])
    hidden: int = field(init=False, default=0)


class Aliased(Voice):
    def __init__(self, data: JSON, ends: Pair[int], far: Meters) -> None: ...


class Tabled(Voice):
    def __init__(self, rows: Rows, more: Rows | None = None) -> None: ...


class Made(Voice):
    def __init__(self, size: int) -> None: ...

    @classmethod
    def empty(cls, *, name: str = "") -> Self:
        return cls(len(name))

    @staticmethod
    def other(size: float) -> Made:
        return Made(int(size))


class MadeBelow(Made):
    """Inherits its parent's classmethod."""


class Elsewhere(Voice):
    def __new__(cls, size: int) -> Base:  # type: ignore[misc]  # as some classes do
        return Base(size)


class Holder(Voice, Generic[T, D]):
    def __init__(self, value: T, other: D) -> None: ...


class Calling:
    """Its instances are called."""

    def __call__(self, size: int, *, loud: bool = False) -> Base:
        return Base(size)


class Callback(Protocol):
    def __call__(self, *, step: int) -> None: ...


class Calls(Voice):
    def __init__(  # type: ignore[explicit-any]  # the form is `...`
        self,
        callback: Callback,
        run: Callable[[int], Awaitable[str]],
        every: Callable[..., Coroutine[object, object, None]] | None = None,
    ) -> None: ...


class Abstract(ABC):
    @abstractmethod
    def speak(self) -> str: ...


def several(*values: Unpack[Ts]) -> Voice:
    return Voice()


def applied(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Voice:
    return Voice()


def after_int(function: Callable[Concatenate[int, P], T]) -> Callable[P, Voice]:
    def made(*args: P.args, **kwargs: P.kwargs) -> Voice:
        return Voice()

    return made


@after_int
def shortened(first: int, second: str, *, third: float = 0.0) -> int:
    return first


def keyword(class_: str, self: int = 0, name: str = "", *, component: object = None) -> Voice:
    return Voice()


@deprecated("say 'several'")
class Old(Voice):
    """Is deprecated."""


class Younger(Old):  # type: ignore[deprecated]  # on purpose  # pyright: ignore[reportDeprecated]
    """Is not deprecated with its parent."""


class _Hidden:
    """Is private, and part of a signature."""


@deprecated("it's gone soon")
def hidden(value: _Hidden) -> Voice:
    return Voice()


class Quoted:
    """Ends in a "quote\""""


def escaped(size: int = 0) -> int:
    return size


escaped.__doc__ = "NUL \0, a lone surrogate \ud800, a backslash \\, three quotes " + '""" and {}.'


def braces(text: Literal["{}"] = "{}", *, other: Literal["{name}", "\0"] = "{name}") -> str:
    """Is formatted with {} and {name}."""
    return text + other


def opened(text: str) -> TextIOWrapper:
    """Has the default of a type variable in its result, which is a private class."""
    return TextIOWrapper(BytesIO(text.encode()))


calling = Calling()
