"""What types refute others, and that comparing them ends."""

from __future__ import annotations

import io
import sys
import types
from collections.abc import (
    AsyncGenerator,
    Awaitable,
    Callable,
    Coroutine,
    Generator,
    Hashable,
    Iterable,
    Mapping,
    Sequence,
)
from enum import Enum
from types import GenericAlias
from typing import (
    IO,
    Any,
    BinaryIO,
    Generic,
    Literal,
    NewType,
    NoReturn,
    Protocol,
    TextIO,
    TypedDict,
    TypeVar,
)

import pytest
from typing_extensions import Never

from tests.samples.trainers import Idle, Trainer
from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.unwrap import plain
from typed_registry._conformance.subtype import refuted

T_contra = TypeVar("T_contra", contravariant=True)
T = TypeVar("T")
Count = NewType("Count", int)


class Color(Enum):
    RED = 1
    BLUE = 2


class Sink(Generic[T_contra]): ...


class Box(Generic[T]): ...


class TextBox(Box[str]): ...


class ListBox(Box[list[T]], Generic[T]): ...


class Texts(list[str]): ...


class Keys(TypedDict):
    key: int


class Meta(type): ...


class Maker:
    def make(self) -> int:
        return 1


class Called:
    def __call__(self) -> str:
        return ""


class Made(metaclass=Meta): ...


class Odd:
    __slots__ = ("run",)


class Stops(Protocol):
    def stop(self) -> None: ...


class Endless(type):
    def __subclasscheck__(cls, sub: type) -> bool:
        raise TypeError("don't ask")


class Unasked(metaclass=Endless): ...


REFUTED: list[tuple[object, object]] = [
    (int, str),
    (float, int),
    (object, int),
    (str, bytes),
    (int | str, int),
    (int | None, int),
    (int, str | None),
    (None, int),
    (list[int], list[str]),
    (list[int | str], list[int]),
    (tuple[int, str], tuple[int, int]),
    (list[int], dict[str, int]),
    (Literal[3], str),
    (Literal["a"], Literal["b"]),
    (Literal["a", "b"], Literal["a"]),
    (Literal[1], Literal[True]),
    (str, Literal["a"]),
    (int, Literal["a"] | None),
    (bool, Literal["a"]),
    (Color, Literal["a"]),
    (Literal["a"] | None, str),
    (int, Callable[[], int]),
    (Idle, Stops),
    (Coroutine[Any, Any, str], Coroutine[Any, Any, int]),
    (Generator[str, int, None], Generator[int, int, None]),
    (AsyncGenerator[str, int], AsyncGenerator[int, int]),
    (type[int], type[str]),
    (type[int], Meta),
    (type[int], int),
    (Count, str),
    (TextBox, Box[int]),
    (ListBox[str], Box[list[int]]),
    (ListBox[str], Box[str]),
    (Texts, list[int]),
    (type[Made], type[str]),
    (list[int], str | None),
    (list[int], Literal["a"]),
    (Literal["a", 1], str | Literal[2]),
    (bool, Literal["a"] | bytes),
    (Generator[int, None, str], Generator[int, None, int]),
    (Coroutine[str, object, int], Coroutine[int, object, int]),
    (Callable[[], str], Callable[[], int]),
    (Maker, Callable[[], int]),
]
LEFT: list[tuple[object, object]] = [
    (bool, int),
    (bool, float),
    (int, float),
    (int, complex),
    (bytearray, bytes),
    (int, object),
    (int, Any),
    (Any, int),
    (Unknown, int),
    (int, Unknown),
    (Never, int),
    (int, Never),
    ("Text", int),
    (int, "Text"),
    (int, T_contra),
    (int, int | str),
    (int | bool, int | str),
    (Literal[3], int),
    (Literal["a"], Literal["a", "b"]),
    (Literal["a"], Literal["a"] | None),
    (Literal["a"] | None, str | None),
    (bool, Literal[True, False]),
    (None, Literal[None]),  # noqa: PYI061  # on purpose
    (Color, Literal[Color.RED, Color.BLUE]),
    (Count, int),
    (int, Count),
    (list[int], list),
    (list, list[int]),
    (tuple[int, int], tuple[int, ...]),
    (tuple[int, ...], tuple[int, int, int]),
    (list[int], Sequence[int]),
    (Sink[object], Sink[int]),
    (Generator[int, object, None], Generator[int, int, None]),
    (Coroutine[Any, Any, int], Awaitable[int]),
    (Keys, Mapping[str, object]),
    (dict[str, int], Keys),
    (io.StringIO, TextIO),
    (IO[str], Iterable[str]),
    (type[Made], Meta),
    (type[Made], type),
    (type[Made], Callable[[], Made]),
    (type[Idle], Stops),
    (Meta, Callable[..., object]),
    (Idle, Trainer),
    (Trainer, Trainer),
    (int, Hashable),
    (Unasked, Unasked),
    (int, Unasked),
    (TextBox, Box[str]),
    (TextBox, Box[Any]),
    (TextBox, Box),
    (ListBox[str], Box[list[str]]),
    (ListBox, Box[list[int]]),
    (Texts, list[str]),
    (Texts, Sequence[int]),
    (float, complex),
    (Literal["a", 1], str | Literal[1]),
    (bool, Literal[True, False]),
    (T, Stops),
    ("Text", Stops),
    (GenericAlias(type, (T,)), type),
    (types.ModuleType, Stops),
    (memoryview, bytes),
    (io.BytesIO, BinaryIO),
    (Callable[[int], bool], Callable[[str], int]),
    (Called, Callable[[], int]),
    (NoReturn, int),
]


