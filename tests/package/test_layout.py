"""The layout of the library: imports run one way, and no two classes share a name."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

import typed_registry

ROOT = Path(typed_registry.__file__).parent

STAGES = (
    "_constant _distribution _equality _frozendict _installed_files _late_names _module_names _place",
    "_running_modules _typing_forms _weak_references",
    "_annotations _atomic_write _class_libraries _messages.suggest _messages.visible",
    (
        "config._document.faults _error_facts errors _change_errors _command_errors _plugin_errors "
        "_worker_errors"
    ),
    "_messages",
    "_conformance _discovery",
    "_registration",
    "_spec _default_spec",
    "config._document",
    "config._formats",
    "config._sources",
    "config._types",
    "config._structure",
    "config._unstructure",
    "config._tools",
    "config",
    "_registry _registry_changes",
    "",
    "_documentation",
    "testing",
    "_schema _stubs",
    "_doctor",
    "_programs",
    "_command_line",
    "cli __main__",
)
"""The parts of the library, the lowest first. A part imports from its own stage and from those before it."""

UPWARD: Mapping[tuple[str, str], str] = {
    ("errors", "_messages"): "an error makes its text when it is asked for",
    ("config._document.faults", "_messages"): "a fault makes its message when it is asked for",
    ("errors", "_discovery"): "the public home of a warning, loaded when it is asked for",
    ("errors", "config._document"): "as above",
    ("config._structure", "_programs"): "`from_cli` is a program, which is loaded when it is called",
    ("_messages", "config._formats"): "a message has a suggestion as the format of the file writes it",
    (
        "_registration",
        "_spec",
    ): "a derived config holds specs of nested components, and a spec has its entries",
}
"""Imports that run the other way, in a function or for a checker alone, and why."""


@cache
def modules() -> Sequence[tuple[str, Path]]:
    """Return every module of the library, by its name below the package."""
    return [
        (_name(file.relative_to(ROOT).with_suffix("").parts), file) for file in sorted(ROOT.rglob("*.py"))
    ]


def _name(parts: Sequence[str]) -> str:
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def part_of(module: str) -> str:
    """Return the part of the library that a module belongs to: the longest that its name begins with.

    >>> part_of("config._types.sizes"), part_of("config._document.faults"), part_of("config")
    ('config._types', 'config._document.faults', 'config')
    """
    parts = [part for stage in STAGES for part in stage.split()]
    return max((part for part in parts if f"{module}.".startswith(f"{part}.")), key=len, default=module)


def stage_of(module: str) -> int:
    """Return the number of the stage that a module belongs to."""
    return next(number for number, parts in enumerate(STAGES) if part_of(module) in (parts.split() or [""]))


@cache
def imports(file: Path) -> Sequence[str]:
    """Return the library's modules that a module imports, wherever in it, named below the package."""
    return [*_imports(ast.parse(file.read_bytes()), {name for name, _ in modules()})]


def _imports(module: ast.Module, names: Collection[str]) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            first, _, rest = node.module.partition(".")
            if first == "typed_registry":
                whole = {alias.name if alias.name in names else "" for alias in node.names}
                yield from [rest] if rest else whole


@pytest.mark.parametrize(("module", "file"), [*modules()], ids=[name or "__init__" for name, _ in modules()])
def test_imports_run_one_way(module: str, file: Path) -> None:
    """A module imports from its own stage and from lower ones, but for the exceptions that have a reason."""
    upward = {
        (part_of(module), part_of(imported))
        for imported in imports(file)
        if stage_of(imported) > stage_of(module) and part_of(imported) != part_of(module)
    }

    assert {*()} == upward - {*UPWARD}


def test_exceptions_are_needed() -> None:
    """Every exception is made use of."""
    made = {(part_of(module), part_of(name)) for module, file in modules() for name in imports(file)}

    assert {*()} == {*UPWARD} - made


def test_class_names() -> None:
    """No two classes of the library share a name."""
    names = Counter(
        node.name
        for _, file in modules()
        for node in ast.walk(ast.parse(file.read_bytes()))
        if isinstance(node, ast.ClassDef)
    )

    assert [] == [name for name, count in names.items() if count > 1]


@pytest.mark.parametrize("word", ["utils", "helpers", "base", "common", "manager", "core", "misc"])
def test_names_that_say_nothing(word: str) -> None:
    """No module is called by a name that says nothing of what it holds."""
    assert [] == [name for name, _ in modules() if word in name.split(".")]


def test_modules_are_small() -> None:
    """No module has more than 400 lines."""
    assert [] == [
        name for name, file in modules() if len(file.read_text(encoding="utf-8").splitlines()) > 400
    ]
