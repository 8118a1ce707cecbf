"""Read which registries and names a generated stub contains."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import frozen


@frozen
class StubFile:
    """A generated stub on disk."""

    file: Path
    names: Mapping[str, tuple[str, ...]]
    """The component names of each registry, by the registry's variable."""


def read_stub_file(file: Path) -> StubFile | None:
    """Return the names in a stub; None if there is no such file."""
    if not file.is_file():
        return None
    tree = ast.parse(file.read_bytes())
    keys = dict(_typed_dicts(tree))
    registries = _registry_classes(tree)
    return StubFile(file, {variable: keys.get(f"{kind}Components", ()) for variable, kind in registries})


def _typed_dicts(tree: ast.Module) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the name and the keys of each TypedDict that is made by a call."""
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(args=[_, ast.Dict(keys=keys)])):
                yield name, tuple(str(key.value) for key in keys if isinstance(key, ast.Constant))
            case _:
                pass


def _registry_classes(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield the variable and the class of each registry: `LOSSES: Final[_Losses]`."""
    for node in tree.body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Subscript(slice=ast.Name(id=kind))):
                yield name, kind
            case _:
                pass
