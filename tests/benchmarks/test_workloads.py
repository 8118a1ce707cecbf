"""What is timed: every way does the same work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

import pytest

from tests.benchmarks.workloads import (
    ADAPTER,
    BY_ANNOTATION,
    BY_NAME,
    CONFIGS,
    CONVERTER,
    METHODS,
    NESTED,
    PLAIN,
    TRAINERS,
    VALUES,
    Method,
    MethodConfig,
    TrainerModel,
    by_hand,
    nested,
)

STRUCTURE = cast("Callable[[object, object], MethodConfig]", CONVERTER.structure)
WAYS: Mapping[str, Callable[[Mapping[str, object]], Method]] = {
    "here": lambda data: METHODS.from_mapping(data).build(),
    "by hand": by_hand,
    "pydantic": lambda data: ADAPTER.validate_python(data).build(),
    "cattrs": lambda data: STRUCTURE(data, CONFIGS).build(),
}
WRONG: tuple[Mapping[str, object], ...] = (
    {**BY_NAME, "more": 1},
    {**BY_NAME, "steps": "many"},
    {**BY_NAME, "name": "method1000"},
    {key: value for key, value in BY_NAME.items() if key != "lr"},
)


def values(made: object) -> object:
    """The values of an object, those of the objects that it holds too."""
    held: Mapping[str, object] | None = getattr(made, "__dict__", None)
    return (
        made if held is None else (type(made).__name__, {key: values(value) for key, value in held.items()})
    )


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_same_object(way: Callable[[Mapping[str, object]], Method]) -> None:
    """Each peer makes the object that the plain call makes."""
    made, plain = way(BY_NAME), PLAIN(**VALUES)

    assert isinstance(made, Method)
    assert vars(plain) == vars(made)


@pytest.mark.parametrize("data", WRONG)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_same_checks(way: Callable[[Mapping[str, object]], Method], data: Mapping[str, object]) -> None:
    """Each peer refuses unknown and missing keys, wrong types and unknown names."""
    with pytest.raises(Exception):  # noqa: B017, PT011  # each has errors of its own
        way(data)


def test_same_nested_objects() -> None:
    """Six nested components are the same, whoever builds them."""
    assert values(nested()) == values(TRAINERS.from_mapping(NESTED).build())
    assert values(nested()) == values(TRAINERS.from_mapping(BY_ANNOTATION).build())
    assert values(nested()) == values(TrainerModel.model_validate(NESTED).build())
