"""The faults of a config as a program prints them, with a caret under each."""

from __future__ import annotations

from collections.abc import Sequence

from typed_registry._messages.quoted_line import quoted_line
from typed_registry._messages.render import texts
from typed_registry.config._document.faults import (
    COMMAND_LINE,
    Fault,
    Malformed,
    MisplacedSection,
    Path,
    UnknownKey,
    WrittenTwice,
    WrongChoiceKey,
)
from typed_registry.config._sources.overrides import parse_assignment
from typed_registry.errors import ConfigError


def fault_report(error: ConfigError, overrides: Sequence[str] = ()) -> str:
    """Return every fault with a caret under its place in the file, or in the override as it was typed."""
    return "".join(f"{text}{_under_override(fault, overrides)}" for fault, text in texts([error]))


def _under_override(fault: object, overrides: Sequence[str]) -> str:
    """Return the override that is to blame, with a caret; nothing for a fault of a file."""
    if not isinstance(fault, Fault) or fault.origin is None or fault.origin.source != COMMAND_LINE:
        return ""
    for given in reversed(overrides):
        column = _column(fault, given)
        if column is not None:
            return quoted_line(None, given, column + 1)
    return ""


def _column(fault: Fault, given: str) -> int | None:
    """Return where in an override the fault is; None if it is in none of its parts."""
    name, equals, _ = given.partition("=")
    try:
        path, _ = parse_assignment(given)
    except ConfigError as error:
        is_same = any(each.problem == fault.problem for each in error.faults)
        return len(name) + len(equals) if is_same and equals else 0 if is_same else None
    wanted: Path = () if fault.origin is None else fault.origin.path
    words, wanted_words = [*map(str, path)], [*map(str, wanted)]
    depth = min(len(words), len(wanted_words))
    if words[:depth] != wanted_words[:depth]:
        return None
    is_of_key = isinstance(fault.problem, (UnknownKey, WrongChoiceKey, MisplacedSection, WrittenTwice))
    if isinstance(fault.problem, Malformed):  # of the path: that of the value is found above
        return 0
    if depth == len(wanted_words) and (is_of_key or depth < len(words)):
        return len(".".join(words[: max(depth - 1, 0)])) + (depth > 1)
    return len(name) + len(equals)
