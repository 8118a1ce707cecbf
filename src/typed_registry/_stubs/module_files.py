"""Find the loaded modules of a source file."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence
from types import ModuleType

_KNOWN: dict[str, list[ModuleType]] = {}
"""The modules by file, as they were at the last search. There may be thousands."""


def modules_of(file: str) -> Sequence[ModuleType]:
    """Return the loaded modules with this source file.

    >>> [module.__name__ for module in modules_of(modules_of.__code__.co_filename)]
    ['typed_registry._stubs.module_files']
    """
    known = _KNOWN.get(file, ())
    if not known or any(sys.modules.get(each.__name__) is not each for each in known):
        _KNOWN.clear()
        _KNOWN.update(_by_file())
    return _KNOWN.get(file, ())


def _by_file() -> dict[str, list[ModuleType]]:
    found: defaultdict[str, list[ModuleType]] = defaultdict(list)
    for module in tuple(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if isinstance(file, str):
            found[file].append(module)
    return found
