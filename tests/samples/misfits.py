"""Classes and functions that are no `Trainer`, each in one way, for tests of what is refused."""

# ruff: noqa: ANN001, ANN003, ANN201, ANN204, ARG001, ARG002  # what is wrong with them is the point

from __future__ import annotations

import abc
from typing import TYPE_CHECKING

from attrs import define, frozen

from tests.samples.trainers import Context, DPOConfig, Idle

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from tests.samples.unseen import Unseen


class Misspelt:
    """Its method's name has two letters swapped."""

    def trian(self, steps: int) -> float:
        """Would be `train`."""
        return 0.0


class WrongReturn:
    """Its method returns another type."""

    def __init__(self, context: Context | None = None) -> None:
        self.context = context

    def train(self, steps: int) -> str:
        """Returns text."""
        return ""


class WrongParameter:
    """Its parameter takes another type."""

    def train(self, steps: str) -> float:
        """Takes text."""
        return 0.0


class Demanding:
    """Its method wants more than a caller gives."""

    def train(self, steps: int, rate: float) -> float:
        """Can't be called with steps alone."""
        return 0.0


class Sparing:
    """Its method takes less than a caller gives."""

    def train(self) -> float:
        """Can't be called with steps."""
        return 0.0


class Async:
    """Its method must be awaited."""

    async def train(self, steps: int) -> float:
        """Gives a coroutine."""
        return 0.0


class Valued:
    """It has a value where the method should be."""

    train: float = 0.0


class Hidden:
    """Its method's types are known to the checker alone."""

    def train(self, steps: Unseen) -> Unseen:
        """Takes and returns what run time can't name."""
        return steps


class Seen:
    """Its method's type is imported for the checker, and by others at run time."""

    def train(self, steps: int) -> PurePosixPath:
        """Returns a path."""
        raise NotImplementedError


class Twofold:
    """It is wrong in two ways, in one method."""

    def train(self, steps: str) -> str:
        """Takes text and returns text."""
        return ""


class Abstract(abc.ABC):
    """It leaves a method open."""

    @abc.abstractmethod
    def train(self, steps: int) -> float:
        """Left open."""

    @abc.abstractmethod
    def stop(self) -> None:
        """Left open, too."""


class Silent:
    """It says nothing of its types, as many third-party classes do."""

    def __init__(self, context, **options):  # type: ignore[no-untyped-def]  # pyright: ignore[reportMissingParameterType, reportUnknownParameterType]  # on purpose
        self.context = context  # on purpose
        self.options = options

    def train(self, steps):  # type: ignore[no-untyped-def]  # pyright: ignore[reportMissingParameterType, reportUnknownParameterType]  # on purpose
        """Could be a trainer."""
        return 0.0


class Contextless(Idle):
    """It can't be built from a config and a context."""

    def __init__(self, config: DPOConfig) -> None:
        self.config = config


class Swapped(Idle):
    """It takes its arguments in the wrong order."""

    def __init__(self, context: Context, config: DPOConfig) -> None:
        self.config = config


class Greedy(Idle):
    """It is built from more than a config and a context."""

    def __init__(self, config: DPOConfig, context: Context, rate: float, *, seed: int) -> None:
        self.config = config


@define
class MutableConfig:
    """A config that isn't frozen."""

    beta: float = 0.1


@frozen
class NamedConfig:
    """A config with a field that no file could give."""

    name: str = "here"


class Named(Idle):
    """It takes a config with a field called `name`."""

    def __init__(self, config: NamedConfig, context: Context) -> None:
        self.config = config


class PlainConfig:
    """A config that isn't an attrs class."""


class Mutable(Idle):
    """It takes a config that isn't frozen."""

    def __init__(self, config: MutableConfig, context: Context) -> None:
        self.config = config


class Plain(Idle):
    """It takes a config that isn't an attrs class."""

    def __init__(self, config: PlainConfig, context: Context) -> None:
        self.config = config


@frozen
class Number:
    """A value that isn't a trainer."""

    value: int = 0


def counted(context: Context) -> Number:
    """A factory of the wrong thing."""
    return Number()


def perhaps(context: Context) -> Idle | None:
    """A factory that may make nothing."""
    return None


async def later(context: Context) -> Idle:
    """A factory that must be awaited."""
    return Idle()
