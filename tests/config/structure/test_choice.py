"""Which registry a field chooses from, and what of it the field takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.samples.bag import fault
from tests.samples.experiment import BUILT, LOSSES
from tests.samples.narrow import (
    FLAT,
    NUMBERS,
    Dependent,
    Loose,
    Nowhere,
    Optionally,
    Preferring,
    Stating,
    Unclear,
)
from typed_registry.config import from_mapping, load

if TYPE_CHECKING:
    from typed_registry._typing_forms import Config

Write = Callable[[str, str], Path]


def test_narrower_field() -> None:
    """A field of a narrower Protocol takes the components that fit it."""
    sigmoid = LOSSES.from_mapping({"name": "sigmoid"})
    expected = Preferring(sigmoid)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # known at run time

    assert expected == from_mapping(Preferring, {"loss": "sigmoid"})


def test_narrower_field_refuses(write: Write) -> None:
    """A component that doesn't fit the field is refused, with the reasons and with those that fit."""
    file = write("c.yaml", "loss: {name: cross_entropy, weight: 2}\n")

    assert (
        f"{file}:1:14: loss.name: 'cross_entropy' is not a PreferenceLoss "
        "(reward: CrossEntropy has no 'reward'); valid: 'sigmoid'" == fault(lambda: load(Preferring, file))
    )


def test_judging_constructs_nothing() -> None:
    """Whether a component fits is judged without making one."""
    BUILT.clear()
    fault(lambda: from_mapping(Preferring, {"loss": "cross_entropy"}))

    assert [] == BUILT


def test_optional_and_many() -> None:
    """A choice may be left out, or made several times."""
    data = {
        "loss": None,
        "more": ["sigmoid", {"name": "cross_entropy", "weight": 2}],
        "named": {"a": "sigmoid"},
    }
    sigmoid, entropy = (
        LOSSES.from_mapping({"name": "sigmoid"}),
        LOSSES.from_mapping({"name": "cross_entropy", "weight": 2}),
    )

    assert Optionally(None, (sigmoid, entropy), {"a": sigmoid}) == from_mapping(Optionally, data)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            {"loss": "sigmiod"},
            "loss: losses has no 'sigmiod'; did you mean 'sigmoid'? valid: 'sigmoid', 'cross_entropy'",
        ),
        (
            {"loss": {"name": "sigmoid", "kin": 1}},
            (
                "loss.kin: unknown key of sigmoid (losses); did you mean 'kind'? "
                "valid: 'label_smoothing', 'kind'"
            ),
        ),
        ({"loss": 3}, "loss: expected one of losses | None, got 3 (int)"),
        (
            {"more": ["sigmoid", {"name": "cross_entropy", "weight": "x"}]},
            "more.1.weight: expected float, got 'x' (str)",
        ),
        ({"named": {"a": {}}}, "named.a.name: missing; expected one of losses: 'sigmoid', 'cross_entropy'"),
    ],
)
def test_faults_within(data: dict[str, object], expected: str) -> None:
    """Faults within optional and repeated choices have their paths."""
    assert expected == fault(lambda: from_mapping(Optionally, data))


def test_stated_registry() -> None:
    """`Annotated` says which of two registries of one kind is meant."""
    assert Stating(FLAT.from_mapping({"name": "square", "side": 2.0})) == from_mapping(
        Stating, {"shape": {"name": "square", "side": 2}}
    )


def test_stated_beside_found() -> None:
    """A registry of a class is found by that class."""
    expected = Loose(NUMBERS.from_mapping({"name": "three"}), LOSSES.from_mapping({"name": "sigmoid"}))

    assert expected == from_mapping(Loose, {"number": "three", "loss": "sigmoid"})


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (
            Unclear,
            (
                "Spec[Shape]: 2 registries hold Shape: "
                "tests.samples.narrow.FLAT, tests.samples.narrow.ROUND; "
                "say which: Annotated[Spec[Shape, ...], REGISTRY]"
            ),
        ),
        (
            Nowhere,
            (
                "Spec[Color]: no registry holds Color; import the module that defines the registry, "
                "or name it: Annotated[Spec[Color, ...], REGISTRY]"
            ),
        ),
        (
            Dependent,
            "Spec[Shape, [int]]: flat builds its components from []; write Spec[Shape, []]",
        ),
    ],
)
def test_unclear_registry(config: type[Config], expected: str) -> None:
    """A field whose registry can't be told is the program's error, and says what to write."""
    with pytest.raises(TypeError) as caught:
        from_mapping(config, {})

    assert expected == str(caught.value)
