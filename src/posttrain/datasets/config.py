"""The configs of the datasets."""

from __future__ import annotations

from math import perm
from pathlib import Path
from typing import Literal

from attrs import field, frozen
from attrs.validators import and_, ge, gt, le, lt, optional

ALPHABET = "abcdefghij"
"""The letters that words are made of."""


Policy = Literal["refuse", "skip"]
Orders = Literal["either", "preferred"]


@frozen
class SortingConfig:
    """Sort the letters of a word; which way round is a matter of preference, and of the word."""

    letters: int = field(default=5, validator=and_(ge(2), le(10)))
    """How long the words are."""
    examples: int = field(default=2000, validator=gt(0))
    """How many words to learn from."""
    held_out: int = field(default=256, validator=gt(0))
    """How many other words to measure with."""
    demonstrations: Orders = "either"
    """Whether a demonstration sorts either way round, as if by lot, or in the preferred order."""
    seed: int = 0
    """Of the words, and of the order that each demonstration happens to use."""

    def __attrs_post_init__(self) -> None:
        words = perm(len(ALPHABET), self.letters)
        if self.examples + self.held_out > words:
            message = (
                f"there are only {words} words of {self.letters} different letters for examples and held_out"
            )
            raise ValueError(message)


@frozen
class JSONLinesConfig:
    """A file of prompt and completion; prompt, chosen and rejected; prompt and answer; or messages."""

    path: Path
    held_out_path: Path | None = None
    """Another file to measure with; without one, a share of this one is held out."""
    held_out: float = field(default=0.1, validator=and_(gt(0), lt(1)))
    """The share of the examples that is held out when there is no second file."""
    limit: int | None = field(default=None, validator=optional(gt(0)))
    """How many examples to read at most."""
    malformed: Policy = "refuse"
    """What becomes of a line that holds no example: the file is refused, or the line skipped."""
    seed: int = 0
    """Of which examples are held out."""
