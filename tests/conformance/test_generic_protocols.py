"""A Protocol with type arguments demands members of these types, as for a type checker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

import pytest

from typed_registry import Registry
from typed_registry.errors import ConformanceError

T = TypeVar("T")
S = TypeVar("S")


class Step(Protocol[T]):
    def process(self, value: T) -> list[T]: ...


class NamedStep(Step[T], Protocol[T, S]):
    name: S

    def apply(self, function: Callable[[T], S]) -> S: ...


class IntStep:
    def process(self, value: int) -> list[int]:
        return [value]


class StrStep:
    def process(self, value: str) -> list[str]:
        return [value]


class AnyStep(Generic[T]):
    def process(self, value: T) -> list[T]:
        return [value]


class StrStepBelow(AnyStep[str]):
    """Inherits a method with the argument of its base."""


class IntStepBelow(AnyStep[int]):
    """Inherits a method with the argument of its base."""


class Named(IntStep):
    name: str = ""

    def apply(self, function: Callable[[int], str]) -> str:
        return function(3)


class OtherName(Named):
    name: bytes = b""  # type: ignore[assignment]  # on purpose  # pyright: ignore[reportIncompatibleVariableOverride]


class OtherStep(Named):
    process = StrStep.process  # type: ignore[assignment]  # on purpose  # pyright: ignore[reportAssignmentType]


class OtherFunction(Named):
    def apply(self, function: Callable[[int], bytes]) -> str:  # type: ignore[override]  # on purpose  # pyright: ignore[reportIncompatibleMethodOverride]
        return str(function(3))


@pytest.mark.parametrize("component", [IntStep, AnyStep, IntStepBelow])
def test_fitting(component: type) -> None:
    """Members with the types of the arguments fit, as do those with type variables."""
    steps = Registry[Step[int], []]("steps")
    steps.register("step")(component)

    assert ["step"] == steps.list()


@pytest.mark.parametrize("component", [StrStep, StrStepBelow])
def test_misfit(component: type) -> None:
    """A member of another type doesn't fit, whatever fitted before."""
    steps = Registry[Step[int], []]("steps")
    steps.register("inherits")(IntStepBelow)
    with pytest.raises(ConformanceError) as caught:
        steps.register("step")(component)

    assert ["process"] == [mismatch.member for mismatch in caught.value.mismatches]


@pytest.mark.parametrize("component", [StrStep, StrStepBelow])
def test_shown_types(component: type) -> None:
    """The error shows the arguments of the Protocol and of the component, and no type variables."""
    with pytest.raises(ConformanceError) as caught:
        Registry[Step[int], []]("steps").register("step")(component)
    (mismatch,) = caught.value.mismatches

    assert "process(value: int) -> list[int]" == mismatch.expected
    assert "process(value: str) -> list[str]" == mismatch.found
    assert "parameter 'value' takes str, must take int" in mismatch.reason


def test_shown_attribute() -> None:
    """So does that for an attribute."""
    other: type = OtherName
    with pytest.raises(ConformanceError) as caught:
        Registry[NamedStep[int, str], []]("named steps").register("other")(other)

    assert "name: str" == caught.value.mismatches[0].expected


@pytest.mark.parametrize(
    ("component", "member"), [(OtherName, "name"), (OtherStep, "process"), (OtherFunction, "apply")]
)
def test_arguments_of_bases(component: type, member: str) -> None:
    """The arguments of a Protocol reach the members of those that it derives from."""
    steps = Registry[NamedStep[int, str], []]("named steps")
    steps.register("named")(Named)
    with pytest.raises(ConformanceError) as caught:
        steps.register("other")(component)

    assert [member] == [mismatch.member for mismatch in caught.value.mismatches]


def test_results_of_factories() -> None:
    """What a factory says that it returns is judged in the same way, with its arguments."""

    def right() -> AnyStep[int]:
        return AnyStep()

    def wrong() -> AnyStep[str]:
        return AnyStep()

    steps = Registry[Step[int], []]("steps")
    steps.register_factory("right")(right)
    with pytest.raises(ConformanceError):
        steps.register_factory("wrong")(wrong)  # type: ignore[arg-type]  # on purpose  # pyright: ignore[reportArgumentType]
