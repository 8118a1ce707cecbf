"""Callable objects, decorated functions and classes whose type differs from that of a plain function."""

from __future__ import annotations

import enum
import functools
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Generic, NewType, TypeVar, overload

import attr
import attrs
from typing_extensions import (
    NotRequired,
    ParamSpec,
    Self,
    Sentinel,
    TypedDict,
    TypeVarTuple,
    Unpack,
    dataclass_transform,
)
from typing_extensions import TypeVar as TypeVarWithDefault

from typed_registry._typing_forms import Component

T = TypeVar("T")
S = TypeVar("S")
N = TypeVar("N", int, str)
D = TypeVarWithDefault("D", default=int)
P = ParamSpec("P")
Ts = TypeVarTuple("Ts")


class Wrap(Generic[P, T]):
    """A decorator that is a class, whose instances have the parameters of what they wrap."""

    def __init__(self, function: Callable[P, T]) -> None:
        self.function = function

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[T]:
        return [self.function(*args, **kwargs)]


class WrapBelow(Wrap[P, T]):
    """Inherits `__call__`."""


class Convert(Generic[T]):
    """An object with overloads, one of which has a type variable of its own."""

    def __init__(self, value: T) -> None:
        self.value = value

    @overload
    def __call__(self, key: int) -> T: ...
    @overload
    def __call__(self, key: str, *, other: S) -> dict[T, S]: ...
    def __call__(self, key: int | str, *, other: object = None) -> object:
        return self.value


class Untyped:
    """A decorator that is a class and says nothing of the parameters."""

    def __init__(self, function: Callable[..., object]) -> None:  # type: ignore[explicit-any]  # the form is `...`
        functools.update_wrapper(self, function)
        self.function = function

    def __call__(self, *args: Any, **kwargs: Any) -> object:  # type: ignore[explicit-any]  # on purpose  # noqa: ANN401
        return self.function(*args, **kwargs)


def measure(size: int, name: str = "") -> float:
    return size * 1.5 + len(name)


def pair(first: T, second: S) -> tuple[T, S]:
    return first, second


@Wrap
def wrapped(size: int, *, name: str = "") -> str:
    return name * size


@functools.lru_cache
def cached(size: int, *, name: str = "") -> str:
    return name * size


@functools.cache
def cached_without_limit(size: int) -> str:
    return str(size)


@functools.singledispatch
def dispatched(value: object, *, loud: bool = False) -> str:
    return str(value)


@Untyped
def untyped(size: int, *, name: str = "") -> str:
    return name * size


class Methods:
    def __init__(self, size: int) -> None:
        self.size = size

    def grow(self, by: int, *, name: str = "") -> Self:
        return type(self)(self.size + by + len(name))

    @classmethod
    @functools.lru_cache
    def cached(cls, size: int) -> str:
        return str(size)


class Movie(TypedDict):
    title: str
    year: NotRequired[int]


class Page(TypedDict, Generic[T]):
    items: list[T]


Odd = TypedDict("Odd", {"class": int, "not-a-word": str})


class Options(TypedDict, total=False):
    depth: int
    label: str


class Optioned:
    """Takes keywords that come from a TypedDict."""

    def __init__(self, size: int, **options: Unpack[Options]) -> None: ...


class Color(enum.Enum):
    RED = 1


class Box(Generic[T]):
    def __init__(self, value: T) -> None:
        self.value = value


class Reordered(Generic[T, D]):
    """Takes the variable with a default first."""

    def __init__(self, other: D, values: Mapping[str, T]) -> None:
        self.values = values


class Nested(Generic[T]):
    """Is generic in a variable that occurs in two ways."""

    def __init__(self, value: T | list[T]) -> None:
        self.value = value


class Several(Generic[Unpack[Ts]]):
    def __init__(self, *values: Unpack[Ts]) -> None: ...


def apply(function: Callable[[Unpack[Ts]], T], values: tuple[Unpack[Ts]]) -> T:
    return function(*values)


class Joined(Generic[N]):
    """Is generic in a variable with constraints, and takes any number of values."""

    def __init__(self, first: N, *more: N) -> None: ...


class Unmentioned(Generic[D]):
    """Is generic in a variable that no argument determines."""

    def __init__(self, size: int = 1) -> None: ...

    def get(self) -> D:
        raise NotImplementedError


