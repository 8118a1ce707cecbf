"""Instances that a reader makes are those that calling the class makes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar, cast

import attrs
import pytest
from attrs import Factory, define, field, frozen

from typed_registry.config import from_mapping
from typed_registry.errors import ConfigError

T = TypeVar("T")


def item(kind: type) -> type:
    """A config class called `Item`."""
    return attrs.make_class("Item", {"x": attrs.field(type=kind)}, frozen=True)


INTEGER, TEXT = item(int), item(str)


@frozen
class Box(Generic[T]):
    """A generic config class."""

    held: T


@frozen
class Boxes:
    """Boxes of two classes of one name."""

    one: Box[INTEGER]  # type: ignore[valid-type]  # pyright: ignore[reportInvalidTypeForm]  # made above
    other: Box[TEXT]  # type: ignore[valid-type]  # pyright: ignore[reportInvalidTypeForm]  # as above


def test_arguments_of_one_name() -> None:
    """Type arguments are told apart though their classes share a name."""
    made = from_mapping(Boxes, {"one": {"held": {"x": 1}}, "other": {"held": {"x": "s"}}})

    assert Boxes(Box(INTEGER(1)), Box(TEXT("s"))) == made


def doubled(value: int | str) -> int:
    """A converter that isn't idempotent."""
    return 2 * int(value)


@frozen
class Inner:
    """A config with a converter."""

    n: int = 0
    k: int = field(default=1, converter=doubled)


@frozen
class Outer:
    """A config whose default is completed by data."""

    inner: Inner = Inner()


def test_converted_once() -> None:
    """What a default instance has is not converted again when data completes the instance."""
    assert 2 == from_mapping(Outer, {"inner": {"n": 2}}).inner.k
    assert 6 == from_mapping(Outer, {"inner": {"k": 3}}).inner.k


@frozen
class Slotted:
    """A class with a slot."""

    x: int


class Shadowing(Slotted):
    """One that hides the slot behind a value."""

    x = 3


@define(init=False)
class OwnInit:
    """A class with an `__init__` of its own."""

    x: int
    y: int = 5

    def __init__(self, x: int) -> None:
        self.__attrs_init__(x, y=x + 1)  # pyright: ignore[reportAttributeAccessIssue]  # attrs adds it


@frozen
class Parent:
    """A config without a hook."""

    x: int


class WithHook(Parent):
    """A class that attrs knows nothing of, so that calling it runs no hook."""

    def __attrs_post_init__(self) -> None:
        raise AssertionError


@pytest.mark.parametrize("kind", [OwnInit, WithHook])
def test_as_the_class_makes_it(kind: type) -> None:
    """An own `__init__` gets what is given, and a hook runs if calling the class runs it."""
    assert kind(1) == from_mapping(kind, {"x": 1})


def test_shadowed_slot() -> None:
    """A value is set where calling the class sets it."""
    assert 1 == Shadowing(1).x
    assert 1 == from_mapping(Shadowing, {"x": 1}).x


def broken() -> Inner:
    """A factory that raises."""
    raise ValueError("no default today")


@frozen
class Broken:
    """A config with such a factory."""

    inner: Inner = Factory(broken)


@pytest.mark.parametrize("data", [{}, {"inner": {"n": 1}}])
def test_factory_that_raises(data: dict[str, object]) -> None:
    """What a factory raises is a fault of the config, whether data is given or not."""
    with pytest.raises(ConfigError, match="no default today"):
        from_mapping(Broken, data)


class Unread(tuple[float, ...]):
    """Numbers that must not be read."""

    __slots__ = ()

    def __iter__(self) -> Iterator[float]:
        raise AssertionError


@frozen
class Numbers:
    values: tuple[float, ...]
    inner: Numbers | None = None


@frozen
class Words:
    words: tuple[str, ...]


@frozen
class Either:
    part: Numbers | Words


def test_not_read() -> None:
    """An instance of a class without choices is taken as it is, however much it holds."""
    given = Numbers(Unread((1.0, 2.0)), Numbers(Unread((3.0,))))

    assert from_mapping(Either, {"part": given}).part is given


def pair(kind: type) -> type:
    """A config class with two fields of a type."""
    fields = {name: attrs.field(type=kind) for name in ("left", "right")}
    return attrs.make_class("Pair", fields, frozen=True)


def test_deep() -> None:
    """Each class is asked once whether it may hold a choice, by however many fields it is reached."""
    kind: type = Numbers
    given: object = Numbers(Unread((1.0,)))
    for _ in range(60):
        kind = pair(kind)
        given = kind(given, given)
    root = cast(
        "type[Either]", attrs.make_class("Root", {"part": attrs.field(type=cast("type", kind | Words))})
    )

    assert from_mapping(root, {"part": given}).part is given
