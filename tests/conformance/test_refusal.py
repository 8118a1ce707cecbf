"""What the error for a refused component says, and that nothing is left of it."""

from __future__ import annotations

import sys

import pytest

from tests.samples import misfits
from tests.samples.trainers import Trainer
from typed_registry import Place, Registry
from typed_registry.errors import ConformanceError, Mismatch

Trainers = Registry[Trainer]
EXPECTED = "train(steps: int) -> float"


def test_text() -> None:
    """The first line names the registry, the component, its name and the place; the members follow."""
    with pytest.raises(TypeError) as caught:
        Trainers("trainers").register("sp")(misfits.Misspelt)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused
    error = caught.value

    assert isinstance(error, ConformanceError)
    assert Place(__file__, test_text.__code__.co_firstlineno + 3) == error.place
    assert (
        f"trainers: Misspelt can't be registered as 'sp' ({error.place}):\n"
        "  train: Misspelt has no 'train'; did you mean 'trian'?\n"
        "    expected  train(steps: int) -> float" == str(error)
    )


def test_facts() -> None:
    """The error's fields hold the facts that its text states."""
    with pytest.raises(ConformanceError) as caught:
        Trainers("trainers").register("r")(misfits.WrongReturn)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused
    error = caught.value
    mismatch = Mismatch("train", EXPECTED, "train(steps: int) -> str", "returns str, must return float")

    assert ("trainers", "r") == (error.registry, error.name)
    assert ("WrongReturn", "Trainer") == (error.component, error.type)
    assert (mismatch,) == error.mismatches
    assert str(error).endswith(
        "  train: returns str, must return float\n"
        "    expected  train(steps: int) -> float\n"
        "    found     train(steps: int) -> str"
    )


def test_refused_is_not_registered() -> None:
    """A refused component is not in the registry."""
    registry = Trainers("trainers")
    with pytest.raises(ConformanceError):
        registry.register("r")(misfits.WrongReturn)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert "r" not in registry


@pytest.mark.parametrize(
    ("component", "reason", "found"),
    [
        (misfits.WrongReturn, "returns str, must return float", "train(steps: int) -> str"),
        (misfits.WrongParameter, "parameter 'steps' takes str, must take int", "train(steps: str) -> float"),
        (misfits.Demanding, "parameter 'rate' has no default", "train(steps: int, rate: float) -> float"),
        (misfits.Sparing, "has no parameter 'steps: int'", "train() -> float"),
        (misfits.Async, "must not be async", "async train(steps: int) -> float"),
        (misfits.Valued, "isn't a method", "train: float"),
        (
            misfits.Twofold,
            "parameter 'steps' takes str, must take int; returns str, must return float",
            "train(steps: str) -> str",
        ),
        (misfits.Seen, "returns PurePosixPath, must return float", "train(steps: int) -> PurePosixPath"),
    ],
)
def test_reasons(component: type[Trainer], reason: str, found: str) -> None:
    """Every way in which the method differs is a reason, and the method is shown as it is written."""
    with pytest.raises(ConformanceError) as caught:
        Trainers("trainers").register("x")(component)

    assert (Mismatch("train", EXPECTED, found, reason),) == caught.value.mismatches


def test_names_for_checkers_alone() -> None:
    """A method is accepted if only a checker can resolve the names in its annotations."""
    registry = Trainers("trainers")
    registry.register("hidden")(misfits.Hidden)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # the checkers know better

    assert f"{__package__}.unseen" not in sys.modules
    assert "hidden" in registry
