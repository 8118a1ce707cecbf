"""Explain errors of PyYAML: the place of a text that it can't parse, and what to write instead."""

from __future__ import annotations

import re
from typing import Final, Protocol

from attrs import frozen


class Mark(Protocol):
    """A place in a text; all of it counts from 0."""

    index: int
    line: int
    column: int


class MarkedError(Protocol):
    """The texts and the places of PyYAML's errors."""

    context: str | None
    context_mark: Mark | None
    problem: str | None
    problem_mark: Mark | None


@frozen
class _Advice:
    """The message for some of PyYAML's errors; its two parsers describe the same error in different words."""

    pattern: str
    """A regular expression for the context and the problem of the error."""
    message: str
    """With `{letter}`, the character at the place, and `{where}`, the start of what isn't complete."""
    is_at_start: bool = False
    """Whether the place is the start of what isn't complete, and not where the parser noticed that."""


_QUOTES = "a text that begins with {letter!r} is written in quotes"
_ADVICE: Final = (
    _Advice("document start", "the document has ended above; its keys begin in the same column"),
    _Advice("node content.*end", "a value is missing at the end"),
    _Advice("node content.*at a comma", "a value is missing before the comma"),
    _Advice("cannot start any token|node content", _QUOTES),
    _Advice("scanning (a directive|an alias|an anchor)|tag", _QUOTES, is_at_start=True),
    _Advice("block scalar.*(line break|indicators)", _QUOTES, is_at_start=True),
    _Advice("quoted scalar.*end of stream", "the quotes that begin here don't end", is_at_start=True),
    _Advice(
        "quoted scalar",
        "a backslash in double quotes begins an escape; write two of them, or single quotes around the text",
    ),
    _Advice("flow sequence.*end", "the '[' here has no ']'", is_at_start=True),
    _Advice("flow mapping.*end", "the '{{' here has no '}}'", is_at_start=True),
    _Advice("flow sequence", "expected ',' or ']' in the list that begins {where}"),
    _Advice("flow mapping", "expected ',' or '}}' in the mapping that begins {where}"),
    _Advice("could not find expected ':'", "this line of a mapping has no ': '", is_at_start=True),
    _Advice(
        "mapping values are not allowed",
        "a ': ' can't be here; a text that contains one is written in quotes, and the keys of a mapping "
        "begin in the same column",
    ),
    _Advice("sequence entries are not allowed", "a list with dashes begins in a line of its own"),
    _Advice(
        "block mapping.*quotes",
        "a text can't go on behind its quotes; inside '...' a quote is written '', and inside \"...\" \\\"",
    ),
    _Advice(
        "block mapping.*brackets",
        "a text can't go on behind brackets; one that begins with a bracket is written in quotes",
    ),
    _Advice(
        "block mapping",
        "expected the next key of the mapping that begins {where}; its keys begin in the same column",
    ),
    _Advice(
        "block collection",
        "expected the next item of the list that begins {where}; its dashes are in the same column",
    ),
)


def explain_syntax(error: MarkedError, text: str) -> tuple[str, Mark | None]:
    """Return what is wrong with a text and what to write instead, and where; None if PyYAML doesn't say."""
    mark, began = error.problem_mark, error.context_mark
    if mark is None:
        return f"{error.problem}", None
    if text[mark.index : mark.index + 1] == "\t":
        return "a tab isn't allowed here; use spaces", mark
    found = f"{error.context} {error.problem} {_circumstance(text, mark)}"
    advice = next((each for each in _ADVICE if re.search(each.pattern, found)), None)
    if advice is None:
        return " ".join(filter(None, (error.problem, error.context))), mark
    place = began if advice.is_at_start and began is not None else mark
    letter = text[place.index : place.index + 1]
    return advice.message.format(letter=letter, where=_where(began, mark)), place


def _circumstance(text: str, mark: Mark) -> str:
    """Return what else counts: that the text ends at the place, or what is there or just before it."""
    if not text[mark.index :].strip():
        return "at the end of stream"
    if text[mark.index] == ",":
        return "at a comma"
    before = text[: mark.index].rstrip(" ")
    if before.endswith(("'", '"')):
        return "behind quotes"
    return "behind brackets" if before.endswith(("}", "]")) else ""


def _where(began: Mark | None, mark: Mark) -> str:
    """Return where something begins, for a message at another place."""
    if began is None or began.line == mark.line:
        return "in this line"
    return f"in line {began.line + 1}"
