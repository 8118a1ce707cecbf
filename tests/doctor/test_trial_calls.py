"""The calls that the doctor tries, which are executed here."""

# ruff: noqa: S307  # parameters are there to be passed; what is evaluated is written here

from __future__ import annotations

import enum
import functools
from collections.abc import Callable
from fractions import Fraction
from typing import ClassVar, Concatenate, ParamSpec, TypedDict, TypeVar

import pytest
from attrs import field, frozen
from pydantic import BaseModel
from typing_extensions import Unpack, overload

from typed_registry import Registry
from typed_registry._doctor.any_keyword import (
    any_keyword_place,
    has_unpacked_keywords,
    open_signature,
    takes_keys,
)
from typed_registry._doctor.trial_calls import TrialCall, component_calls, spec_calls
from typed_registry._registration.entries import Entries, entries_of
from typed_registry._typing_forms import Component

P = ParamSpec("P")
T = TypeVar("T")


def plain(first: int, second: int = 0, *, third: int = 0) -> None: ...
def positional(first: int, second: int, /, third: int) -> None: ...
def starred(first: int, *others: int, last: int = 0) -> None: ...
def paired(first: int, *ends: Unpack[tuple[int, str]], last: int = 0) -> None: ...
def tailed(*ends: Unpack[tuple[int, Unpack[tuple[str, ...]]]]) -> None: ...
def taken(no_such_keyword: int) -> None: ...
def without() -> None: ...


class Options(TypedDict, total=False):
    width: int


def unpacked(**options: Unpack[Options]) -> None: ...
def forwarding(first: int, **more: int) -> None:
    plain(first, **more)


@frozen
class Parts:
    _hidden: int
    number: int = field(kw_only=True)


class Mangled:
    def __init__(self, __size: int, other: int) -> None: ...  # noqa: PYI063  # as some code still has it


@overload
def either(*, size: int) -> None: ...
@overload
def either(*, width: int, height: int) -> None: ...
def either(*, size: int = 0, width: int = 0, height: int = 0) -> None: ...
@overload
def anything(size: int) -> None: ...
@overload
def anything(*args: object, **kwargs: object) -> None: ...
def anything(*args: object, **kwargs: object) -> None: ...
def wrapped(function: Callable[P, T]) -> Callable[P, T]:
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        return function(*args, **kwargs)

    return call


def registered(component: Component[object]) -> Entries:
    """Return the entries of a registry with this component as `thing`."""
    registry = Registry[object, []]("things")
    registry.register_factory("thing")(component)
    found = entries_of(registry)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "component",
    [
        plain,
        positional,
        taken,
        without,
        starred,
        Parts,
        Mangled,
        functools.partial(plain, second=2),
        functools.partial(plain, 1),
    ],
)
def test_run(component: Component[object]) -> None:
    """The right call succeeds, and the wrong one raises TypeError for a keyword that doesn't exist."""
    [trial] = component_calls(component)
    names = {"a": 1, "component": component}

    eval(f"component({trial.right})", names)
    with pytest.raises(TypeError, match="no_such_keyword"):
        eval(f"component({trial.wrong})", names)


@pytest.mark.parametrize(
    ("component", "right"), [(paired, "a, a, a, last=a"), (tailed, "a"), (starred, "first=a, last=a")]
)
def test_required_rest(component: Component[object], right: str) -> None:
    """The right call has as many positional arguments as the type of `*args` requires."""
    [trial] = component_calls(component)

    assert trial == TrialCall(right, f"{right}, no_such_keyword=a")


def test_overloads() -> None:
    """There is a call for each overload, and one for an overload that the run doesn't know."""
    *own, last = component_calls(either)

    assert own == [
        TrialCall("size=a", "size=a, no_such_keyword=a"),
        TrialCall("width=a, height=a", "width=a, height=a, no_such_keyword=a"),
    ]
    assert last == TrialCall("*a, **a", "*a, **a, no_such_keyword=a", fits_any=True)


@overload
def applied(function: Callable[[int], int], *, size: int) -> int: ...
@overload
def applied(*, depth: int) -> Callable[[int], int]: ...
def applied(function: object = None, *, size: int = 0, depth: int = 0) -> object: ...
def test_overloads_that_no_config_can_choose() -> None:
    """A spec has no call for an overload that requires what no config can set."""
    entries = registered(applied)

    assert spec_calls(entries, "thing", entries.load("thing")) == (
        TrialCall("depth=a", "depth=a, no_such_keyword=a"),
        TrialCall("**a", "**a, no_such_keyword=a", fits_any=True),
    )


def test_replaced() -> None:
    """A function in the place of another is called with arguments that only a checker knows."""
    assert component_calls(wrapped(plain)) == (
        TrialCall("*a, **a", "*a, **a, no_such_keyword=a", fits_any=True),
    )


class Made(type):
    """A metaclass that makes a constructor of the fields, as checkers know."""

    __dataclass_transform__: ClassVar = {"kw_only_default": True}


