"""Faults for who reads them: a person at a terminal, another program, or GitHub's annotations."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from typed_registry.config.explain import explain_fault, explain_problem
from typed_registry.config.fault import Fault, Origin, show_path

if TYPE_CHECKING:
    from typing import TypeAlias

Report: TypeAlias = "Callable[[Iterable[Fault]], str]"


def as_text(faults: Iterable[Fault]) -> str:
    """Each fault with the line that has it, and a mark under the place."""
    return "".join(f"{explain_fault(fault)}\n{_pointed(fault.origin)}" for fault in faults)


def as_json(faults: Iterable[Fault]) -> str:
    """A list of objects with `file`, `line`, `column`, `path`, `kind` and `message`."""
    return json.dumps([_facts(fault) for fault in faults], indent=2, ensure_ascii=False) + "\n"


def as_github(faults: Iterable[Fault]) -> str:
    """A workflow command for each fault, which GitHub shows beside the line."""
    return "".join(f"::error {_properties(fault)}::{_escaped(_message(fault))}\n" for fault in faults)


REPORTS: Mapping[str, Report] = {"text": as_text, "json": as_json, "github": as_github}


def _pointed(origin: Origin | None) -> str:
    if origin is None or origin.line is None:
        return ""
    try:
        line = Path(origin.source).read_text(encoding="utf-8-sig").split("\n")[origin.line - 1]
    except (OSError, ValueError, IndexError):
        return ""  # the fault itself says that it can't be read
    number = str(origin.line)
    indent = "".join("\t" if letter == "\t" else " " for letter in line[: (origin.column or 1) - 1])
    return f"  {number} | {line}\n  {' ' * len(number)} | {indent}^\n"


def _facts(fault: Fault) -> dict[str, str | int | None]:
    origin = fault.origin or Origin("", None, None, fault.path)
    return {
        "file": origin.source,
        "line": origin.line,
        "column": origin.column,
        "path": show_path(origin.path),
        "kind": type(fault.problem).__name__,
        "message": explain_problem(fault.problem, str(fault.path[-1]) if fault.path else ""),
    }


def _message(fault: Fault) -> str:
    facts = _facts(fault)
    return f"{facts['path']}: {facts['message']}" if facts["path"] else str(facts["message"])


def _properties(fault: Fault) -> str:
    origin = fault.origin or Origin("", None, None, fault.path)
    given = {"file": origin.source, "line": origin.line, "col": origin.column}
    return ",".join(f"{key}={_property(value)}" for key, value in given.items() if value)


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    return _escaped(str(value)).replace(":", "%3A").replace(",", "%2C")
