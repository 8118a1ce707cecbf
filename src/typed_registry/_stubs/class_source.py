"""Find the definition of a class in the source of its module."""

from __future__ import annotations

import ast
import inspect
import linecache
from types import FunctionType

from attrs import frozen

from typed_registry._conformance.instance_attributes import classes_in


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
        try:
            file = inspect.getsourcefile(owner)
            text = "".join(linecache.getlines(file)) if file else ""
        except (TypeError, OSError):  # a class of C code, or of a module that isn't imported
            return None
        nodes = classes_in(text).get(owner.__qualname__, ())
        if not file or not nodes:
            return None
        lines = [*_known_lines(owner, file)]
        return cls(file, next((node for node in nodes if any(_has(node, line) for line in lines)), nodes[0]))


def _known_lines(owner: type, file: str) -> list[int]:
    """Return lines in the definition of a class: those of its methods, and since Python 3.13 the first."""
    functions = (value for value in vars(owner).values() if isinstance(value, FunctionType))
    codes = (function.__code__ for function in functions)
    first: object = vars(owner).get("__firstlineno__")
    own = [code.co_firstlineno for code in codes if code.co_filename == file]
    return [first, *own] if isinstance(first, int) else own


def _has(node: ast.ClassDef, line: int) -> bool:
    first = min([node.lineno, *(part.lineno for part in node.decorator_list)])
    return first <= line <= (node.end_lineno or first)
