"""Structs of msgspec, which check nothing when they are called."""

from __future__ import annotations

from typing import Annotated

import msgspec
import pytest
from msgspec import UNSET, Meta, UnsetType

from tests.class_libraries.samples import Cell, Struct
from tests.samples.bag import fault
from tests.samples.holder import holder
from tests.schema.judge import judge
from typed_registry import Registry
from typed_registry.config import dump, from_mapping


class Cat(msgspec.Struct, frozen=True, tag=True, rename="kebab"):
    """A tagged struct."""

    whisker_length: Annotated[float, Meta(gt=0)] = 1.0
    names: list[Annotated[str, Meta(max_length=3)]] = []
    age: int | UnsetType = UNSET

    def __post_init__(self) -> None:
        if self.age == 100:
            raise ValueError("too old")


class Dog(msgspec.Struct, frozen=True, tag=True):
    """Another one."""


class Component:
    """A component with a struct as its config."""

    def __init__(self, config: Cat) -> None:
        self.config = config


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"whisker-length": 0}, "it.whisker-length: got 0 (int): Expected `float` > 0.0"),
        ({"names": ["Tom", "Jerry"]}, "it.names: got a list of 2: Expected `str` of length <= 3 - at `$[1]`"),
        ({"age": 100}, "too old"),
        ({"type": "Dog"}, "it.type: got 'Dog'; valid: 'Cat'"),
    ],
)
def test_refused(data: dict[str, object], said: str) -> None:
    """Limits in the annotations hold, and what `__post_init__` raises is a fault."""
    root = holder(Cat)

    assert said in fault(lambda: from_mapping(root, {"it": data}))


def test_limits_in_schema() -> None:
    """The schema has the limits as well."""
    assert (False, False) == judge(holder(Struct)).verdicts({"it": {"size": 0}})


def test_tag() -> None:
    """A file may say by the tag which struct it means."""
    root = holder(Cat | Dog)

    assert Dog() == from_mapping(root, {"it": {"type": "Dog"}}).it
    assert Cat(2.0) == from_mapping(root, {"it": {"type": "Cat", "whisker-length": 2}}).it


def test_unset() -> None:
    """A value that is unset is left out of a dump."""
    made = from_mapping(Cat, {})

    assert UNSET is made.age
    assert "whisker-length: 1.0\nnames: []\n" == dump(made)


def test_generic_struct() -> None:
    """A generic struct is read with its arguments."""
    root = holder(Cell[int])

    assert Cell(3) == from_mapping(root, {"it": {"value": 3}}).it
    assert "it.value: expected int, got 'a' (str)" in fault(
        lambda: from_mapping(root, {"it": {"value": "a"}})
    )


def test_config_of_a_component() -> None:
    """A frozen struct is the config of a component."""
    registry = Registry[Component, []]("with structs")
    registry.register("one", config=Cat)(Component)

    assert Cat(2.0) == registry.from_mapping({"name": "one", "whisker-length": 2}).build().config
