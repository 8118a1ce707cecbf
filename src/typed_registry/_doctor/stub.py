"""The stubs that stand for a module, and the names that they know."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import frozen


@frozen
class Standing:
    """A stub in its place."""

    file: Path
    names: Mapping[str, tuple[str, ...]]
    """The names of each registry, by its variable."""


def standing(file: Path) -> Standing | None:
    """The stub in this file; None when there is no file, or none that the generator wrote."""
    if not file.is_file():
        return None
    tree = ast.parse(file.read_bytes())
    keys = dict(_components(tree))
    return Standing(file, {variable: keys.get(f"{kind}Components", ()) for variable, kind in _finals(tree)})


def _components(tree: ast.Module) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The keys of each TypedDict."""
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(args=[_, ast.Dict(keys=keys)])):
                yield name, tuple(str(key.value) for key in keys if isinstance(key, ast.Constant))
            case _:
                pass


def _finals(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Each registry and its class."""
    for node in tree.body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Subscript(slice=ast.Name(id=kind))):
                yield name, kind
            case _:
                pass