class Measuring(type):
    """Makes instances from other arguments than their constructor takes."""

    @overload
    def __call__(cls, size: int) -> Measured: ...
    @overload
    def __call__(cls, size: str, *, base: int) -> Measured: ...
    def __call__(cls, size: int | str, *, base: int = 10) -> object:
        return super().__call__(size if isinstance(size, int) else int(size, base))


class Measured(metaclass=Measuring):
    def __init__(self, size: int) -> None: ...


@attr.s
class Unannotated:
    size = attr.ib(type=int)  # pyright: ignore[reportGeneralTypeIssues]  # pyright knows no such fields
    name = attr.ib(type=str, default="", kw_only=True)  # pyright: ignore[reportGeneralTypeIssues]  # as above


def settings(cls: type[T]) -> type[T]:
    """Make an attrs class, which no checker knows."""
    return attrs.frozen(cls)


@settings
class Settings(Generic[T]):
    size: int
    values: list[T]
    _name: str = ""
    rate: float = attrs.field(default=1.0, kw_only=True)


class Sealed(type):
    """A metaclass, which is called with the parts of a class."""


@attrs.define
class Tagged:
    """Has a converter with a type variable of its own."""

    tags: tuple[int, ...] = attrs.field(default=(), converter=tuple)


Meters = NewType("Meters", float)
UNSET = Sentinel("UNSET")


class CalledOnNothing:
    """Has a static method as its `__call__`."""

    @staticmethod
    def __call__(size: int, *, name: str = "") -> str:
        return name * size


class CalledOnClass:
    """Has a class method as its `__call__`."""

    @classmethod
    def __call__(cls, size: int, *, name: str = "") -> str:
        return name * size


@functools.lru_cache
class Shared:
    """Is hidden by its decorator."""

    def __init__(self, size: int, *, name: str = "") -> None: ...


@dataclass_transform()
class Fields:
    """Is a base of classes that have a constructor of their fields."""


def limited(size: int | UNSET = UNSET) -> int:
    return 0 if isinstance(size, Sentinel) else size


@overload
def scaled(value: int, *, factor: int = ...) -> int: ...
@overload
def scaled(value: T, size: str, *, base: int = ...) -> list[T]: ...
def scaled(value: object, size: str = "", *, factor: int = 1, base: int = 10) -> object:
    return value


IntBox = Box[int]
wrapped_below = WrapBelow(measure)
convert = Convert(b"x")
methods = Methods(3)

OBJECTS: Mapping[str, Component[object]] = {
    "wrapped": wrapped,
    "wrapped below": wrapped_below,
    "overloaded object": convert,
    "cached": cached,
    "cached without limit": cached_without_limit,
    "cached by hand": functools.lru_cache(measure),
    "cached classmethod": Methods.cached,
    "dispatched": dispatched,
    "untyped decorator": untyped,
    "bound method": methods.grow,
    "generic argument": apply,
    "alias of a generic class": IntBox,
    "generic class with arguments": Box[str],
    "object with type arguments": Convert[str]("x"),
    "method of an object with type arguments": Convert[str]("x").__call__,
    "partial of a generic class": functools.partial(Box, 3),
    "partial of a generic function": functools.partial(pair, second=[int, abs]),
    "partial of an overloaded function": functools.partial(scaled, base=3),
    "new type": Meters,
    "static call": CalledOnNothing(),
    "class call": CalledOnClass(),
    "class below a cache": Shared,
    "sentinel": limited,
}
CLASSES: Mapping[str, type] = {
    "generic": Box,
    "variadic": Several,
    "variable with a default first": Reordered,
    "variable in two ways": Nested,
    "typed dict": Movie,
    "generic typed dict": Page,
    "keys that are no words": Odd,
    "keywords of a typed dict": Optioned,
    "enum": Color,
    "variable with constraints": Joined,
    "variable without an argument": Unmentioned,
    "metaclass": Measured,
    "attributes without annotations": Unannotated,
    "converter": Tagged,
    "unknown decorator": Settings,
    "class of classes": Sealed,
    "base of data classes": Fields,
    "complex": complex,
}
BUILTINS: Mapping[str, Component[object]] = {
    "sorted": sorted,
    "max": max,
    "sum": sum,
    "reversed": reversed,
    "isinstance": isinstance,
    "callable": callable,
    "dict.fromkeys": dict.fromkeys,
    "int.from_bytes": int.from_bytes,
    "date.today": date.today,
    "str.upper": str.upper,
    "str.maketrans": str.maketrans,
    "join with commas": ", ".join,
}
