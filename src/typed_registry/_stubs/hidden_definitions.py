"""Find what a module defines besides its registries, which a stub beside it would hide from checkers."""

from __future__ import annotations

import ast
import sys
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from types import ModuleType

from typed_registry._registration.loop_variables import statements, target_names
from typed_registry.errors import StubProblem

_SHOWN = 5
_REMEDY = "move them to another module, and name that in discover(...) if it registers components"
_BLOCKS = (ast.If, ast.Try, ast.With, ast.ExceptHandler)


def hidden_definitions(module: ModuleType, known: Container[str]) -> Iterator[StubProblem]:
    """Yield a problem if a module defines or re-exports more than its stub has, which is `known`."""
    body = ast.parse(Path(str(module.__file__)).read_bytes()).body
    deleted = {name for node in body if isinstance(node, ast.Delete) for name in target_names(node.targets)}
    exported: Iterable[object] = getattr(module, "__all__", ())
    found = {*_definitions(body), *_constants(body), *map(str, exported)} - deleted
    others = sorted(name for name in found if name not in known and not _is_submodule(module, name))
    if others:
        more = f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
        shown = ", ".join(others[:_SHOWN]) + more
        yield StubProblem(None, f"it also defines {shown}, which a stub beside it would hide; {_REMEDY}")


def _definitions(body: Iterable[ast.stmt]) -> Iterator[str]:
    """Yield the classes, functions and `type` aliases, even private ones, and the re-exports."""
    for node in statements(body):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name
        elif isinstance(node, (ast.Import, ast.ImportFrom)):  # `as` the same name is how checkers see these
            yield from (each.name for each in node.names if each.name == each.asname)
        elif sys.version_info >= (3, 12) and isinstance(node, ast.TypeAlias):
            yield from target_names([node.name])


def _constants(body: Iterable[ast.stmt]) -> Iterator[str]:
    """Yield the public names that are assigned outside of loops."""
    for node in body:
        if isinstance(node, ast.Assign):
            targets: list[ast.expr] = node.targets
        elif isinstance(node, ast.AnnAssign):
            targets = [node.target]
        else:
            items: list[ast.withitem] = getattr(node, "items", []) if isinstance(node, ast.With) else []
            targets = [item.optional_vars for item in items if item.optional_vars is not None]
        yield from (name for name in target_names(targets) if not name.startswith("_"))
        if isinstance(node, _BLOCKS):
            for block in ("body", "handlers", "orelse", "finalbody"):
                yield from _constants(getattr(node, block, []))


def _is_submodule(module: ModuleType, name: str) -> bool:
    """Return whether a name is that of a module in this package, which checkers find without its stub."""
    full = f"{module.__name__}.{name}"
    return full in sys.modules and getattr(module, name, None) is sys.modules[full]
