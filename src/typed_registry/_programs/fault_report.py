"""The faults of a config as a program prints them, with a caret under each."""

from __future__ import annotations

from collections.abc import Sequence

from typed_registry._messages.quoted_line import quoted_line
from typed_registry._messages.render import texts
from typed_registry.config._document.faults import (
    COMMAND_LINE,
    Fault,
    IdleOverride,
    Malformed,
    MisplacedSection,
    MissingKey,
    Path,
    UnknownKey,
    WrittenTwice,
    WrongChoiceKey,
)
from typed_registry.config._document.locations import TextLines
from typed_registry.config._formats.yaml.reader import locate_values
from typed_registry.config._sources.overrides import parse_assignment
from typed_registry.errors import ConfigError


def fault_report(error: ConfigError, overrides: Sequence[str] = ()) -> str:
    """Return every fault with a caret under its place in the file, or in the override as it was typed."""
    return "".join(f"{text}{_under_override(fault, overrides)}" for fault, text in texts([error]))


def _under_override(fault: object, overrides: Sequence[str]) -> str:
    """Return the override that is to blame, with a caret; nothing for a fault of a file."""
    if not isinstance(fault, Fault) or fault.origin is None or fault.origin.source != COMMAND_LINE:
        return ""
    for find_column in (_column, _column_beside):
        for given in reversed(overrides):
            column = find_column(fault, given)
            if column is not None:
                return quoted_line(None, given, column + 1)
    return ""


def _column(fault: Fault, given: str) -> int | None:
    """Return where in an override the fault is; None if it is in none of its parts."""
    name, equals, text = given.partition("=")
    try:
        path, _ = parse_assignment(given)
    except ConfigError as error:
        is_same = any(each.problem == fault.problem for each in error.faults)
        start = len(name) + len(equals) if fault.path else 0  # unless the path itself can't be read
        return start if is_same else None
    wanted: Path = () if fault.origin is None else fault.origin.path
    words, wanted_words = [*map(str, path)], [*map(str, wanted)]
    if isinstance(fault.problem, MissingKey) and words == [*wanted_words[:-1], "name"]:  # of the component
        return len(name) + len(equals)
    depth = min(len(words), len(wanted_words))
    if words[:depth] != wanted_words[:depth]:
        return None
    is_of_key = isinstance(fault.problem, (UnknownKey, WrongChoiceKey, MisplacedSection, WrittenTwice))
    if isinstance(fault.problem, (IdleOverride, Malformed)):  # of the path: that of the value is found above
        return 0
    if depth == len(wanted_words) and (is_of_key or depth < len(words)):
        return len(".".join(words[: max(depth - 1, 0)])) + (depth > 1)
    return len(name) + len(equals) + _index_in_value(text, wanted_words[depth:], is_of_key=is_of_key)


def _column_beside(fault: Fault, given: str) -> int | None:
    """Return 0 for an override that gives another value beside a missing key, or inside of one; else None."""
    if not isinstance(fault.problem, MissingKey) or fault.origin is None:
        return None
    words, around = given.partition("=")[0].strip().split("."), [*map(str, fault.origin.path[:-1])]
    return 0 if len(words) > len(around) and words[: len(around)] == around else None


def _index_in_value(text: str, path: list[str], *, is_of_key: bool) -> int:
    """Return where in the text of a value the innermost value on a path is, or its key."""
    if not path:
        return 0
    found, depth = locate_values(text), 0
    for part in path:
        inner = next((item for name, item in found.items.items() if part == str(name)), None)
        if inner is None:
            break
        found, depth = inner, depth + 1
    if not depth:
        return 0
    index = TextLines(text).index
    if is_of_key and depth == len(path) and found.key_line is not None:
        return index(found.key_line, found.key_column)
    return index(found.line, found.column)
