"""Find the module and the line in which a component is defined, for its documentation in a stub."""

from __future__ import annotations

import inspect
import linecache
import re
from functools import partial
from types import FunctionType, MethodType

from typed_registry._constant import Constant

_DEFINITION = re.compile(r"\s*(?:async\s+)?def\s+(\w+)")
_MENTION = re.compile(r"(Defined at [\w.]+:)\d+")


def documentation(doc: str, component: object) -> str:
    """Return a component's documentation, followed by its module and line."""
    where = definition_line(component)
    return "\n\n".join(filter(None, (doc, where and f"Defined at {where}")))


def without_lines(text: str) -> str:
    """Return a stub's text without the lines of components, which any edit of their modules may change.

    >>> without_lines("Defined at fit.losses:4")
    'Defined at fit.losses:'
    """
    return _MENTION.sub(r"\1", text)


def definition_line(component: object) -> str:
    """Return the module and the line of a component: `fit.losses:4`; empty if its source isn't known.

    >>> from typed_registry._place import Place
    >>> definition_line(Place).partition(":")[0]
    'typed_registry._place'
    """
    target = _defined(component)
    line = _line_of_function(target) if isinstance(target, FunctionType) else _line_of_class(target)
    return f"{target.__module__}:{line}" if line else ""


def _defined(component: object) -> type | FunctionType:
    """Return the class or the function that defines a component: its own, or that of an object."""
    wrapped: object = getattr(component, "__wrapped__", None)
    if isinstance(component, Constant):
        return type(component.value)
    if isinstance(component, type):
        return component
    if wrapped is not None:
        return _defined(wrapped)
    if isinstance(component, FunctionType):
        return component
    inner: object = getattr(component, "func", None) or getattr(component, "__func__", None)
    return _defined(inner) if isinstance(component, (partial, MethodType)) else type(component)


def _line_of_function(function: FunctionType) -> int:
    """Return the line of the first `def` from a function's code on, if it has the function's name."""
    code = function.__code__
    lines = linecache.getlines(code.co_filename, function.__globals__)
    line = _line(_DEFINITION, lines, code.co_firstlineno)
    found = _DEFINITION.match(lines[line - 1]) if line else None
    return line if found and found[1] == function.__name__ else 0


def _line_of_class(owner: type) -> int:
    """Return the first line in which a class of this name is defined, as far as its nesting is known."""
    try:
        lines = linecache.getlines(inspect.getsourcefile(owner) or "")
    except (TypeError, OSError):  # a class of C code, or of a module that isn't imported
        return 0
    line = 0
    for name in owner.__qualname__.split("."):
        line = _line(re.compile(rf"\s*class\s+{re.escape(name)}\b"), lines, line + 1)
        if not line:
            return 0
    return line


def _line(pattern: re.Pattern[str], lines: list[str], first: int) -> int:
    """Return the number of the first line from `first` on that begins with a pattern; 0 if none does."""
    return next((number for number, text in enumerate(lines[first - 1 :], first) if pattern.match(text)), 0)
