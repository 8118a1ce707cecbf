"""Examples that are too long: refused, or left out with a message that says which they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, islice
from typing import Literal, Protocol, TypeAlias, TypeVar

from attrs import frozen

from posttrain.completion_table import asked
from posttrain.errors import ExampleKind, OverlongError, listed_places
from posttrain.example import Prompt

LimitSetting: TypeAlias = Literal["max_length", "max_prompt_length", "max_tokens", "context"]
SHOWN = 3
"""The number of places in a message."""
LONGEST = 40
"""Characters of a prompt in a message, in the place of a file and a line."""


class Placed(Protocol):
    """An example that knows where it is from."""

    @property
    def prompt(self) -> Prompt:
        """The prompt."""
        ...

    @property
    def place(self) -> str:
        """The file and the line; empty if there are none."""
        ...


X = TypeVar("X", bound=Placed)


@frozen
class Limit:
    """The most tokens that an example may have."""

    tokens: int
    setting: LimitSetting
    """The setting that it follows from, or `context` for the model's own."""
    kind: ExampleKind
    skips: bool
    """Whether longer ones are left out, and aren't an error."""

    @property
    def text(self) -> str:
        """The limit in words.

        >>> Limit(512, "max_length", "example", skips=True).text
        'max_length, 512 tokens'
        """
        if self.setting == "max_tokens":
            return f"the {self.tokens} tokens that max_tokens leaves of the model's context"
        name = "the model's context" if self.setting == "context" else self.setting
        return f"{name}, {self.tokens} tokens"


def within(
    limit: Limit, examples: Sequence[X], lengths: Sequence[int], stage: str
) -> tuple[Sequence[X], str]:
    """Return the examples that aren't too long, and a message about the others; it is empty without any.

    Raises OverlongError if these aren't to be left out, or if nothing would be left.
    """
    beyond = beyond_limit(limit.tokens, examples, lengths)
    if not beyond:
        return examples, ""
    count, first = len(examples), places(beyond)
    if not limit.skips or len(beyond) == count:
        shortest, longest = min(lengths), max(lengths)
        raise OverlongError(stage, limit.kind, limit.text, shortest, longest, len(beyond), count, first)
    kept = [each for each, length in zip(examples, lengths, strict=True) if length <= limit.tokens]
    many = f"{len(beyond)} of {count} {limit.kind}s are longer than {limit.text}, and are left out"
    return kept, f"{stage}: {many}: {listed_places(first, len(beyond))}"


def beyond_limit(tokens: int, examples: Sequence[X], lengths: Sequence[int]) -> list[X]:
    """Return the examples that have more tokens."""
    return [each for each, length in zip(examples, lengths, strict=True) if length > tokens]


def places(examples: Sequence[Placed]) -> tuple[str, ...]:
    """Return where the first of some examples are, or how their prompts begin.

    A dataset has its examples in any order: the first are those of the lowest lines.
    """
    placed = sorted((each.place for each in examples if each.place), key=_by_number)
    others = (_beginning(asked(each.prompt)) for each in examples if not each.place)
    return tuple(islice(chain(placed, others), SHOWN))


def _by_number(place: str) -> list[tuple[int, str]]:
    """Return a key that sorts `a.jsonl:9` before `a.jsonl:10`."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", place)]


def _beginning(prompt: str) -> str:
    return repr(prompt if len(prompt) <= LONGEST else f"{prompt[:LONGEST]}...")
