"""Find the definition of a function in its source."""

from __future__ import annotations

import ast
import inspect
import linecache
from collections import OrderedDict
from types import CodeType, FunctionType
from typing import ClassVar, TypeAlias

from typed_registry._place import Place

Definition: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
"""The syntax tree of a function."""

_MOST_SOURCES = 64
"""How many files are remembered."""


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
    found = [node for node in _SourceLines.of(lines).functions(code.co_firstlineno) if _is_of(node, code)]
    is_clear = len(found) == 1 or isinstance(next(iter(found), None), ast.FunctionDef)
    return found[0] if found and is_clear else None


class _SourceLines:
    """The lines of a file, and the functions that have been read from them."""

    _latest: ClassVar[OrderedDict[int, _SourceLines]] = OrderedDict()
    """By the identity of their lines. `linecache` has the same list for as long as a file is the same."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._read: dict[int, tuple[Definition, ...]] = {}

    @classmethod
    def of(cls, lines: list[str]) -> _SourceLines:
        """Return the source with these lines."""
        if not lines:  # of a missing file, for which there is a new list each time
            return cls(lines)
        found = cls._latest.pop(id(lines), None) or cls(lines)
        cls._latest[id(lines)] = found
        if len(cls._latest) > _MOST_SOURCES:
            cls._latest.popitem(last=False)
        return found

    def functions(self, first: int) -> tuple[Definition, ...]:
        """Return the functions in the block that begins in the line `first`."""
        if first not in self._read:
            self._read[first] = _functions(self._lines[first - 1 :])
        return self._read[first]


def _functions(lines: list[str]) -> tuple[Definition, ...]:
    """Return the functions in the first block of lines; those of an indented one where they stand."""
    try:
        block = "".join(inspect.getblock(lines))
    except (SyntaxError, IndexError):
        return ()
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
