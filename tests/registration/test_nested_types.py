"""Which types of parameters are choices from a registry, and how these are built."""

from __future__ import annotations

import dataclasses
import enum
import numbers
import pathlib
import sys
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from types import GenericAlias
from typing import Annotated, Any, Generic, TypeVar, cast, get_args

import attrs
import pytest
from typing_extensions import TypeAliasType

from tests.samples.nested import (
    LOSSES,
    METRICS,
    Callback,
    Context,
    GPUContext,
    Hinge,
    Loss,
    Metric,
    Optimizer,
)
from typed_registry import Registry, Spec
from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.unwrap import plain
from typed_registry._registration.nested import NestedComponents, NestedParameter, _positions  # pyright: ignore[reportPrivateUsage]  # by itself

A = TypeVar("A")
B = TypeVar("B")


class Part:
    """A kind."""


class Special(Part):
    """A kind of parts."""


@attrs.frozen
class Written(Part):
    """A part that a file may write."""


@dataclasses.dataclass
class Listed(Part):
    """A part that a file may write."""


class Named(Part, enum.Enum):
    """A part that a file may name."""


class Placed(Part, type(pathlib.PurePath())):  # type: ignore[misc]  # the class of paths here
    """A part that is a path."""


class OfOne(Part, Generic[A]):
    """A part with an argument."""


class OfTwo(Part, Generic[A, B]):
    """A part with two arguments."""


class Around:
    """A class around another one."""

    class Inner(Part, Generic[A]):
        """A part with an argument."""


class Loner:
    """A type that no registry has."""


class OfLoner(Generic[A]):
    """A type with an argument that no registry has."""


@attrs.frozen
class WrittenLoner:
    """A class that a file may write."""


Names = TypeAliasType("Names", list[str])


class Loose:
    """A kind whose components are built from what a registry doesn't say."""


PARTS = Registry[Part, []]("nested parts")
RATIONALS = Registry[numbers.Rational, []]("nested rationals")
ANYTHING = Registry("nested anything")  # type: ignore[var-annotated]  # of no kind  # pyright: ignore[reportUnknownVariableType]
LOOSE = Registry[Loose]("nested loose things")


def parameter(annotation: object, given: tuple[object, ...] | None = ()) -> NestedParameter | None:
    """Return how a parameter of this type takes components."""
    return NestedComponents(given).parameter("it", annotation)


def registries(annotation: object, given: tuple[object, ...] | None = (GPUContext,)) -> list[str]:
    """Return the names of the registries that a parameter takes components of."""
    found = parameter(annotation, given)
    return [] if found is None else [kind.registry for kind in found.kinds]


@pytest.mark.parametrize(
    "kind", [Part, Special, OfOne[int], OfTwo[int, str], Part | None, list[Special], Callable[[], Part]]
)
def test_types_that_are_choices(kind: object) -> None:
    """A kind is a choice, and so is a class that derives from it."""
    assert ["nested parts"] == registries(kind)


@pytest.mark.parametrize(
    "kind",
    [
        *(Written, Listed, Named, Placed, Fraction, Any, Unknown, object, int | str, tuple[int, ...], list),
        *(Callable, Callable[..., int], typing.Callable),
    ],
)
def test_types_that_are_not(kind: object) -> None:
    """What a file may write itself is no choice by its bases, and types of Python are none at all."""
    assert [] == registries(kind)


def test_kinds_that_are_stated_for_such_types() -> None:
    """A class that a file may write is a choice if it is the kind itself."""
    assert ["nested rationals"] == registries(numbers.Rational)


def test_dotted_name() -> None:
    """What is wanted is known by the name of its class."""
    found = [parameter(Special), parameter(OfOne[int]), parameter(Around.Inner[int])]

    assert [f"{__name__}.Special", f"{__name__}.OfOne", f"{__name__}.Around.Inner"] == [
        kind.wanted for each in found if each is not None for kind in each.kinds
    ]


def test_dependencies_that_are_not_stated() -> None:
    """Of a registry that doesn't say what its components are built from, they are built from nothing."""
    direct, later = parameter(Loose, None), parameter(Callable[[int], Loose])
    assert direct is not None
    assert later is not None

    nested = NestedComponents(None)
    nested.parameter("it", Callable[[int], Loose])
    assert [] == nested.mismatches
    assert [(), None] == [direct.kinds[0].positions, later.kinds[0].positions]
    assert ... is get_args(plain(direct.type))[1]


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        (Annotated[tuple[Metric, Loss], METRICS], ["nested metrics", "nested losses"]),
        (Annotated[Mapping[str, Sequence[Metric]], METRICS], ["nested metrics"]),
        (Loss | Callback, ["nested losses", "nested callbacks"]),
    ],
)
def test_parts(annotation: object, expected: list[str]) -> None:
    """A stated registry is that of the parts of its kind, at any depth; others have their own."""
    assert expected == registries(annotation)


