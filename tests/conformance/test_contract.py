"""Where a registry may state its type, and that it is enforced from there."""

from __future__ import annotations

import pytest

from tests.samples import misfits
from tests.samples.kinds import ANNOTATED, DERIVED, LOOSE, SUBSCRIPTED
from tests.samples.trainers import Context, Idle, Trainer
from tests.samples.words import refusal
from typed_registry import Registry
from typed_registry.errors import ConformanceError


@pytest.mark.parametrize("registry", [SUBSCRIPTED, DERIVED, ANNOTATED, LOOSE])
def test_kind_enforced(registry: Registry[Trainer, ...]) -> None:  # type: ignore[explicit-any]  # of any dependencies
    """However the Protocol is stated, what doesn't fit it is refused."""
    with pytest.raises(ConformanceError) as caught:
        registry.register("x")(misfits.WrongReturn)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert (
        "  train: returns str, must return float\n"
        "    expected  train(steps: int) -> float\n"
        "    found     train(steps: int) -> str" == refusal(caught)
    )


@pytest.mark.parametrize("registry", [SUBSCRIPTED, DERIVED, ANNOTATED])
def test_dependencies_enforced(registry: Registry[Trainer, [Context]]) -> None:
    """However the dependencies are stated, what can't be built from them is refused."""
    with pytest.raises(ConformanceError) as caught:
        registry.register("x")(Idle)

    assert (
        "  constructor: takes no arguments by position, must take 1\n"
        "    expected  called with (Context)\n"
        "    found     __init__()" == refusal(caught)
    )


def test_dependencies_not_stated() -> None:
    """A registry without dependencies leaves them unchecked."""
    LOOSE.register("idle")(Idle)

    assert "idle" in LOOSE
