"""The types that generated Protocols and classes mention, and the source that defines them."""

from __future__ import annotations

HEADER = """\
import functools
from abc import ABC, abstractmethod
from collections.abc import *
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import *

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
T_contra = TypeVar("T_contra", contravariant=True)
F = TypeVar("F", bound=Callable[..., Any])


class A: ...


class B(A): ...


class Meta(type): ...


class M(A, metaclass=Meta): ...


class Named(Protocol):
    name: str


class Runs(Protocol):
    def run(self) -> int: ...


class Runner:
    def run(self) -> int:
        return 1


class Maker:
    def __init__(self) -> None:
        self.run: Callable[[], int] = lambda: 1


class Box(Generic[T]):
    def get(self) -> T: ...


class TextBox(Box[str]): ...


class ListBox(Box[list[T]]): ...


class Sink(Generic[T_contra]):
    def put(self, item: T_contra) -> None: ...


class Color(Enum):
    RED = "red"
    BLUE = "blue"


class Keys(TypedDict):
    key: int


class Pair(NamedTuple):
    left: int
    right: str


UserId = NewType("UserId", int)
Vector: TypeAlias = "list[float]"


def keep(function: F) -> F:
    return function


def logged(function: Callable[P, R]) -> Callable[P, R]:
    @functools.wraps(function)
    def logging(*args: P.args, **kwargs: P.kwargs) -> R:
        return function(*args, **kwargs)

    return logging


def plainly_logged(function: Callable[P, R]) -> Callable[P, R]:
    def logging(*args: P.args, **kwargs: P.kwargs) -> R:
        return function(*args, **kwargs)

    return logging


def with_first(function: Callable[Concatenate[T, int, P], R]) -> Callable[Concatenate[T, P], R]:
    @functools.wraps(function)
    def calling(it: T, *args: P.args, **kwargs: P.kwargs) -> R:
        return function(it, 1, *args, **kwargs)

    return calling


def as_text(function: Callable[P, object]) -> Callable[P, str]:
    @functools.wraps(function)
    def calling(*args: P.args, **kwargs: P.kwargs) -> str:
        return str(function(*args, **kwargs))

    return calling


class Decorator(Generic[P, R]):
    def __init__(self, function: Callable[P, R]) -> None:
        self.function = function

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self.function(*args, **kwargs)
"""

FAMILIES = (
    ("int", "float", "bool", "complex", "object", "UserId", "Literal[1]", "Literal[1, 2]", "SupportsInt"),
    ("str", "Literal['a']", "Literal['a', 'b']", "object", "Hashable", "Sequence[str]", "bytes", "bytearray"),
    ("A", "B", "A | None", "B | None", "None", "object", "Any", "Optional[A]", "Union[A, int]", "'A'"),
    (
        "list[int]",
        "list[bool]",
        "Sequence[int]",
        "Iterable[int]",
        "Sized",
        "tuple[int, ...]",
        "Vector",
        "list[Any]",
    ),
    ("tuple[int, str]", "tuple[int, ...]", "Pair", "tuple[bool, str]", "tuple[int]", "tuple[object, object]"),
    ("dict[str, int]", "Mapping[str, int]", "Keys", "Mapping[str, object]", "MutableMapping[str, int]"),
    ("Callable[[int], str]", "Callable[..., object]", "Callable[[], str]", "object", "type[A]", "int"),
    ("type[A]", "type[B]", "type[M]", "Meta", "type", "type[Any]", "Callable[..., A]", "object"),
    ("Awaitable[int]", "Coroutine[Any, Any, int]", "Coroutine[Any, Any, bool]", "Awaitable[str]", "int"),
    ("Iterator[int]", "Generator[int, None, None]", "Generator[int, object, None]", "Iterable[int]", "int"),
    ("Color", "Literal[Color.RED]", "Literal[Color.RED, Color.BLUE]", "Enum", "str", "object"),
    ("bool", "Literal[True]", "Literal[True, False]", "int", "Literal[0, 1]", "bool | None"),
    ("Runs", "Runner", "Maker", "A", "object", "Any", "Runs | None"),
    ("Box[int]", "Box[bool]", "Box[str]", "Box[Any]", "object"),
    ("Box[str]", "TextBox", "ListBox[int]", "Box[list[int]]", "Box[Any]", "Box[list[bool]]"),
    ("Sink[int]", "Sink[object]", "Sink[bool]", "Sink[Any]", "Sink[str]"),
    ("IO[str]", "TextIO", "object", "Iterable[str]", "IO[Any]"),
    ("None", "int | None", "Literal[None]", "object", "Hashable", "NoReturn"),
)
