"""The generated part of the page of errors: `python -m tests.messages.page` writes it.

Each error and each kind of fault has its class's docstring, its fields, and a message from the tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from tests.messages.error_samples import ERRORS
from tests.messages.test_faults import PROBLEMS
from typed_registry._annotations.show import show
from typed_registry._class_libraries.library_of import declared_fields
from typed_registry._documentation.field_docs import docs, own_doc
from typed_registry._messages.explain_fault import explain_here
from typed_registry.errors import Fault, Problem, RegistryError

FILE = Path(__file__).parents[2] / "docs" / "errors.md"
MARK = "<!-- generated from here on -->\n"


def page() -> str:
    """The page, with its generated part as it is now."""
    written = FILE.read_text(encoding="utf-8").partition(MARK)[0]
    errors = [part for error, text in first_errors() for part in section(type(error), error.kind, text)]
    faults = [part for each in first_problems() for part in section(type(each), each.kind, _message(each))]
    return (
        "\n".join([f"{written}{MARK}", "## Every error\n", *errors, "## Every kind of fault\n", *faults])
        .rstrip("\n")
        .join(("", "\n"))
    )


def first_errors() -> Iterator[tuple[RegistryError, str]]:
    """The first example of each class of errors."""
    seen: set[type] = set()
    for error, _, text in ERRORS:
        if type(error) not in seen:
            seen.add(type(error))
            yield error, text


def first_problems() -> Iterator[Problem]:
    """The first example of each kind of problem, in the order of their union."""
    for kind in get_args(Problem):
        yield next(problem for problem, _ in PROBLEMS if type(problem) is kind)


def section(described: type, kind: str, message: str) -> Iterator[str]:
    """The section of a class of errors or problems."""
    yield f"### `{kind}`: `{described.__name__}`\n"
    yield f"{own_doc(described)}{_builtin(described)}\n"
    yield f"<!-- not run: a message from the tests -->\n```text\n{message}\n```\n"
    known = docs(described)
    fields = [_row(each.name, show(each.type), known[each.name]) for each in declared_fields(described)]
    yield "\n".join(["| field | type | |", "| --- | --- | --- |", *fields, ""])


def _row(name: str, kind: str, doc: str) -> str:
    return f"| `{name}` | `{kind.replace('|', chr(92) + '|')}` | {doc} |"


def _builtin(kind: type) -> str:
    builtin = next((base.__name__ for base in kind.__mro__ if base.__module__ == "builtins"), "object")
    return "" if builtin == "object" else f" It is a `{builtin}` as well."


def _message(problem: Problem) -> str:
    return explain_here(Fault(("loss", "beta"), problem))


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
