"""Modules, classes and objects that have `train` themselves, not by their class."""

# ruff: noqa: ARG001, ARG002, ARG003  # a fake takes what a trainer takes

from __future__ import annotations

from tests.samples import storing as nothing
from tests.samples import trained as training
from tests.samples.trainers import Trainer

__all__ = ["nothing", "training"]


class Training:
    """A class whose method needs no instance."""

    @classmethod
    def train(cls, steps: int) -> float:
        """Returns nothing of interest."""
        return 0.0


class Bound:
    """A class whose method needs an instance."""

    def train(self, it: int, steps: int) -> float:
        """Returns nothing of interest."""
        return 0.0


class Untrained:
    """A class without the method."""


class Bare:
    """A class whose instances get the method one by one."""


def bare() -> Trainer:
    """An object with a function of its own."""
    made = Bare()
    made.train = training.train  # type: ignore[attr-defined]  # on purpose  # pyright: ignore[reportAttributeAccessIssue]
    return made  # type: ignore[return-value]  # on purpose  # pyright: ignore[reportReturnType]


def mistyped() -> object:
    """An object with another function of its own."""

    def train(steps: str) -> float:
        return 0.0

    made = Bare()
    made.train = train  # type: ignore[attr-defined]  # on purpose  # pyright: ignore[reportAttributeAccessIssue]
    return made
