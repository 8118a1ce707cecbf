"""Find the modules of a package that define registries, from their sources."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import suppress

from typed_registry._annotations.module_imports import ModuleSource
from typed_registry._discovery.walk import modules_of


def modules_with_registries(package: str) -> Iterator[str]:
    """Yield the names of the modules in a package that assign a `Registry(...)` to a global. Imports none.

    Raises ModuleNotFoundError when there is no such package.
    """
    for found in modules_of(package):
        if found.source is not None and _has_registry(found.source):
            yield found.name


def _has_registry(source: ModuleSource) -> bool:
    with suppress(ImportError, SyntaxError):
        if "Registry" in (source.text() or ""):
            tree = source.parse()
            return tree is not None and any(map(_is_registry, tree.body))
    return False


def _is_registry(statement: ast.stmt) -> bool:
    """Return whether a statement is `NAME = Registry[Kind, []](...)`, with or without the types."""
    if not isinstance(statement, (ast.Assign, ast.AnnAssign)) or not isinstance(statement.value, ast.Call):
        return False
    function = statement.value.func
    made = function.value if isinstance(function, ast.Subscript) else function
    return ast.unparse(made).rpartition(".")[2] == "Registry"
