"""Whatever the annotations of a component are, registering it takes little time."""

from __future__ import annotations

from typing import Literal, Union, get_args

import pytest
from typing_extensions import TypeAliasType

from typed_registry import Registry
from typed_registry._annotations.namespace import Namespace, Unknown, evaluate
from typed_registry._annotations.type_variables import with_arguments
from typed_registry._registration.entries import entries_of
from typed_registry.config._types.fields import fields

DOUBLING = {f"A{n}": with_arguments(tuple, f"A{n + 1}", f"A{n + 1}") for n in range(49)} | {"A49": int}
"""Aliases of pairs of the next one: the first is of 2 ** 49 parts."""
RECURSIVE = TypeAliasType("RECURSIVE", "dict[str, RECURSIVE]")


def nested(depth: int) -> object:
    """Return `list[list[...]]`."""
    found: object = int
    for _ in range(depth):
        found = with_arguments(list, found)
    return found


def doubled(depth: int) -> object:
    """Return `tuple[tuple[...], tuple[...]]`, of which each two arguments are the same object."""
    found: object = int
    for _ in range(depth):
        found = with_arguments(tuple, found, found)
    return found


@pytest.mark.parametrize(
    "annotation",
    [
        nested(400),
        doubled(40),
        with_arguments(Union, *(type(f"C{n}", (), {}) for n in range(2_000))),
        with_arguments(Literal, *range(20_000)),
        " | ".join(["int"] * 2_000),
        "list[" * 90 + "int" + "]" * 90,
        "list[" * 5_000 + "int" + "]" * 5_000,
        RECURSIVE,
        "tuple[*Missing]",
    ],
    ids=[
        "deep",
        "doubled",
        "union",
        "literal",
        "long text",
        "brackets",
        "too many brackets",
        "recursive",
        "star",
    ],
)
def test_registration(annotation: object) -> None:
    """A component with such a parameter is registered, and its config is derived."""

    def build(value: object) -> object:
        return value

    build.__annotations__.update(value=annotation, **{"return": annotation})
    things = Registry[object]("things")
    things.register_factory("thing")(build)

    entries = entries_of(things)
    assert entries is not None
    assert ["value"] == [field.name for field in fields(entries.config("thing"))]


def test_deep_types() -> None:
    """What is nested too deep is unknown, and what is around it isn't."""
    found = evaluate(nested(60), {})
    for _ in range(50):
        (found,) = get_args(found)

    assert found is Unknown


def test_aliases_that_double() -> None:
    """An alias is evaluated once, however often others mention it, and unknown if it is too large."""
    namespace = Namespace("nowhere", DOUBLING)
    first, second = get_args(evaluate("A40", namespace))
    assert first is second

    found = evaluate("A0", namespace)
    while found is not Unknown:
        found, other = get_args(found)
        assert found is other
