"""Find the globals of a module that a loop assigns, and that are left over when it ends."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable, Iterator
from functools import lru_cache
from types import ModuleType


def loop_variables(module: ModuleType) -> frozenset[str]:
    """Return the globals that a loop of a module assigns. Their types are those of all its rounds.

    The result is empty if there is no source.
    """
    try:
        return _found_in(inspect.getsource(module))
    except (OSError, TypeError):
        return frozenset()


@lru_cache(maxsize=64)
def _found_in(source: str) -> frozenset[str]:
    """Return the variables that loops at the top level assign.

    >>> sorted(_found_in("a = 1; [b for b in a]; c, (d, *e) = a"))
    []
    >>> sorted(_found_in("for a, (b, *c) in d: e = f"))
    ['a', 'b', 'c', 'e']
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return frozenset()
    loops = (node for node in statements(tree.body) if isinstance(node, (ast.For, ast.While)))
    return frozenset(name for loop in loops for name in _assigned([loop]))


def statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield statements and those inside them, but not what functions and classes consist of."""
    for node in body:
        yield node
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        for block in ("body", "orelse", "finalbody", "handlers", "cases"):
            inner: list[ast.stmt] = getattr(node, block, [])
            yield from statements(inner)


def target_names(targets: Iterable[ast.expr]) -> Iterator[str]:
    """Yield the variables that are assigned or deleted, given the targets of a statement.

    >>> [*target_names(ast.parse("a, (b, *c), d.e, f[g] = h").body[0].targets)]
    ['a', 'b', 'c']
    """
    for node in (node for target in targets for node in ast.walk(target)):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id


def _assigned(body: Iterable[ast.stmt]) -> Iterator[str]:
    """Yield the names that statements assign."""
    for statement in statements(body):
        if not isinstance(statement, ast.Delete):
            targets = getattr(statement, "targets", [getattr(statement, "target", None)])
            yield from target_names(target for target in targets if target is not None)
