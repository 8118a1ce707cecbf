"""Find the module and the line in which a component is defined, for its documentation in a stub."""

from __future__ import annotations

import linecache
import re
from types import FunctionType

from typed_registry._annotations.wrapped_parts import wrapped_parts
from typed_registry._stubs.class_source import ClassSource, only_line
from typed_registry._stubs.expressions import generic_parts

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
    """Return the class or the function that defines a component: its own, or that of an object.

    A class with type arguments is defined where it is without them.
    """
    *_, last = wrapped_parts(component)
    last = generic_parts(last)[0] or last
    return last if isinstance(last, (type, FunctionType)) else type(last)


def _line_of_function(function: FunctionType) -> int:
    """Return the line of the first `def` from a function's code on, if it has the function's name."""
    code = function.__code__
    lines = linecache.getlines(code.co_filename, function.__globals__)
    first = code.co_firstlineno
    for line, text in enumerate(lines[first - 1 :], first):
        if found := _DEFINITION.match(text):
            return line if found[1] == function.__name__ else 0
    return 0


def _line_of_class(owner: type) -> int:
    """Return the line of a class, without its decorators; 0 if no source shows it."""
    line = only_line(owner)
    if line is None:
        found = ClassSource.of(owner)
        return found.node.lineno if found else 0
    return line
