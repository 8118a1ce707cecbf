"""What a module registers, read from its source without importing it.

A registration is seen when it is written as `REGISTRY.register("name")`, with the name as a literal, as
a decorator or a call, on a registry that the module imports or defines by name. Any other call of
`register` on an imported name marks the module as one that must be imported to be known.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

METHODS = frozenset({"register", "register_factory", "register_instance"})


class Sighting(NamedTuple):
    """A call of a register method in source text."""

    registry: str
    """The registry's dotted name, such as `posttrain.registries.LOSSES`."""
    name: str | None
    """None when the name is computed."""
    config: str | None
    """The dotted name of the class given as `config=`."""
    line: int


class Source(NamedTuple):
    """What can be known of a module from its text."""

    module: str
    file: str
    imports: dict[str, str]
    """Each imported name, those under `if TYPE_CHECKING` included, and the dotted name it stands for."""
    sightings: tuple[Sighting, ...]


def scan(module: str, file: str, *, is_package: bool = False) -> Source:
    """Reads one module's source. The answer is kept until the file changes.

    Raises OSError when the file can't be read and SyntaxError when it isn't Python.
    """
    package = module if is_package else module.rpartition(".")[0]
    return _scan(module, file, package, Path(file).stat().st_mtime_ns)


@lru_cache(maxsize=4096)
def _scan(module: str, file: str, package: str, _changed: int) -> Source:
    tree = ast.parse(Path(file).read_bytes(), file)
    imports = dict(_imports(tree, package))
    names = dict(_definitions(tree, module)) | imports
    return Source(module, file, imports, tuple(sorted(_sightings(tree, names), key=attrgetter("line"))))


def resolve(dotted: str) -> object:
    """The object of this dotted name, if its module is already imported; never imports.

    Raises LookupError when it isn't.
    """
    parts = dotted.split(".")
    for cut in range(len(parts), 0, -1):
        found: object = sys.modules.get(".".join(parts[:cut]))
        if found is None:
            continue
        try:
            for attribute in parts[cut:]:
                found = getattr(found, attribute)
        except AttributeError:
            continue
        return found
    raise LookupError(dotted)


def _imports(tree: ast.Module, package: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                yield alias.asname or top, alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom):
            origin = _absolute(node, package)
            for alias in node.names:
                yield alias.asname or alias.name, f"{origin}.{alias.name}"


def _absolute(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    parents = package.split(".")
    kept = parents[: len(parents) - node.level + 1]
    return ".".join([*kept, node.module] if node.module else kept)


def _definitions(tree: ast.Module, module: str) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name, f"{module}.{node.name}"
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    yield target.id, f"{module}.{target.id}"


def _sightings(tree: ast.Module, names: dict[str, str]) -> Iterator[Sighting]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        registry = _dotted(node.func.value, names)
        if node.func.attr in METHODS and registry is not None:
            yield Sighting(registry, _name(node), _config(node, names), node.lineno)


def _dotted(node: ast.expr, names: dict[str, str]) -> str | None:
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute):
        owner = _dotted(node.value, names)
        return owner and f"{owner}.{node.attr}"
    return None


def _name(call: ast.Call) -> str | None:
    first = call.args[0] if call.args else next((k.value for k in call.keywords if k.arg == "name"), None)
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def _config(call: ast.Call, names: dict[str, str]) -> str | None:
    given = next((k.value for k in call.keywords if k.arg == "config"), None)
    return None if given is None else _dotted(given, names)