class Model(metaclass=Made):
    def __init__(self, **values: object) -> None: ...


class User(Model):
    name: str


class Decorated:
    name: str


def construct(self: object, **values: object) -> None: ...


Decorated.__init__ = construct  # type: ignore[method-assign]  # as a decorator does


@pytest.mark.parametrize("component", [User, Decorated])
def test_made_constructor(component: type[object]) -> None:
    """The `**kwargs` of a constructor that isn't in the body of a class are fields that a checker knows."""
    entries = registered(component)

    assert component_calls(component) == (TrialCall("*a, **a", "*a, **a, no_such_keyword=a", fits_any=True),)
    assert any_keyword_place(component, entries.load("thing")) is None


class Document(BaseModel):  # type: ignore[explicit-any]  # pydantic's own
    text: str
    size: int = 0

    def __init__(self, text: str, **others: object) -> None:
        super().__init__(text=text, **others)


def test_constructor_of_a_model() -> None:
    """A model's own constructor may take any keyword, though the signature has the fields alone."""
    record = registered(Document).load("thing")
    first, last = component_calls(Document)

    assert any_keyword_place(Document, record) is not None
    assert first == TrialCall("text=a, size=a", "a, a, size=a")
    assert last.wrong is None


def named(function: Callable[P, T]) -> Callable[Concatenate[str, P], T]:
    def call(name: str, /, *args: P.args, **kwargs: P.kwargs) -> T:
        print(name)  # noqa: T201  # does something with it
        return function(*args, **kwargs)

    return functools.update_wrapper(call, function)


def test_added_by_a_decorator() -> None:
    """Checkers take what a decorator adds by position only."""
    [trial] = component_calls(named(plain))

    assert trial.right == "a, first=a, second=a, third=a"


class Counts(dict[str, int]):
    """Has the constructor of `dict`."""


@pytest.mark.parametrize("component", [Counts, dict[str, int], dict])
def test_keys_of_a_dictionary(component: Component[object]) -> None:
    """A dictionary takes any keyword, which the run can't read from a signature."""
    record = registered(component).load("thing")

    assert component_calls(component) == (TrialCall("*a, **a", None, fits_any=True),)
    assert any_keyword_place(component, record) == record.place
    assert not takes_keys(Options)


@pytest.mark.parametrize(
    "component",
    [forwarding, anything, functools.lru_cache(anything), functools.partial(functools.cache(anything))],
)
def test_any_keyword(component: Component[object]) -> None:
    """If any keyword is right, the wrong call has another mistake, or there is none."""
    place = any_keyword_place(component, registered(component).load("thing"))

    assert place is not None
    assert place.file == __file__
    assert not any("no_such_keyword" in (each.wrong or "") for each in component_calls(component))


def test_too_many() -> None:
    """The other mistake is one positional argument too many."""
    first, last = component_calls(forwarding)

    assert "a, a, second=a, third=a" == first.wrong
    assert last == TrialCall("*a, **a", None, fits_any=True)


@pytest.mark.parametrize("component", [plain, unpacked, either, Parts, len])
def test_no_other_keyword(component: Component[object]) -> None:
    """These take no keyword that they don't name."""
    assert open_signature(component) is None


class Color(enum.Enum):
    RED = 1


def test_enum() -> None:
    """An enumeration is called with a value."""
    entries = registered(Color)

    assert component_calls(Color) == (TrialCall("a", "a, no_such_keyword=a"),)
    assert spec_calls(entries, "thing", entries.load("thing")) == (
        TrialCall("value=a", "value=a, no_such_keyword=a"),
    )


class Untyped:
    """A decorator that says nothing of the parameters."""

    def __init__(self, function: Component[object]) -> None:
        functools.update_wrapper(self, function)

    def __call__(self, *args: object, **kwargs: object) -> None: ...


def test_hidden() -> None:
    """If the source hides the parameters, there is a call that is right whatever they are."""
    assert TrialCall("*a, **a", "*a, **a, no_such_keyword=a", fits_any=True) in component_calls(
        Untyped(plain)
    )


def test_private() -> None:
    """A parameter with an underscore isn't given if it has a default."""
    entries = registered(Fraction)
    [call] = component_calls(Fraction)
    [spec] = spec_calls(entries, "thing", entries.load("thing"))

    assert "numerator=a, denominator=a" == call.right == spec.right


def test_unpacked() -> None:
    """The keywords of a TypedDict are recognised, which ty doesn't check."""
    assert component_calls(unpacked) == (TrialCall("width=a", "width=a, no_such_keyword=a"),)
    assert has_unpacked_keywords(unpacked)
    assert has_unpacked_keywords(Options)
    assert not has_unpacked_keywords(forwarding)


def test_spec() -> None:
    """A spec has its values by keyword, those of `**kwargs` included."""
    entries = registered(forwarding)
    [trial] = spec_calls(entries, "thing", entries.load("thing"))

    assert trial == TrialCall("first=a, second=a, third=a", "first=a, second=a, third=a, no_such_keyword=a")
