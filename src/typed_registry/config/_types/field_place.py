"""The line of a source file that defines a field."""

from __future__ import annotations

from functools import cache

from typed_registry._class_libraries.field import Field
from typed_registry._place import Place


def field_place(config: type, field: Field) -> Place:
    """Return the line that defines a field; for a derived class, the module of its component."""
    import inspect

    for base in config.__mro__:
        line = _lines(base).get(field.name)
        if line is not None:
            return Place(str(inspect.getsourcefile(base)), line)
    return Place(config.__module__, 0)


@cache
def _lines(config: type) -> dict[str, int]:
    """Return the line of each field in the source of a class; nothing for a class without a source."""
    import ast

    from typed_registry._conformance.instance_attributes import class_definitions

    return {
        node.target.id: node.lineno
        for definition in class_definitions(config)
        for node in definition.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
