"""Find the definition of a class in the source of its module."""

from __future__ import annotations

import ast
import inspect
import linecache
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from types import FunctionType

from attrs import frozen

from typed_registry._conformance.instance_attributes import classes_in

_DEFINITION = re.compile(r"\s*class\s+(\w+)")


@frozen
class ClassSource:
    """The file in which a class is defined, and its definition there."""

    file: str
    node: ast.ClassDef

    @classmethod
    def of(cls, owner: type) -> ClassSource | None:
        """Return where a class is defined; None if no source shows it.

        >>> ClassSource.of(ClassSource).node.name
        'ClassSource'
        """
        file = _file_of(owner)
        nodes = classes_in("".join(linecache.getlines(file))).get(owner.__qualname__, ())
        if not nodes:
            return None
        lines = [*_known_lines(owner, file)]
        return cls(file, next((node for node in nodes if any(_has(node, line) for line in lines)), nodes[0]))


def only_line(owner: type) -> int | None:
    """Return the line of a class if only one line of its file can define it; None if others can.

    It costs less than parsing the files of several hundred classes.

    >>> only_line(ClassSource) == ClassSource.of(ClassSource).node.lineno
    True
    """
    file = _file_of(owner)
    lines = _lines_of_classes("".join(linecache.getlines(file))).get(owner.__qualname__, [])
    is_written = any(line >= first for line in _known_lines(owner, file) for first in lines)
    return lines[0] if len(lines) == 1 and is_written else None


@lru_cache(maxsize=8)
def _lines_of_classes(text: str) -> dict[str, list[int]]:
    """Return the lines that may define a class, even in a class, a function or a string, by its name."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for line, code in enumerate(text.split("\n"), 1):
        if match := _DEFINITION.match(code):
            found[match[1]].append(line)
    return found


def _file_of(owner: type) -> str:
    """Return the source file of a class; an empty text if it has none, or its module isn't loaded."""
    try:
        return inspect.getsourcefile(owner) or ""
    except (TypeError, OSError):
        return ""


def _known_lines(owner: type, file: str) -> list[int]:
    """Return lines in the definition of a class: those of its methods, and since Python 3.13 the first."""
    values: Iterator[object] = (getattr(value, "__func__", value) for value in vars(owner).values())
    functions = (value for value in values if isinstance(value, FunctionType))
    inside = f"{owner.__qualname__}."
    codes = (function.__code__ for function in functions if function.__qualname__.startswith(inside))
    first: object = vars(owner).get("__firstlineno__")
    own = [code.co_firstlineno for code in codes if code.co_filename == file]
    return [first, *own] if isinstance(first, int) else own


def _has(node: ast.ClassDef, line: int) -> bool:
    first = min([node.lineno, *(part.lineno for part in node.decorator_list)])
    return first <= line <= (node.end_lineno or first)
