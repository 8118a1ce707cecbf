"""The attributes that only the source of a class shows."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import FunctionType

_BLOCKS = (ast.If, ast.Try, ast.With)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def names_in_source(owner: type) -> frozenset[str]:
    """Return the names that the class's source defines in its body, or stores on a method's first argument.

    That includes `self.x: int`, and what stands under `if TYPE_CHECKING`, of which the class itself has no
    trace. Nothing is returned where there is no source.
    """
    return frozenset(
        name for node in class_definitions(owner) for name in (*_defined(node.body), *_stored(node))
    )


def class_definitions(owner: type) -> Iterator[ast.ClassDef]:
    """Yield the definitions of a class in its source; there are several if it is defined again."""
    for text in _sources(owner):
        yield from _classes(text).get(owner.__qualname__, ())


def _sources(owner: type) -> Iterator[str]:
    """The texts of the files, or notebook cells, that the class and its methods come from."""
    from linecache import getlines

    module = sys.modules.get(owner.__module__)
    functions = (value for value in vars(owner).values() if isinstance(value, FunctionType))
    files = {function.__code__.co_filename for function in functions}
    for file in (*files, *filter(None, [getattr(module, "__file__", None)])):
        yield "".join(getlines(file, vars(module) if module else None))


@lru_cache(maxsize=8)
def _classes(text: str) -> Mapping[str, list[ast.ClassDef]]:
    """The definitions of classes in a module, by qualified name."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return {}
    found: dict[str, list[ast.ClassDef]] = defaultdict(list)
    for qualname, node in _definitions(tree, ""):
        found[qualname].append(node)
    return found


def _definitions(parent: ast.AST, prefix: str) -> Iterator[tuple[str, ast.ClassDef]]:
    for node in ast.iter_child_nodes(parent):
        inner = prefix
        if isinstance(node, ast.ClassDef):
            yield f"{prefix}{node.name}", node
            inner = f"{prefix}{node.name}."
        elif isinstance(node, _FUNCTIONS):
            inner = f"{prefix}{node.name}.<locals>."
        yield from _definitions(node, inner)


def _defined(body: Iterable[ast.AST]) -> Iterator[str]:
    """The names that statements of a class body define."""
    for node in body:
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            yield node.name
        elif isinstance(node, _BLOCKS):
            yield from _defined(ast.iter_child_nodes(node))
        else:
            names = (name for name in ast.walk(node) if isinstance(name, ast.Name))
            yield from (name.id for name in names if isinstance(name.ctx, ast.Store))


def _stored(owner: ast.ClassDef) -> Iterator[str]:
    """The attributes that methods store on their first argument."""
    for method in (node for node in ast.walk(owner) if isinstance(node, _FUNCTIONS)):
        first = next((each.arg for each in (*method.args.posonlyargs, *method.args.args)), None)
        attributes = (node for node in ast.walk(method) if isinstance(node, ast.Attribute))
        for node in attributes:
            is_first = isinstance(node.value, ast.Name) and node.value.id == first
            if is_first and isinstance(node.ctx, ast.Store):
                yield node.attr
