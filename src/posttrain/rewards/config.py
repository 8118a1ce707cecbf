"""The configs of the rewards."""

from __future__ import annotations

import re
from typing import Annotated

from attrs import field, frozen
from attrs.validators import ge, gt, min_len

from posttrain.protocols import Reward
from posttrain.registries import REWARDS
from typed_registry import Spec


@frozen
class ExactMatchConfig:
    """1 for the row's `answer`, 0 for any other completion."""

    pattern: str | None = None
    """Where the answer is in a completion: a regular expression with one group; by default all of it."""
    ignore_case: bool = False

    def __attrs_post_init__(self) -> None:
        if self.pattern is not None and _compiled(self.pattern).groups != 1:
            message = f"pattern must have one group, which holds the answer: {self.pattern!r}"
            raise ValueError(message)


@frozen
class PartialMatchConfig:
    """The share of the answer's characters that are in their place."""


@frozen
class LastNumberConfig:
    """1 if the last number of a completion is the answer, 0 for any other."""

    tolerance: float = field(default=0.0, validator=ge(0))
    """By how much the number may differ from the answer."""


@frozen
class FormatConfig:
    """1 for a completion of the wanted form, 0 for any other."""

    pattern: str = field(validator=min_len(1))
    """A regular expression that the whole completion must match."""

    def __attrs_post_init__(self) -> None:
        _compiled(self.pattern)


@frozen
class LengthConfig:
    """0 for a completion of at most so many characters, and less for each beyond, down to -1."""

    longest: int = field(validator=ge(0))
    """How many characters cost nothing."""
    margin: int = field(default=16, validator=gt(0))
    """Over how many more the reward falls to -1 (the soft overlong punishment of DAPO, equation 13)."""


@frozen
class Part:
    """A reward in a sum."""

    reward: Annotated[Spec[Reward, []], REWARDS]
    weight: float = 1.0


@frozen
class WeightedConfig:
    """The sum of other rewards, each by its weight."""

    parts: tuple[Part, ...] = field(validator=min_len(1))


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.DOTALL)
    except re.error as error:
        message = f"pattern is no regular expression: {error}"
        raise ValueError(message) from None
