"""The configs of the datasets."""

from __future__ import annotations

from collections.abc import Mapping
from math import perm
from pathlib import Path
from typing import Literal

from attrs import field, frozen
from attrs.validators import and_, ge, gt, le, lt, max_len, min_len, optional

ALPHABET = "abcdefghij"
"""The letters that words are made of."""


Policy = Literal["refuse", "skip"]
Orders = Literal["either", "preferred"]
FileFormat = Literal["json_lines", "json", "csv", "tsv", "parquet"]
LearntTurns = Literal["all", "last"]


@frozen
class SortingConfig:
    """Sort the letters of a word; which way round is a matter of preference, and of the word."""

    letters: int = field(default=5, validator=and_(ge(2), le(10)))
    """The length of the words."""
    examples: int = field(default=2000, validator=gt(0))
    """The number of words to learn from."""
    held_out: int = field(default=256, validator=gt(0))
    """The number of other words, to measure with."""
    demonstrations: Orders = "either"
    """Whether a demonstration has either order, at random, or the preferred one."""
    seed: int = 0
    """Decides over the words, and over the order that each demonstration has."""

    def __attrs_post_init__(self) -> None:
        words = perm(len(ALPHABET), self.letters)
        if self.examples + self.held_out > words:
            message = (
                f"there are only {words} words of {self.letters} different letters for examples and held_out"
            )
            raise ValueError(message)


@frozen
class ShippedConfig:
    """The size of a dataset that comes with posttrain."""

    examples: int | None = field(default=None, validator=optional(gt(0)))
    """The number of examples of each kind to learn from, from the first on; by default all."""
    held_out: int | None = field(default=None, validator=optional(gt(0)))
    """The number of held-out examples to measure with, from the first on; by default all."""


@frozen
class FilesConfig:
    """Examples of data files, in the layouts that are usual: JSON Lines, JSON, CSV and Parquet."""

    path: Path | tuple[Path, ...]
    """A file, a folder, a pattern such as `data/*.jsonl`, or several of these."""
    held_out_path: Path | tuple[Path, ...] | None = None
    """Other files to measure with; without any, a share of the examples is held out.

    A folder or pattern in `path` doesn't include them.
    """
    held_out: float = field(default=0.1, validator=and_(gt(0), lt(1)))
    """The share of the examples that is held out when there are no other files."""
    format: FileFormat | None = None
    """The format of all files; by default each file's is that of its suffix."""
    delimiter: str | None = field(default=None, validator=optional(and_(min_len(1), max_len(1))))
    """The character between the columns of CSV, such as `;`; by default a comma, and in TSV a tab."""
    columns: Mapping[str, str] = field(factory=dict[str, str], hash=False)
    """The names of columns in the files, by what they mean: `{prompt: question, answer: solution}`."""
    ignore: tuple[str, ...] = ()
    """Columns that are left out. Demonstrations and preferences have none but those of their layout."""
    learn: LearntTurns = "all"
    """Which turns of the assistant a demonstration teaches: all behind the prompt, or the last."""
    roles: Mapping[str, str] = field(factory=dict[str, str], hash=False)
    """Further names of roles in messages, by which `bing: assistant` is read as the assistant's."""
    chat: bool = False
    """Whether a prompt that is text is a user's message, and its completion the assistant's."""
    system: str | None = field(default=None, validator=optional(min_len(1)))
    """The system message of every conversation that has none."""
    limit: int | None = field(default=None, validator=optional(gt(0)))
    """The greatest number of examples to read."""
    malformed: Policy = "refuse"
    """Whether a row that isn't an example is an error, or is skipped with a warning."""
    seed: int = 0
    """Decides over which examples are held out."""

    def __attrs_post_init__(self) -> None:
        named = [*self.columns.values(), *self.ignore]
        twice = next((name for name in named if named.count(name) > 1), None)
        if twice is not None:
            message = f"the column {twice!r} is twice in columns and ignore"
            raise ValueError(message)
