"""The names around a type are removed."""

from __future__ import annotations

import sys
from typing import Annotated, ClassVar, Final, Generic, NewType, TypeVar, Union

import pytest
from typing_extensions import TypeAliasType, TypeVarTuple, Unpack

from typed_registry._annotations.unwrap import plain

T = TypeVar("T")
U = TypeVar("U")
Ts = TypeVarTuple("Ts")
Count = NewType("Count", int)
Names = NewType("Names", "list[Count]")
Whole = TypeAliasType("Whole", Count)
Boxes = TypeAliasType("Boxes", dict[str, list[T]], type_params=(T,))
Fixed = TypeAliasType("Fixed", list[int], type_params=(T,))
Other = TypeAliasType("Other", list[U], type_params=(T,))  # type: ignore[valid-type]  # a wrong alias, on purpose  # pyright: ignore[reportGeneralTypeIssues]


Json = TypeAliasType("Json", "str | list[Json]")
Mixed = TypeAliasType("Mixed", Union[int, "list[Mixed]"])
Several = TypeAliasType("Several", tuple[Unpack[Ts]], type_params=(Ts,))


OPEN_LIST = list[U]  # without its argument


class Holder(Generic[T]): ...


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (int, int),
        (None, type(None)),
        (Count, int),
        (Whole, int),
        (Annotated[Count, "unit"], int),
        (ClassVar[Count], int),
        (Final[Whole], int),
        (list[Count], list[Count]),
        (Names, list[Count]),
        (Boxes[int], dict[str, list[int]]),
        (Fixed[str], list[int]),
        (Other[int], OPEN_LIST),
        (Holder[int], Holder[int]),
        (Json, str | list[Json]),
        (Mixed, int | list[Mixed]),
        pytest.param(
            Several[int, str],
            tuple[int, str],
            marks=pytest.mark.skipif(sys.version_info < (3, 11), reason="3.10 keeps a TypeVarTuple"),
        ),
    ],
)
def test_plain(kind: object, expected: object) -> None:
    """Aliases, new types and qualifiers are removed, and the arguments of an alias put in their place."""
    assert expected == plain(kind)


def test_kept() -> None:
    """A name that is to be kept is, and those around it are removed."""
    assert plain(Annotated[Count, "unit"], keep=[Count]) is Count
    assert plain(Whole, keep=[Whole]) is Whole
