"""Find the modules whose stubs have the types of a module without a stub."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

from typed_registry._stubs.request import is_generated


def stubbed_modules(module: str, name: str) -> Iterator[str]:
    """Yield the modules with a stub that may have the type of this name in a module without one.

    These are the packages around it and, if it is compiled, the other modules of its package, as for
    `msgspec._core.encode` the module `msgspec.json`. Generated stubs don't count: they have registries, and
    nothing that the package re-exports.
    """
    if _stub(module) is not None:
        return
    package = module
    while "." in package:
        package = package.rpartition(".")[0]
        if _mentions(package, name):
            yield package
    if _is_compiled(module):
        inside = f"{module.partition('.')[0]}."
        others = sorted(each for each in tuple(sys.modules) if each.startswith(inside))
        yield from (each for each in others if _mentions(each, name))


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
    words = _words(stub)
    return name.partition(".")[0] in words or "*" in words


@cache
def _words(stub: Path) -> frozenset[str]:
    """Return the names in a stub, and `*` if it imports all names of another."""
    text = stub.read_text(encoding="utf-8", errors="replace")
    stars = ["*"] if re.search(r"import \*", text) else []
    return frozenset([*re.findall(r"\w+", text), *stars])


def _stub(module: str) -> Path | None:
    """Return the stub beside a module's file; None if there is none, or a generated one."""
    file = _file(module)
    stub = file and file.with_name(f"{file.name.partition('.')[0]}.pyi")
    return stub if stub is not None and stub.is_file() and not is_generated(stub) else None
