"""What is made of a config class goes when the class goes."""

# ruff: noqa: S301  # what is unpickled was pickled here

from __future__ import annotations

import gc
import pickle
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, cast
from weakref import ReferenceType, ref

import pytest
from attrs import define

from tests.samples.holder import holder
from typed_registry import Registry, Spec
from typed_registry._class_libraries.kept_with_class import KeptWithClass, kept_with_class
from typed_registry.config import digest, from_mapping


class Point:
    """Has a place for what is made of it."""


def used_attrs() -> list[ReferenceType[object]]:
    """Use a local registry and a local config class that chooses from it."""
    parts = Registry[object, []]("local parts")

    @parts.register("bolt")
    class Bolt:
        def __init__(self, size: float = 1.0) -> None:
            self.size = size

    config = holder(Annotated[Spec[object, []], parts])
    assert digest(from_mapping(config, {"it": {"name": "bolt", "size": 2.0}}))
    return [ref(config), ref(parts.entries), ref(Bolt), ref(parts.entries["bolt"].config)]


def used_dataclass() -> list[ReferenceType[object]]:
    """Use a local dataclass."""

    @dataclass(frozen=True)
    class Config:
        size: float = 1.0

    assert Config(2.0) == from_mapping(Config, {"size": 2})
    return [ref(Config)]


@pytest.mark.parametrize("used", [used_attrs, used_dataclass])
def test_nothing_is_kept(used: Callable[[], list[ReferenceType[object]]]) -> None:
    """A local class and its registry are collected once nothing of the program refers to them."""
    found = used()
    for clear in cast("list[Callable[[], None]]", vars(typing)["_cleanups"]):
        clear()  # typing remembers what it was given
    gc.collect()

    assert [None] * len(found) == [each() for each in found]


def test_kept_once() -> None:
    """The same is returned each time, for each key and class, and a derived class has its own."""
    derived = type("Derived", (Point,), {})
    first = kept_with_class(Point, "a", object)

    assert first is kept_with_class(Point, "a", object)
    assert first is not kept_with_class(Point, "b", object)
    assert first is not kept_with_class(derived, "a", object)


def test_copied_class() -> None:
    """A class that a decorator makes again from another one, with its attributes, has its own."""

    class Config:
        size: float = 1.0

    first = kept_with_class(Config, "a", object)

    assert first is not kept_with_class(define(Config), "a", object)


def test_class_that_cannot_change() -> None:
    """A class of Python's own keeps nothing."""
    assert kept_with_class(int, "a", object) is not kept_with_class(int, "a", object)


def test_pickled_with_its_class() -> None:
    """Nothing of it is pickled, so that a class can be pickled by its content."""
    kept = KeptWithClass(Point)
    kept["a"] = lambda: None
    back: object = pickle.loads(pickle.dumps(kept))

    assert isinstance(back, KeptWithClass)
    assert ({}, None) == (dict(back), back.owner)
