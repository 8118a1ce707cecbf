"""Components whose parameters are of unusual kinds, or have unusual names."""

# pyright: reportInconsistentOverload=false

from __future__ import annotations

import dataclasses
import functools
import threading
from collections.abc import Callable
from typing import Literal, NamedTuple, TypedDict

import attrs
import msgspec
import pydantic
from typing_extensions import NotRequired, Unpack, overload


class Options(TypedDict, total=False):
    """Keywords of a function."""

    lr: float
    steps: int


class Needed(TypedDict):
    """Keywords of which one may be left out."""

    lr: float
    steps: NotRequired[int]


def optional(**kwargs: Unpack[Options]) -> dict[str, object]:
    """Takes the keys of a TypedDict."""
    return {**kwargs}


def needed(size: int = 1, **kwargs: Unpack[Needed]) -> dict[str, object]:
    """Needs one of them."""
    return {"size": size, **kwargs}


def weighted(scale: float = 1.0, **weights: float) -> dict[str, float]:
    """Takes any further number."""
    return {"scale": scale, **weights}


def storing(*parts: int, **weights: float) -> tuple[object, ...]:
    """Gives all that it takes to a function that doesn't show what it takes."""
    return parts, stored_all(*parts, **weights)


def stored_all(*parts: object, **options: object) -> dict[str, object]:
    """Return a copy."""
    return prepared({"parts": parts, **options})


def listed(first: int, *others: int, scale: float = 1.0) -> tuple[object, ...]:
    """Takes any number of positions."""
    return first, others, scale


def positional(a: int, b: int = 2, c: int = 3, /, *, d: int = 4) -> tuple[int, ...]:
    """Takes most by position only."""
    return a, b, c, d


def reserved(self: int, name: str = "x", name_: str = "y") -> tuple[object, ...]:
    """Has the names that a config needs itself."""
    return self, name, name_


class Mangled:
    """Has parameters that Python renames within a class."""

    def __init__(self, __size: int, *, __depth: int = 1) -> None:  # noqa: PYI063  # as it was written once
        self.values = (__size, __depth)


@overload
def pool(*, size: int, stride: int = ...) -> tuple[object, ...]: ...
@overload
def pool(*, ratio: float, mode: Literal["mean", "max"] = ...) -> tuple[object, ...]: ...
def pool(
    *, size: int | None = None, stride: int = 1, ratio: float | None = None, mode: str = "mean"
) -> tuple[object, ...]:
    """Is called in two ways."""
    return size, stride, ratio, mode


@attrs.define
class Listing:
    """Makes its defaults anew, one of them from another."""

    items: list[int] = attrs.Factory(list[int])
    count: int = attrs.Factory(lambda self: len(self.items) + 10, takes_self=True)


@attrs.define
class Identified:
    """Has defaults of which no two are equal."""

    size: int = 1
    key: object = attrs.Factory(object)
    lock: object = attrs.Factory(threading.Lock)


@dataclasses.dataclass
class Named:
    """Does so as a dataclass."""

    tags: list[str] = dataclasses.field(default_factory=lambda: ["a"])


class Inheriting(Named):
    """Passes on to a dataclass."""

    def __init__(self, **kwargs: list[str]) -> None:
        super().__init__(**kwargs)


class Model(pydantic.BaseModel):  # type: ignore[explicit-any]  # pydantic's own
    """Has aliases."""

    rate: float = pydantic.Field(1.0, alias="learning-rate")
    size: int = pydantic.Field(2, validation_alias="count")
    tags: list[str] = pydantic.Field(default_factory=list[str])


class OpenModel(pydantic.BaseModel, extra="allow"):  # type: ignore[explicit-any]  # pydantic's own
    """Takes other keys as well."""

    size: int = 1


class Struct(msgspec.Struct):
    """Is built by msgspec."""

    size: int
    tags: list[str] = msgspec.field(default_factory=list[str])


class Parts(NamedTuple):
    """Is a tuple, whose constructor is generated."""

    options: Options
    size: int = 1


class Sentinel:
    """Has a default that no file holds."""

    MISSING = object()

    def __init__(self, size: object = MISSING, rate: float = None) -> None:  # type: ignore[assignment]  # noqa: RUF013  # pyright: ignore[reportArgumentType]  # as others write it
        self.values = (size is self.MISSING, rate)


def calling(size: int = 1, measure: Callable[[], int] = lambda: 3) -> tuple[int, int]:
    """Has a function as its default."""
    return size, measure()


partly_listed = functools.partial(listed, first=1)


def stored(size: int = 1, **kwargs: object) -> dict[str, object]:
    """Doesn't show what it takes."""
    return prepared(kwargs) | {"size": size}


def prepared(options: dict[str, object]) -> dict[str, object]:
    """Return a copy."""
    return dict(options)
