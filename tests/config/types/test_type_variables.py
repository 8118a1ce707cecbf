"""Type variables of every kind: with defaults, for several types, and for parameters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, cast

import pytest
from attrs import frozen
from typing_extensions import ParamSpec, TypeVar, TypeVarTuple, Unpack

from tests.samples.bag import facts, fault
from tests.samples.holder import holder
from typed_registry import Registry
from typed_registry.config import from_mapping
from typed_registry.errors import ConfigError

T = TypeVar("T")
N = TypeVar("N", default=int)
S = TypeVar("S", default=T)
P = ParamSpec("P")
Ts = TypeVarTuple("Ts")


@frozen
class Box(Generic[N]):
    """A class whose variable has a default."""

    it: N


@frozen
class Two(Generic[T, S]):
    """A class whose second variable is by default what the first is."""

    one: T
    two: S


@frozen
class Row(Generic[T, Unpack[Ts]]):
    """A class with any number of types."""

    first: T
    rest: tuple[Unpack[Ts]]


@frozen
class Known(Row[int, str, float]):
    """A class that says which."""


@frozen
class Calling(Generic[P]):
    """A class that takes a function."""

    function: Callable[P, int]


def substituted(kind: object, *arguments: object) -> object:
    """Return a generic class with arguments that no checker looks at."""
    return cast("_Open", kind)[arguments]


class _Open:
    """A class that takes arguments."""

    def __getitem__(self, arguments: tuple[object, ...]) -> object: ...


@pytest.mark.parametrize(
    ("kind", "data", "path"),
    [
        (Box, {"it": 1}, None),
        (Box, {"it": "a"}, ("it", "it")),
        (substituted(Box, str), {"it": "a"}, None),
        (substituted(Two, str), {"one": "a", "two": "b"}, None),
        (substituted(Two, str), {"one": "a", "two": 1}, ("it", "two")),
        (substituted(Two, str, int), {"one": "a", "two": 1}, None),
        (substituted(Row, int, str, float), {"first": 1, "rest": ["a", 0.5]}, None),
        (substituted(Row, int, str, float), {"first": 1, "rest": ["a", "b"]}, ("it", "rest", 1)),
        (substituted(Row, int, str, float), {"first": 1, "rest": ["a"]}, ("it", "rest")),
        (substituted(Row, int), {"first": 1, "rest": []}, None),
        (Known, {"first": 1, "rest": ["a", 0.5]}, None),
        (Known, {"first": 1, "rest": [1, 0.5]}, ("it", "rest", 0)),
    ],
)
def test_arguments(kind: object, data: object, path: tuple[str | int, ...] | None) -> None:
    """Every variable has its argument, or else its default."""
    root = holder(kind)
    if path is None:
        from_mapping(root, {"it": data})
        return
    with pytest.raises(ConfigError) as caught:
        from_mapping(root, {"it": data})

    assert [path] == [each.path for each in caught.value.faults]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Row, "Row.rest: no file can hold Unpack["),
        (Calling, "Calling.function: no file can hold Callable[~P, int]"),
        (substituted(Calling, [int, str]), "Calling.function: no file can hold Callable[[int, str], int]"),
        (tuple[int, Unpack[tuple[str, ...]]], "Holder.it: no file can hold Unpack[tuple[str, ...]]"),
    ],
)
def test_refused(kind: object, said: str) -> None:
    """What can't be checked is refused by name."""
    with pytest.raises(TypeError) as caught:
        from_mapping(holder(kind), {"it": {}})

    assert str(caught.value).startswith(said)


def test_instance_with_other_values() -> None:
    """An instance that is given for a class with arguments is checked."""
    root = holder(substituted(Two, str, int))

    assert Two("a", 1) == from_mapping(root, {"it": Two("a", 1)}).it
    assert "it.two: expected int, got 'b' (str)" in fault(lambda: from_mapping(root, {"it": Two("a", "b")}))


class Component:
    """A component with parameters of which not all the types can be resolved."""

    def __init__(self, weights: object = None, tables: object = None, size: object = 1) -> None:
        self.given = (weights, tables, size)


Component.__init__.__annotations__ = {"weights": "Tensor", "tables": "dict[str, Tensor] | None"}

COMPONENTS = Registry[Component, []]("with unresolved types")
COMPONENTS.register("one")(Component)


@pytest.mark.parametrize("data", [{}, {"weights": None}, {"tables": None}, {"size": [0.5, None]}])
def test_unresolved_left_out(data: dict[str, object]) -> None:
    """The default is taken all the same, and a parameter without an annotation takes any value of a file."""
    made = COMPONENTS.from_mapping({"name": "one", **data}).build()

    assert (None, None, data.get("size", 1)) == made.given


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"weights": 3}, "weights: expected Tensor, which can't be resolved at run time"),
        (
            {"tables": {"a": 1}},
            "tables: expected dict[str, Tensor] | None, which can't be resolved at run time",
        ),
    ],
)
def test_unresolved(data: dict[str, object], said: str) -> None:
    """A value that can't be checked is refused, with the reason."""
    assert said in fault(lambda: COMPONENTS.from_mapping({"name": "one", **data}))


def test_parameters_that_only_the_class_knows() -> None:
    """The type parameters of a class (PEP 695) are names that no module has, also in annotations as texts."""
    Item = TypeVar("Item")  # as in `class Crate[Item]`

    @frozen
    class Crate(Generic[Item]):
        one: Item
        more: tuple[Item, ...] = ()

    setattr(Crate, "__type_params__", (Item,))  # noqa: B010  # as Python 3.12 does
    root = holder(Crate[int])

    assert root(Crate(1, (2,))) == from_mapping(root, {"it": {"one": 1, "more": [2]}})
    assert ["it.one WrongType", "it.more.0 WrongType"] == facts(
        lambda: from_mapping(root, {"it": {"one": "x", "more": ["y"]}})
    )
