"""Dataclasses with all that `dataclasses` has."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.class_libraries.samples import Base, Data, Derived
from tests.samples.bag import fault
from tests.samples.holder import holder
from typed_registry import Registry
from typed_registry.config import differences, digest, dump, from_mapping


def test_root() -> None:
    """A dataclass can be the root of a config."""
    assert Derived(value=3, more=(Data(1),)) == from_mapping(Derived, {"value": 3, "more": [{"size": 1}]})


def test_inherited_type_argument() -> None:
    """A type argument of a base is checked."""
    assert "value: expected int, got 'a' (str)" in fault(lambda: from_mapping(Derived, {"value": "a"}))


@pytest.mark.parametrize("argument", [int, str])
def test_type_argument(argument: type) -> None:
    """A type argument is substituted, and an instance that is given is checked by it."""
    root = holder(Base[argument])  # type: ignore[valid-type]  # one of those above
    good, bad = (1, "a") if argument is int else ("a", 1)

    assert Base(value=good) == from_mapping(root, {"it": Base(value=good)}).it
    said = f"it.value: expected {argument.__name__}, got {bad!r} ({type(bad).__name__})"
    assert said in fault(lambda: from_mapping(root, {"it": {"value": bad}}))
    assert said in fault(lambda: from_mapping(root, {"it": Base(value=bad)}))


def test_variable_of_the_constructor() -> None:
    """An `InitVar` is read and passed on. What is made of it counts in comparisons and digests."""
    made, plain = from_mapping(Derived, {"value": 3, "scale": 5}), from_mapping(Derived, {"value": 3})

    assert 50 == made.made
    assert [(("made",), 50, 20)] == [*differences(made, plain)]
    assert digest(made) != digest(plain)


def test_variable_is_not_kept() -> None:
    """A dump refuses an instance that is not as its other values make it, rather than lose the variable."""
    assert Derived(value=3) == from_mapping(Derived, {"value": 3})
    assert 'value: 3\nnote: ""\nmore: []\n' == dump(Derived(value=3))
    with pytest.raises(ValueError, match=r"^made: 50 would be loaded as 20$"):
        dump(Derived(value=3, scale=5))


def test_refused_by_the_class() -> None:
    """What `__post_init__` raises is a fault at the place of the instance."""
    root = holder(Derived)

    assert "it: a scale of nothing" == fault(lambda: from_mapping(root, {"it": {"value": 3, "scale": 0}}))


def test_field_out_of_the_constructor() -> None:
    """A field with `init=False` is none of a file's."""
    assert "made: unknown key; valid: 'value', 'scale', 'note', 'more'" == fault(
        lambda: from_mapping(Derived, {"value": 3, "made": 1})
    )


def test_field_that_does_not_count() -> None:
    """A field with `compare=False` counts neither in differences nor in digests."""
    one, other = Derived(value=3, note="a"), Derived(value=3, note="b")

    assert [] == [*differences(one, other)]
    assert digest(one) == digest(other)


class Component:
    """A component with a dataclass as its config."""

    def __init__(self, config: Derived) -> None:
        self.config = config


def test_config_of_a_component() -> None:
    """A frozen dataclass is the config of a component, as an attrs class is."""
    registry = Registry[Component, []]("with dataclasses")
    registry.register("one", config=Derived)(Component)
    spec = registry.from_mapping({"name": "one", "value": 3})

    assert Derived(value=3) == spec.build().config
    assert "Spec('one', value=3, note='', more=())" == repr(spec)


def test_unwritable_field() -> None:
    """A field that no file can hold keeps its default, but a required one makes the class unreadable."""

    @dataclass
    class Optional:
        raw: bytes = b""
        size: int = 1

    @dataclass
    class Demanding:
        raw: bytes

    assert Optional(size=2) == from_mapping(holder(tuple[Optional, ...]), {"it": [{"size": 2}]}).it[0]  # type: ignore[index]  # a tuple  # pyright: ignore[reportIndexIssue]
    with pytest.raises(
        TypeError, match=r"Demanding.raw: no file can hold bytes; give the field another type"
    ):
        from_mapping(holder(Demanding), {"it": {}})
