"""Classes with fields that are made at run time, by each library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field as dataclass_field
from dataclasses import make_dataclass
from itertools import count
from typing import Final, NamedTuple, TypeAlias, cast

import attrs
import msgspec
import pydantic
from typing_extensions import NotRequired, TypedDict

Fields: TypeAlias = "Mapping[str, tuple[object, Callable[[], object] | None]]"
"""The type of each field by name, and a function that makes its default if it has one."""

_NUMBERS = count()


def attrs_class(fields: Fields) -> type:
    """Return a frozen attrs class."""
    made = {
        name: attrs.field(
            type=cast("type[object]", kind), default=attrs.Factory(make) if make else attrs.NOTHING
        )
        for name, (kind, make) in fields.items()
    }
    return attrs.make_class(_name(), made, frozen=True)


def data_class(fields: Fields) -> type:
    """Return a frozen dataclass."""
    made = [
        (name, kind, dataclass_field(default_factory=make) if make else dataclass_field())
        for name, (kind, make) in fields.items()
    ]
    return make_dataclass(_name(), made, frozen=True)


def named_tuple(fields: Fields) -> type:
    """Return a tuple with names, without defaults."""
    made = cast("Callable[[str, object], type]", NamedTuple)
    return made(_name(), [(name, kind) for name, (kind, _) in fields.items()])


def typed_dict(fields: Fields) -> type:
    """Return a dictionary, with a key that need not be there for each field with a default."""
    made = cast("Callable[[str, object], type]", TypedDict)
    qualified = cast("Mapping[object, object]", NotRequired)
    return made(_name(), {name: qualified[kind] if make else kind for name, (kind, make) in fields.items()})


def model(fields: Fields) -> type:
    """Return a frozen model of pydantic."""
    made = cast("Callable[..., type]", pydantic.create_model)  # type: ignore[explicit-any]  # it takes any keywords
    given = {
        name: (kind, pydantic.Field(default_factory=make) if make else ...)
        for name, (kind, make) in fields.items()
    }
    config = pydantic.ConfigDict(frozen=True, protected_namespaces=())
    return made(_name(), __config__=config, **given)


def struct(fields: Fields) -> type:
    """Return a frozen struct of msgspec."""
    made = [
        (name, kind, msgspec.field(default_factory=make)) if make else (name, kind)
        for name, (kind, make) in fields.items()
    ]
    return msgspec.defstruct(_name(), cast("list[tuple[str, type]]", made), frozen=True)


WAYS: Final[tuple[Callable[[Fields], type], ...]] = (attrs_class, data_class, named_tuple, typed_dict, struct)
"""The ways to make a class of fields of any types; a model of pydantic must know the types itself."""


def _name() -> str:
    return f"Made{next(_NUMBERS)}"
