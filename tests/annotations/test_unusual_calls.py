"""The parameters of overloaded class methods, of unusual callable objects and of deprecated classes."""

from __future__ import annotations

import functools
import sys

import pytest
from typing_extensions import deprecated, overload

from typed_registry._annotations.follow import full_signature
from typed_registry._typing_forms import Component


class Shape:
    """Has overloaded methods that need no instance."""

    @overload
    @classmethod
    def made(cls, size: int) -> Shape: ...
    @overload
    @classmethod
    def made(cls, size: str, *, unit: str) -> Shape: ...
    @classmethod
    def made(cls, size: object, *, unit: str = "") -> Shape:
        raise NotImplementedError

    @overload
    @staticmethod
    def named(name: str) -> Shape: ...
    @overload
    @staticmethod
    def named(name: bytes, encoding: str) -> Shape: ...
    @staticmethod
    def named(name: object, encoding: str = "") -> Shape:
        raise NotImplementedError


class OfClass:
    @classmethod
    def __call__(cls, size: int) -> int:
        return size


class OfNone:
    @staticmethod
    def __call__(size: int) -> int:
        return size


class OfPart:
    def scale(self, factor: float, *, size: int) -> float:
        return size * factor

    __call__ = functools.partialmethod(scale, 2.0)


@deprecated("use a circle")
class Square:
    def __init__(self, size: int, *, unit: str = "") -> None: ...


@deprecated("use nothing")
class Empty: ...


def names(component: Component[object]) -> list[str]:
    """Return the names of a component's parameters."""
    found = full_signature(component)
    assert found is not None
    return [each.name for each in found.parameters]


@pytest.mark.skipif(sys.version_info < (3, 11), reason="typing.overload keeps no record of overloads")
def test_overloaded_methods() -> None:
    """The overloads of a class or static method are read without that decorator."""
    assert ["size", "unit"] == names(Shape.made) == names(Shape().made)
    assert ["name", "encoding"] == names(Shape.named)


@pytest.mark.parametrize("component", [OfClass(), OfNone(), OfPart()])
def test_unusual_calls(component: Component[object]) -> None:
    """A `__call__` may be a class method, a static method or a partial method."""
    assert ["size"] == names(component)


def test_deprecated_classes() -> None:
    """The `__new__` that `@deprecated` puts around that of `object` takes what `__init__` takes."""
    assert ["size", "unit"] == names(Square)  # type: ignore[deprecated]  # on purpose  # pyright: ignore[reportDeprecated]
    assert [] == names(Empty)  # type: ignore[deprecated]  # on purpose  # pyright: ignore[reportDeprecated]
