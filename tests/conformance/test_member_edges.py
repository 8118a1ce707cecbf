"""Members that a class has in unusual ways, and what a message says of those that it lacks."""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import partial
from types import FunctionType, SimpleNamespace
from typing import TYPE_CHECKING, ClassVar, Protocol, cast, overload

import pytest

from tests.samples.words import refusal
from typed_registry import Registry
from typed_registry._annotations.is_overloaded import is_below_overload
from typed_registry._conformance.check import fits
from typed_registry.errors import ConformanceError

if TYPE_CHECKING:
    Later = int


class Ruler(Protocol):
    """Measures a text."""

    def measure(self, text: str) -> int:
        """Return the length."""
        ...


class Sized(Protocol):
    """Has a size."""

    @property
    def size(self) -> int:
        """The size."""
        ...


class Hashed(Protocol):
    """Can be a key."""

    def __hash__(self) -> int:
        """Return a number."""
        ...


class Equal(Protocol):  # noqa: PLW1641  # on purpose
    """Can be compared. Python sets its `__hash__` to None."""

    def __eq__(self, other: object, /) -> bool:
        """Return whether they are equal."""
        ...


class Numbers(list[int]):
    """Inherits `__hash__ = None`."""


class Word:  # noqa: PLW1641  # on purpose
    """Has lost its `__hash__` by its `__eq__`."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Word)


class Unhashable:
    """Has none, as it says."""

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # as libraries declare it  # pyright: ignore[reportIncompatibleMethodOverride]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unhashable)


class Switched:
    """Has none, as it says without a type."""

    __hash__ = None  # type: ignore[assignment]  # as above  # pyright: ignore[reportAssignmentType]


class Overloaded:
    """Its implementation alone would return too much."""

    @overload
    def measure(self, text: str) -> int: ...
    @overload
    def measure(self, text: int) -> str: ...
    def measure(self, text: str | int) -> int | str:
        """Return the length, or a text of a length."""
        return len(text) if isinstance(text, str) else text * "x"


class Answering:
    """Has a method under every name."""

    def __getattr__(self, name: str) -> Callable[[str], int]:
        return len


class Builtin:
    """Has a method that isn't written in Python."""

    measure = staticmethod(len)


class Partial:
    """Has a method that is no function."""

    measure = staticmethod(partial(len))


def text_of(_self: object, _text: str = "") -> str:
    """Return a text, where a number is wanted."""
    return ""


class PartialOfText:
    """Has a method that is no function, though its signature can be read."""

    measure = staticmethod(partial(text_of, None))


class ByPartial:
    """Has a property whose getter is no function, though its signature can be read."""

    size = property(partial(text_of))


class ByProperty:
    """Has a property whose getter is no function."""

    size = property(operator.itemgetter(0))


class Awaited:
    """Has a property that is a coroutine, which isn't judged."""

    @property
    async def size(self) -> str:
        """Return the size."""
        return "1"


@pytest.mark.parametrize("component", [Overloaded, Answering, Builtin, Partial, PartialOfText])
def test_methods_that_are_not_judged(component: type) -> None:
    """A method is accepted if only a checker knows its signature."""
    assert () == fits(component, Ruler)


def test_overloads_in_the_source() -> None:
    """Overloads are found in the source, for a Python that keeps no record of them."""
    assert is_below_overload(cast("FunctionType", Overloaded.measure))
    assert not is_below_overload(cast("FunctionType", Answering.__getattr__))


@pytest.mark.parametrize("component", [ByProperty, ByPartial, Awaited])
def test_properties_that_are_not_judged(component: type) -> None:
    """A property is accepted if its type isn't known."""
    assert () == fits(component, Sized)


class ClassRuler:
    """Is itself a ruler, by a class method that instances have as well."""

    @classmethod
    def measure(cls, text: str) -> int:
        """Return the length."""
        return len(text)


class Derived(ClassRuler):
    """Inherits the method."""


