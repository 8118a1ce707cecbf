"""The documentation of a component: its own docstring, then that of its config class."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from typed_registry._documentation.field_docs import component_doc, own_doc, summary
from typed_registry._registration.entries import Entries
from typed_registry._registration.entry import Entry
from typed_registry._registration.records import Record, Unimported

_Documented = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def about(entries: Entries, name: str) -> str:
    """Return the first paragraph of the docs of a component on one line."""
    return " ".join(whole_doc(entries[name]).split("\n\n")[0].split())


def about_settings(entries: Entries, name: str) -> str:
    """Return the first paragraph of the docs of a component's config class or, without these, of its own.

    Imports the component if it has no config class.
    """
    declared = entries[name].declared
    return (declared and summary(declared)) or about(entries, name)


def whole_doc(entry: Entry) -> str:
    """Return the docstring of a component and that of its config class, as far as there are any.

    The component isn't imported for it: where it is defined is read from the source that registers it.
    """
    own = component_doc(entry.record) if isinstance(entry.record, Record) else source_doc(entry.record)
    declared = "" if entry.declared is None else own_doc(entry.declared)
    return "\n\n".join(filter(None, dict.fromkeys((own, declared))))


def source_doc(record: Unimported) -> str:
    """Return the docstring of the class or function that is registered at a line; empty if there is none."""
    found = next(_registered(record.file, record.line), None)
    return "" if found is None else inspect.cleandoc(ast.get_docstring(found) or "")


def _registered(file: str, line: int) -> Iterator[_Documented]:
    """Yield what a decorator on this line registers, or what a call on this line is given by its name."""
    try:
        nodes = _nodes(file, Path(file).stat().st_mtime_ns)
    except (OSError, SyntaxError, ValueError):
        return
    defined = [node for node in nodes if isinstance(node, _Documented)]
    yield from (node for node in defined if any(_covers(each, line) for each in node.decorator_list))
    for call in (node for node in nodes if isinstance(node, ast.Call) and _covers(node, line)):
        names = {each.id for each in call.args if isinstance(each, ast.Name)}
        yield from (node for node in defined if node.name in names)


def _covers(node: ast.expr, line: int) -> bool:
    return node.lineno <= line <= (node.end_lineno or node.lineno)


@lru_cache(maxsize=16)
def _nodes(file: str, _time: int) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(Path(file).read_bytes())))
