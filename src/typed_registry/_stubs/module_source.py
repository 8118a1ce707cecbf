"""Find what a module's source defines beside its registries."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator
from pathlib import Path


def other_definitions(file: Path, registries: Container[str]) -> Iterator[str]:
    """Yield the public names, other than `registries`, that a module defines at its top level.

    Private constants are left out; private classes and functions are not.
    """
    for node in ast.parse(file.read_bytes()).body:
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.Assign(targets=targets):
                names = (target.id for target in targets if isinstance(target, ast.Name))
                yield from (name for name in names if _is_public(name, registries))
            case ast.AnnAssign(target=ast.Name(id=name)) if _is_public(name, registries):
                yield name
            case _:
                pass


def _is_public(name: str, registries: Container[str]) -> bool:
    return name not in registries and not name.startswith("_")