class Holding:
    """Measures texts with whatever it is given."""

    def __init__(self, measure: object) -> None:
        self.measure = measure


@pytest.mark.parametrize(
    "instance", [ClassRuler, Derived, SimpleNamespace(measure=partial(len)), Holding(partial(len))]
)
def test_objects_with_members_of_their_own(instance: object) -> None:
    """A class may have the method itself, inherited or not, and an object may have any callable."""
    registry = Registry[Ruler, []]("rulers")
    registry.register_instance("it", instance)  # type: ignore[arg-type]  # the checkers can't tell  # pyright: ignore[reportArgumentType]

    assert "it" in registry


class Near:
    """Has names that are nearly those of the Protocols below."""

    unites = "m"

    def mesure(self, text: str) -> int:
        """Return the length."""
        return len(text)

    def __callable__(self) -> int:
        return 1


class Inheriting(Near):
    """Inherits the names."""


class Unit(Protocol):
    """Has a unit."""

    units: str


class Called(Protocol):
    """Can be called."""

    def __call__(self) -> int: ...


class Plain(Protocol):
    """Has a method that is called nearly like a special one."""

    def callable_(self) -> int:
        """Return whether it can be called."""
        ...


class Docs(Protocol):
    """Has a special method that is called like a special attribute."""

    def __docs__(self) -> str: ...


@pytest.mark.parametrize(
    ("kind", "near"),
    [(Ruler, "mesure"), (Unit, "unites"), (Called, "__callable__"), (Plain, None), (Docs, None)],
)
@pytest.mark.parametrize("component", [Near, Inheriting])
def test_nearest_name(component: type, kind: type, near: str | None) -> None:
    """The nearest name is that of a special method for one, and otherwise any other name."""
    assert [near] == [mismatch.near for mismatch in fits(component, kind)]


class Unannotated(Protocol):
    """Has an attribute of no type."""

    measure = None  # type: ignore[misc]  # on purpose


def test_expected_attribute_without_a_type() -> None:
    """An attribute of no type is shown by its name."""
    with pytest.raises(ConformanceError) as caught:
        Registry[Unannotated, []]("things").register("x")(int)  # type: ignore[arg-type]  # refused

    assert "  measure: int has no 'measure'\n    expected  measure" == refusal(caught)


class ByAttribute(Protocol):
    """Has an attribute of a type that is defined later."""

    size: Later


class ByGetter(Protocol):
    """Has a property of a type that is defined later."""

    @property
    def size(self) -> Later:
        """The size."""
        ...


class Wordy:
    """Has a size in words."""

    size: str = "large"


def wordy() -> Wordy:
    """Return a size."""
    return Wordy()


@pytest.mark.parametrize("is_getter", [False, True])
def test_types_that_are_known_later(monkeypatch: pytest.MonkeyPatch, *, is_getter: bool) -> None:
    """A type that can't be resolved yet is looked up again for the next component."""
    by_getter, by_attribute = Registry[ByGetter, []]("sizes"), Registry[ByAttribute, []]("sizes")
    register = by_getter.register_factory if is_getter else by_attribute.register_factory
    register("first")(wordy)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # the checkers know better
    monkeypatch.setitem(globals(), "Later", int)
    with pytest.raises(ConformanceError) as caught:
        register("second")(wordy)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # refused

    assert ["is str, must be Later"] == [mismatch.reason for mismatch in caught.value.mismatches]


@pytest.mark.parametrize("component", [Numbers, Unhashable, Switched])
def test_methods_that_are_switched_off(component: type) -> None:
    """A special method that is None in the class is missing, and a Protocol doesn't demand its own."""
    assert ["__hash__"] == [each.member for each in fits(component, Hashed)]
    assert () == fits(component, Equal)
    assert () == fits(int, Hashed)


def test_hash_that_python_has_switched_off() -> None:
    """A class that is unhashable by its `__eq__` is accepted, as mypy accepts it."""
    assert () == fits(Word, Hashed)
