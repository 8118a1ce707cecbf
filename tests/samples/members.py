"""A Protocol of methods of all kinds, and classes that have them in other ways than its own."""

# ruff: noqa: ARG001, ARG002, ARG003, ARG004, FBT001, FBT002  # their signatures are the point

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Coroutine
from typing import Generic, Protocol, TypeVar, overload

T = TypeVar("T")


class Player(Protocol):
    """Something with a method that takes everything."""

    def play(self, song: str, /, volume: float = 1.0, *, loop: bool = False) -> object:
        """Plays."""
        ...


class Same:
    """Has it as it is written."""

    def play(self, song: str, /, volume: float = 1.0, *, loop: bool = False) -> object:
        """Plays."""
        return None


class Wider:
    """Takes more and returns less."""

    def play(
        self, tune: object, volume: float | str = 2, extra: int = 0, *, loop: int = 0, more: int = 0
    ) -> str:
        """Plays."""
        return ""


class Open:
    """Takes anything."""

    def play(self, *args: object, **kwargs: object) -> None:
        """Plays."""


class Static:
    """Needs no instance."""

    @staticmethod
    def play(song: str, /, volume: float = 1.0, *, loop: bool = False) -> object:
        """Plays."""
        return None


class OfClass:
    """Needs the class alone."""

    @classmethod
    def play(cls, song: str, /, volume: float = 1.0, *, loop: bool = False) -> object:
        """Plays."""
        return None


def loud(method: Callable[[Wrapped, str, float], object]) -> Callable[..., object]:  # type: ignore[explicit-any]  # as decorators often are
    """A decorator that keeps the signature at run time alone."""

    @functools.wraps(method)
    def louder(*args: object, **kwargs: object) -> object:
        return None

    return louder


class Wrapped:
    """Has a decorated method."""

    @loud
    def play(self, song: str, volume: float = 1.0, loop: bool = False) -> object:
        """Plays."""
        return None


class Typed(Generic[T]):
    """Is generic."""

    def play(self, song: str, /, volume: float = 1.0, *, loop: bool = False) -> list[T]:
        """Plays."""
        return []


class Overloaded:
    """Says twice what it takes."""

    @overload
    def play(self, song: str, /, volume: float = ..., *, loop: bool = ...) -> str: ...
    @overload
    def play(self, song: int, /, volume: float = ..., *, loop: bool = ...) -> int: ...
    def play(self, song: str | int, /, volume: float = 1.0, *, loop: bool = False) -> str | int:
        """Plays."""
        return song


class Explicit(Player):
    """Derives from the Protocol and leaves its method as it is."""


class Delegating:
    """Holds a function as its method."""

    def __init__(self) -> None:
        self.play = Same().play


class Assigned:
    """Has a method of another class."""

    play = Same.play


class OtherNames:
    """Calls its parameters otherwise."""

    def play(self, tune: str, /, loudness: float = 1.0, *, loop: bool = False) -> object:
        """Plays."""
        return None


class Undefaulted:
    """Demands what callers may leave out."""

    def play(self, song: str, volume: float, *, loop: bool) -> object:
        """Plays."""
        return None


class Keywordless:
    """Doesn't take the keyword."""

    def play(self, song: str, /, volume: float = 1.0) -> object:
        """Plays."""
        return None


class Positional:
    """Takes the keyword by position alone."""

    def play(self, song: str, volume: float = 1.0, loop: bool = False, /) -> object:
        """Plays."""
        return None


class Narrower:
    """Takes less than callers give."""

    def play(self, song: str, /, volume: int = 1, *, loop: bool = False) -> object:
        """Plays."""
        return None


class AsyncPlayer(Protocol):
    """Something that must be awaited."""

    async def play(self, song: str) -> None:
        """Plays."""
        ...


class Awaited:
    """Is a coroutine."""

    async def play(self, song: str) -> None:
        """Plays."""


class Promising:
    """Returns a coroutine, and is marked as a coroutine function, which no checker knows of."""

    def play(self, song: str) -> Coroutine[object, object, None]:
        """Plays."""
        return Awaited().play(song)


if sys.version_info >= (3, 12):
    inspect.markcoroutinefunction(Promising.play)


class Blocking:
    """Is none."""

    def play(self, song: str) -> None:
        """Plays."""


class Reward(Protocol):
    """A function of text."""

    def __call__(self, text: str) -> float:
        """The reward."""
        ...


class Length:
    """An object that can be called."""

    def __call__(self, text: str) -> float:
        """The length."""
        return float(len(text))


class Renamed:
    """Calls its argument otherwise."""

    def __call__(self, words: str) -> float:
        """The length."""
        return float(len(words))


class Nameless:
    """Takes its argument by position alone."""

    def __call__(self, text: str, /) -> float:
        """The length."""
        return float(len(text))


class Mute:
    """An object that can't."""


def length(text: str) -> float:
    """A function is a reward, too."""
    return float(len(text))


def unannounced(volume=1.0):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201  # pyright: ignore[reportMissingParameterType]  # on purpose
    """A factory that doesn't say what it makes."""
    return Same()
