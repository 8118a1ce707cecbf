"""Read the comments of a case file, which state what each checker must say.

A line without a mark must be accepted. A mark is a comment at the end of its line:

    # rejected: WORD    with errors, all of them by the rules of this word in `rule.py`
    # reveals: TYPE     with this type, written as in a source file, and no error
    # accepted          written out where an exception follows

An exception follows after a semicolon:

    ; ty: TYPE          this checker prints the type in another way, which is right as well
    ; limit: NAME       the checkers of this known limit in `limit.py` do the opposite; commas between several

A comment `# limit: NAME`, alone on its line, applies to the whole file: errors by its rule are ignored.
"""

from __future__ import annotations

import re
import tokenize
from collections.abc import Mapping
from pathlib import Path

from attrs import field, frozen

from tests.typing.limit import ALL, LIMITS
from tests.typing.rule import RULES
from tests.typing.shown import normal

_MARK = re.compile(r"# (accepted|rejected: |reveals: )([^;]*)((?:; \w+: [^;]+)*)")
_ALONE = re.compile(r"# limit: (\w.*)")


@frozen
class Mark:
    """What each checker must say of a line."""

    verdict: str = "accepted"
    """`accepted`, `rejected` or `reveals`."""
    value: str = ""
    """The word for the rules of a rejected line, or the revealed type."""
    others: Mapping[str, str] = field(factory=dict[str, str])
    """The types that single checkers print instead."""
    limits: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        words = {self.value} - set(RULES) if self.verdict == "rejected" else set[str]()
        unknown = words | set(self.limits) - set(LIMITS) | set(self.others) - set(ALL)
        if unknown:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")

    def __str__(self) -> str:
        return f"{self.verdict}: {self.value}" if self.value else self.verdict


@frozen
class Case:
    """A case file."""

    file: Path
    marks: Mapping[int, Mark]
    """The mark of every line of code."""
    limits: tuple[str, ...]
    """The limits that apply to the whole file."""


def read(file: Path) -> Case:
    """Read a case file. Raises ValueError for a comment beside code that isn't a mark."""
    marks: dict[int, Mark] = {}
    limits: list[str] = []
    with file.open("rb") as source:
        for token in tokenize.tokenize(source.readline):
            line = token.start[0]
            if token.type == tokenize.COMMENT and line in marks:
                marks[line] = _mark(token.string, f"{file.name}:{line}")
            elif token.type == tokenize.COMMENT:
                limits += _ALONE.findall(token.string)
            elif token.type != tokenize.ENCODING and token.string.strip():
                marks[line] = Mark()
    return Case(file, marks, Mark(limits=tuple(limits)).limits)


def _mark(comment: str, place: str) -> Mark:
    found = _MARK.fullmatch(comment)
    if not found:
        raise ValueError(f"{place}: no mark: {comment}")
    clauses = dict(clause.split(": ", 1) for clause in found[3].split("; ")[1:])
    limits = clauses.pop("limit", None)
    try:
        return Mark(
            found[1].rstrip(": "),
            normal(found[2]),
            {checker: normal(shown) for checker, shown in clauses.items()},
            tuple(limits.split(", ")) if limits else (),
        )
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from None
