"""The line that deprecates a name."""

from __future__ import annotations

import ast
import linecache
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typed_registry._registration.entries import Entries


def deprecating_line(file: str, entries: Entries, name: str) -> int:
    """Return the line of the first call `REGISTRY.deprecate(name, ...)` in a file; 0 if there is none.

    The source may also be in an archive, from which the module of the registry was imported.
    """
    module = sys.modules.get(entries.module)
    linecache.checkcache(file)
    lines = linecache.getlines(file, None if module is None else vars(module))
    for node in ast.walk(ast.parse("".join(lines))):
        match node:
            case ast.Call(
                func=ast.Attribute(value=receiver, attr="deprecate"), args=[ast.Constant(value=given), *_]
            ):
                if given == name and _variable(receiver) == (entries.global_name or _variable(receiver)):
                    return node.lineno
            case _:
                pass
    return 0


def _variable(receiver: ast.expr) -> str | None:
    """Return the last name of an expression such as `LOSSES` or `registries.LOSSES`."""
    match receiver:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return None
