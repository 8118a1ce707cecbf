"""The line that deprecates a name."""

from __future__ import annotations

import ast
from pathlib import Path


def deprecating_line(file: Path, name: str) -> int:
    """Return the line of the first call `....deprecate(name, ...)` in a file; 0 if there is none."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        match node:
            case ast.Call(func=ast.Attribute(attr="deprecate"), args=[ast.Constant(value=given), *_]):
                if given == name:
                    return node.lineno
            case _:
                pass
    return 0
