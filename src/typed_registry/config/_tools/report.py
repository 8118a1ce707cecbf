"""Reports of faults and deprecated uses: as text for a terminal, as JSON, or as commands for GitHub."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from typed_registry._messages.explain_fault import explain_fault, explain_here
from typed_registry.config._document.deprecated_fields import (
    DeprecatedUse,
    explain_deprecated_use,
    explain_replacement,
)
from typed_registry.config._document.faults import Fault, Origin, show_path
from typed_registry.config._document.faults import Path as Trail

if TYPE_CHECKING:
    from typing import TypeAlias

Facts: TypeAlias = "dict[str, str | int | None]"


class Report(Protocol):
    """A function that returns the text of a report."""

    def __call__(self, faults: Iterable[Fault], outdated: Iterable[DeprecatedUse] = ()) -> str:
        """Return the report of faults and of deprecated uses."""
        ...


def as_text(faults: Iterable[Fault], outdated: Iterable[DeprecatedUse] = ()) -> str:
    """Return each fault with its line in the file and a mark under the place, and a line for each use."""
    lines = cache(_lines)
    explained = [f"{explain_fault(fault)}\n{_pointed(fault.origin, lines)}" for fault in faults]
    uses = dict.fromkeys(f"{explain_deprecated_use(use)}\n" for use in outdated)
    return "".join((*explained, *uses))


def as_json(faults: Iterable[Fault], outdated: Iterable[DeprecatedUse] = ()) -> str:
    """Return a list of objects with `severity`, `file`, `line`, `column`, `path`, `kind` and `message`."""
    return json.dumps(list(_facts(faults, outdated)), indent=2, ensure_ascii=False) + "\n"


def as_github(faults: Iterable[Fault], outdated: Iterable[DeprecatedUse] = ()) -> str:
    """Return a workflow command for each, which GitHub shows beside the line."""
    return "".join(map(_command, _facts(faults, outdated)))


REPORTS: Mapping[str, Report] = {"text": as_text, "json": as_json, "github": as_github}


def _lines(source: str) -> list[str]:
    """Return the lines of a file; nothing for one that can't be read, which is a fault itself."""
    try:
        return Path(source).read_text(encoding="utf-8-sig").split("\n")
    except (OSError, ValueError):
        return []


def _pointed(origin: Origin | None, lines: Callable[[str], list[str]]) -> str:
    """Return the line of an origin, and a line with a mark under its column."""
    if origin is None or origin.line is None or origin.line > len(lines(origin.source)):
        return ""
    line = lines(origin.source)[origin.line - 1]
    number = str(origin.line)
    indent = "".join("\t" if letter == "\t" else " " for letter in line[: (origin.column or 1) - 1])
    return f"  {number} | {line}\n  {' ' * len(number)} | {indent}^\n"


def _facts(faults: Iterable[Fault], outdated: Iterable[DeprecatedUse]) -> Iterator[Facts]:
    for fault in faults:
        kind = type(fault.problem).__name__
        yield _fact("error", fault.origin, fault.path, kind, explain_here(fault))
    for use in dict.fromkeys(outdated):
        yield _fact("warning", use.origin, use.path, "Outdated", explain_replacement(use))


def _fact(severity: str, origin: Origin | None, path: Trail, kind: str, message: str) -> Facts:
    origin = origin or Origin("", None, None, path)
    return {
        "severity": severity,
        "file": origin.source,
        "line": origin.line,
        "column": origin.column,
        "path": show_path(origin.path),
        "kind": kind,
        "message": message,
    }


def _command(facts: Facts) -> str:
    given = {"file": facts["file"], "line": facts["line"], "col": facts["column"]}
    properties = ",".join(f"{key}={_property(value)}" for key, value in given.items() if value)
    message = f"{facts['path']}: {facts['message']}" if facts["path"] else str(facts["message"])
    return f"::{facts['severity']} {properties}::{_escaped(message)}\n"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    return _escaped(str(value)).replace(":", "%3A").replace(",", "%2C")