def test_specs_beside_components() -> None:
    """Whether a parameter takes specs as such is known for each parameter by itself."""
    nested = NestedComponents(())
    found = [nested.parameter("it", kind) for kind in (Loss, Loss | Spec[Metric, []], Loss)]

    assert [False, True, False] == [each.has_specs for each in found if each is not None]


def test_unmet_without_dependencies() -> None:
    """An owner of unknown dependencies can't build what needs some."""
    nested = NestedComponents(None)
    nested.parameter("it", Optimizer)

    assert [("it", (), ("Weights",))] == [
        (each.parameter, each.given, each.needed) for each in nested.mismatches
    ]


class Owner:
    """Takes components of two registries in one parameter, and a component or a choice in the other."""

    def __init__(
        self,
        context: GPUContext,
        part: Loss | Callback,
        *,
        other: Loss | Annotated[Spec[Metric, []], METRICS] | None = None,
    ) -> None:
        self.context = context
        self.part = part
        self.other = other


def test_built_by_their_own_registry() -> None:
    """Each component of a union is built from what its own registry needs, and a choice stays one."""
    owners = Registry[Owner, [GPUContext]]("owners of unions")
    owners.register("owner")(Owner)
    context, metric = GPUContext(), METRICS.from_mapping({"name": "first"})
    data: dict[str, object] = {"name": "owner", "part": {"name": "log", "every": 3}, "other": metric}
    made = owners.from_mapping(data).build(context)
    other = owners.from_mapping({"name": "owner", "part": "hinge", "other": "hinge"}).build(context)

    assert isinstance(made.part, Callback)
    assert (context, 3, metric) == (made.part.context, made.part.every, made.other)
    assert [Hinge, Hinge] == [type(other.part), type(other.other)]


def test_spec_of_another_registry() -> None:
    """A spec of a registry that a parameter doesn't take components of is left as it is."""
    found, spec = parameter(Loss), METRICS.from_mapping({"name": "first"})
    assert found is not None

    assert spec is found.build(spec, ())
    assert isinstance(found.build(LOSSES.from_mapping({"name": "hinge"}), ()), Hinge)


@pytest.mark.parametrize(
    ("needed", "given", "expected"),
    [
        ((Context,), (Context, GPUContext), (0,)),
        ((Context,), (GPUContext,), (0,)),
        ((Context,), (GPUContext, GPUContext), None),
        ((Context, Context), (Context,), None),
        ((Context, str), (str, GPUContext), (1, 0)),
        ((GPUContext,), (Context,), None),
        ((Iterable,), (Iterator[int],), None),
        ((Iterator[int],), (Iterator,), None),
    ],
)
def test_dependencies_by_type(
    needed: tuple[object, ...], given: tuple[object, ...], expected: tuple[int, ...] | None
) -> None:
    """A dependency is the owner's one of this very type, or else the one of a class that derives from it."""
    assert expected == _positions(needed, given)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Loner, [Loner]),
        (Loner | None, [Loner]),
        (list[Loner], [Loner]),
        (OfLoner[int], []),
        (WrittenLoner, []),
        (Part, []),
        *((kind, []) for kind in (int, Fraction, Any, Unknown, Callable[[], Part])),
    ],
)
def test_types_that_may_become_choices(kind: object, expected: list[type]) -> None:
    """A class that no registry has yet may become a choice, unless a file gives its values."""
    nested = NestedComponents(())
    nested.parameter("it", kind)

    assert expected == nested.open


def test_parts_that_are_no_choices() -> None:
    """A part without components stays as it is written, and an alias keeps its name."""
    found = parameter(tuple[Part, Names])
    assert found is not None

    assert Names is get_args(found.type)[1]


def recursive() -> object:
    """Return the alias `type Tree = Part | list[Tree]`."""
    scope: dict[str, object] = {"Part": Part}
    if sys.version_info >= (3, 12):
        exec("type Tree = Part | list[Tree]", scope)  # noqa: S102  # our own source, which older versions can't parse
        return scope["Tree"]
    made = cast("Callable[[str, object], object]", TypeAliasType)
    tree = made("Tree", int)
    vars(tree)["__value__"] = Part | GenericAlias(list, (tree,))
    return tree


def test_recursive_alias() -> None:
    """The components in an alias that mentions itself are those of its outermost level."""
    assert ["nested parts"] == registries(recursive())
