"""Find the modules whose stubs have the types of a module without a stub."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

from typed_registry._stubs.request import is_generated


def stubbed_places(target: object, module: str, name: str) -> Iterator[tuple[str, str]]:
    """Yield modules with a stub that may have the type of what a module without one defines, with the name.

    These are the packages around it and, if it is compiled, the other modules of its package: for
    `msgspec._core.json_encode`, that is `msgspec.json` with the name `encode`. Generated stubs don't count:
    they have registries, and nothing that the package re-exports.
    """
    if _stub(module) is not None:
        return
    package = module
    while "." in package:
        package = package.rpartition(".")[0]
        if _mentions(package, name):
            yield package, name
    if _is_compiled(module):
        inside = f"{module.partition('.')[0]}."
        others = sorted(each for each in tuple(sys.modules) if each.startswith(inside))
        yield from ((each, key) for each in others for key in _names(target, each) if _mentions(each, key))


def _names(target: object, module: str) -> list[str]:
    """Return the names of the globals that hold an object."""
    return [name for name, value in vars(sys.modules[module]).items() if value is target]


def _is_compiled(module: str) -> bool:
    file = _file(module)
    return file is not None and file.name.endswith(tuple(EXTENSION_SUFFIXES))


def _file(module: str) -> Path | None:
    file: object = getattr(sys.modules.get(module), "__file__", None)
    return Path(file) if isinstance(file, str) else None


def _mentions(module: str, name: str) -> bool:
    """Return whether a module has a stub with this name, or with all names of some other module."""
    stub = _stub(module)
    if stub is None:
        return False
    words = _words(stub, stub.stat().st_mtime_ns)
    return name.partition(".")[0] in words or "*" in words


@cache
def _words(stub: Path, changed: int) -> frozenset[str]:  # noqa: ARG001  # for the cache
    """Return the names in a stub `changed` at this time, and `*` if it imports all names of another."""
    text = stub.read_text(encoding="utf-8", errors="replace")
    stars = ["*"] if re.search(r"import \*", text) else []
    return frozenset([*re.findall(r"\w+", text), *stars])


def _stub(module: str) -> Path | None:
    """Return the stub of a module, in a distribution of stubs or beside its file.

    None if there is none, or a generated one.
    """
    places = (*_separate(module), *_beside(module))
    return next((each for each in places if each.is_file() and not is_generated(each)), None)


def _beside(module: str) -> Iterator[Path]:
    file = _file(module)
    if file is not None:
        yield file.with_name(f"{file.name.partition('.')[0]}.pyi")


def _separate(module: str) -> Iterator[Path]:
    """Yield where a package of stubs, such as `wrapt-stubs`, would have the stub of a module."""
    top, *parts = module.split(".")
    file = _file(top)
    if file is not None and file.name.startswith("__init__."):
        folder = file.parent.with_name(f"{top}-stubs")
        yield folder.joinpath(*parts, "__init__.pyi")
        if parts:
            yield folder.joinpath(*parts[:-1], f"{parts[-1]}.pyi")
