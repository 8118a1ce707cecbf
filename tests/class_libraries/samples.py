"""One class for each library: a number that is required, texts, and a key that is no identifier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import InitVar, dataclass
from dataclasses import field as dataclass_field
from typing import Annotated, Generic, NamedTuple, TypeVar

import attrs
import msgspec
import pydantic
from typing_extensions import NotRequired, ReadOnly, Required, TypedDict

from typed_registry.config import key

T = TypeVar("T")


@dataclass
class Data:
    """A mutable dataclass."""

    size: int
    words: list[str] = dataclass_field(default_factory=list[str])
    lr_rate: float = dataclass_field(default=0.5, metadata=key("lr-rate"))


Words = TypedDict(
    "Words", {"size": Required[ReadOnly[int]], "words": list[str], "lr-rate": float}, total=False
)
"""A dictionary."""


class Row(NamedTuple):
    """A tuple."""

    size: int
    words: list[str] = []  # noqa: RUF012  # the default of a tuple's item
    lr_rate: Annotated[float, key("lr-rate")] = 0.5


class Model(pydantic.BaseModel):  # type: ignore[explicit-any]  # pydantic's own
    """A model."""

    size: int = pydantic.Field(ge=1)
    words: list[str] = pydantic.Field(default_factory=list, max_length=2)
    lr_rate: float = pydantic.Field(default=0.5, alias="lr-rate")


class Struct(msgspec.Struct):
    """A struct."""

    size: Annotated[int, msgspec.Meta(ge=1)]
    words: list[str] = []
    lr_rate: float = msgspec.field(default=0.5, name="lr-rate")


@attrs.frozen
class Attrs:
    """An attrs class."""

    size: int
    words: list[str] = attrs.field(factory=list[str])
    lr_rate: float = attrs.field(default=0.5, metadata=key("lr-rate"))


CLASSES: Mapping[str, type] = {
    "attrs": Attrs,
    "dataclass": Data,
    "TypedDict": Words,
    "NamedTuple": Row,
    "pydantic": Model,
    "msgspec": Struct,
}


@dataclass(frozen=True, kw_only=True)
class Base(Generic[T]):
    """A generic dataclass with all that `dataclasses` has."""

    value: T
    scale: InitVar[int] = 2
    made: int = dataclass_field(init=False, default=0)
    note: str = dataclass_field(default="", compare=False)

    def __post_init__(self, scale: int) -> None:
        if scale == 0:
            raise ValueError("a scale of nothing")
        object.__setattr__(self, "made", 10 * scale)


@dataclass(frozen=True, kw_only=True)
class Derived(Base[int]):
    """A class that says what the value of its base is."""

    more: tuple[Data, ...] = ()


class Pair(TypedDict, Generic[T]):
    """A generic dictionary."""

    first: T
    second: NotRequired[T]


class IntPair(Pair[int]):
    """A dictionary that says what the values of its base are."""

    third: str


Functional = TypedDict("Functional", {"lr-rate": float, "class": NotRequired[str]})


class Box(pydantic.BaseModel, Generic[T]):  # type: ignore[explicit-any]  # pydantic's own
    """A generic model."""

    value: T


class Cell(msgspec.Struct, Generic[T]):
    """A generic struct."""

    value: T
