"""Find the definition of a function in its source."""

from __future__ import annotations

import ast
import inspect
import linecache
from functools import lru_cache
from types import CodeType, FunctionType
from typing import TypeAlias

from typed_registry._place import Place

Definition: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
"""The syntax tree of a function."""


def place_of(function: FunctionType) -> Place:
    """Return the file and the line at which a function is defined."""
    return Place(function.__code__.co_filename, function.__code__.co_firstlineno)


def definition_of(function: FunctionType) -> Definition | None:
    """Return the syntax tree of a function; None where its source is missing or isn't this function's.

    >>> node = definition_of(place_of)
    >>> node.name, [each.arg for each in node.args.args]
    ('place_of', ['function'])
    """
    code = function.__code__
    linecache.checkcache(code.co_filename)
    lines = linecache.getlines(code.co_filename, function.__globals__)
    try:
        block = "".join(inspect.getblock(lines[code.co_firstlineno - 1 :]))
    except (SyntaxError, IndexError):
        return None
    found = [node for node in _functions(block) if _is_of(node, code)]
    is_clear = len(found) == 1 or isinstance(next(iter(found), None), ast.FunctionDef)
    return found[0] if found and is_clear else None


@lru_cache(maxsize=64)
def _functions(block: str) -> tuple[Definition, ...]:
    """Return the functions in a block of lines; those of an indented one in the place where they stand."""
    text = f"if True:\n{block}" if block[:1].isspace() else block
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return ()
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    return tuple(node for node in ast.walk(tree) if isinstance(node, kinds))


def _is_of(node: Definition, code: CodeType) -> bool:
    """Return whether code may come from a definition: it has the name and the parameters."""
    name = "<lambda>" if isinstance(node, ast.Lambda) else node.name
    stars = (node.args.vararg, node.args.kwarg)
    named = [each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    written = [*named, *(star.arg for star in stars if star is not None)]
    count = len(written)
    held = [_unmangled(variable) for variable in code.co_varnames[:count]]
    return name == code.co_name and [_unmangled(each) for each in written] == held


def _unmangled(name: str) -> str:
    """Return a variable's name without the class that Python writes before two underscores."""
    before, mark, after = name[1:].partition("__")
    return f"__{after}" if name[:1] == "_" and mark and before and after else name