@pytest.mark.parametrize(("sub", "sup"), REFUTED)
def test_refuted(sub: object, sup: object) -> None:
    """A value of the one type isn't always of the other."""
    assert refuted(sub, sup)


@pytest.mark.parametrize(("sub", "sup"), LEFT)
def test_not_refuted(sub: object, sup: object) -> None:
    """A value of the one type may be of the other, as far as can be known."""
    assert not refuted(sub, sup)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="type parameters came with Python 3.12")
def test_inferred_variance() -> None:
    """A type parameter whose variance a checker infers isn't judged."""
    scope: dict[str, type[object]] = {}
    exec("class Consumer[T]:\n    def put(self, item: T) -> None: ...", scope)  # noqa: S102  # new syntax
    consumer = scope["Consumer"]

    assert not refuted(GenericAlias(consumer, (object,)), GenericAlias(consumer, (int,)))


class Endlessly:
    """A name of a type that leads to itself, as a `type` statement may define it."""

    def __init__(self) -> None:
        self.__supertype__: object = self


def test_endless_aliases() -> None:
    """Names that lead to each other are no type."""
    one, two = Endlessly(), Endlessly()
    one.__supertype__, two.__supertype__ = two, one

    assert plain(one) is Unknown
    assert not refuted(one, int)


def test_recursive_aliases() -> None:
    """Types that are defined by themselves are compared as far as they differ at the top."""
    one, two = Endlessly(), Endlessly()
    one.__supertype__, two.__supertype__ = [GenericAlias(list, each) for each in (one, two)]

    assert not refuted(one, two)
    assert refuted(one, dict[str, int])


def test_recursive_unions() -> None:
    """So are unions that are defined by themselves."""
    one, two = Endlessly(), Endlessly()
    one.__supertype__, two.__supertype__ = [GenericAlias(list, each) | None for each in (one, two)]

    assert not refuted(one, two)
    assert refuted(one, list[int])


def test_deep_types() -> None:
    """Types of many parts are given up in bounded time, and refute nothing."""
    left: object = int
    right: object = str
    for _ in range(200):
        left, right = GenericAlias(tuple, (left, left)), GenericAlias(tuple, (right, right))

    assert not refuted(left, right)
