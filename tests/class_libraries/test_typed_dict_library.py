"""Dictionaries that a `TypedDict` declares."""

from __future__ import annotations

import pytest
from typing_extensions import NotRequired, TypedDict

from tests.class_libraries.samples import Functional, IntPair, Pair
from tests.samples.bag import fault
from tests.samples.holder import holder
from typed_registry.config import from_mapping, key


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        (IntPair, {"first": 1, "third": "a"}, ""),
        (IntPair, {"first": "a", "third": "a"}, "it.first: expected int, got 'a' (str)"),
        (IntPair, {"first": 1}, "it.third: missing; expected str"),
        (Pair[str], {"first": "a", "second": "b"}, ""),
        (Pair[str], {"first": "a", "second": 1}, "it.second: expected str, got 1 (int)"),
        (Functional, {"lr-rate": 0.5}, ""),
        (Functional, {"lr-rate": 0.5, "class": "a"}, ""),
        (Functional, {"class": 1, "lr-rate": 0.5}, "it.class: expected str, got 1 (int)"),
        (
            Functional,
            {"lr_rate": 0.5},
            "it.lr_rate: unknown key; did you mean 'lr-rate'? valid: 'lr-rate', 'class'",
        ),
    ],
)
def test_keys(kind: object, data: dict[str, object], said: str) -> None:
    """Which keys are required is as the class and its bases say, in annotations that are texts too."""
    root = holder(kind)

    if not said:
        assert data == from_mapping(root, {"it": data}).it
    else:
        assert said in fault(lambda: from_mapping(root, {"it": data}))


def test_plain_dictionary() -> None:
    """The value is a dictionary of its own, not the data itself."""
    data = {"first": 1, "third": "a"}
    made = from_mapping(holder(IntPair), {"it": data}).it

    assert dict is type(made)
    assert made is not data


def test_another_key() -> None:
    """A key of a dictionary can't have another name in a file."""
    from typing import Annotated

    class Renamed(TypedDict):
        lr_rate: Annotated[NotRequired[float], key("lr-rate")]

    with pytest.raises(TypeError) as caught:
        from_mapping(holder(Renamed), {"it": {}})

    assert "the dictionary itself has the key 'lr_rate'; write TypedDict('Renamed', {'lr-rate': ...})" in str(
        caught.value
    )
