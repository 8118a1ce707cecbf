"""The rewards of completions, checked, and those of which they are the sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from textwrap import shorten
from typing import Protocol, runtime_checkable

from attrs import frozen

from posttrain.attempt import Attempt
from posttrain.errors import RewardError
from posttrain.protocols import Reward


@frozen
class Scores:
    """The rewards of completions, and each reward that has a part in them."""

    values: tuple[float, ...]
    parts: Mapping[str, tuple[float, ...]]
    """By the reward's name, without its weight."""


@runtime_checkable
class CompositeReward(Protocol):
    """A reward that consists of others."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parts, in their order."""
        ...

    def scores(self, attempts: Sequence[Attempt]) -> Scores:
        """Return the rewards, and those of the parts."""
        ...


def part_names(reward: Reward, name: str) -> tuple[str, ...]:
    """Return the names of the parts that `score` returns."""
    return reward.names if isinstance(reward, CompositeReward) else (name,)


def score(reward: Reward, name: str, attempts: Sequence[Attempt], missing_end_penalty: float = 0.0) -> Scores:
    """Return the rewards of completions by the reward of this name.

    The penalty is taken from the rewards of completions that were cut off, and not from the parts.

    Raises RewardError if it doesn't return a finite number for each completion.
    """
    found = _scores(reward, name, attempts)
    penalties = [missing_end_penalty * (attempt.stop_reason == "length") for attempt in attempts]
    values = (value - penalty for value, penalty in zip(found.values, penalties, strict=True))
    return Scores(tuple(values), found.parts)


def _scores(reward: Reward, name: str, attempts: Sequence[Attempt]) -> Scores:
    if isinstance(reward, CompositeReward):
        return reward.scores(attempts)
    values = checked(name, reward(attempts), len(attempts))
    return Scores(values, {name: values})


def checked(name: str, values: Sequence[float], count: int) -> tuple[float, ...]:
    """Return the values of a reward as floats. Raises RewardError unless there are `count` finite numbers."""
    try:
        found = tuple(map(float, values))
    except (TypeError, ValueError):
        raise RewardError(name, count, 0, returned=shorten(repr(values), 80)) from None
    if len(found) != count:
        raise RewardError(name, count, len(found))
    wrong = next((place for place, value in enumerate(found) if not isfinite(value)), None)
    if wrong is not None:
        raise RewardError(name, count, len(found), wrong, found[wrong])
    return found
