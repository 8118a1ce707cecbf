"""Tell a registration that repeats an earlier one from one that claims its name for something else.

A registration is known by the module and the qualified name of its component. One takes the place of
another only when its module or its notebook cell has run again.
"""

from __future__ import annotations

import os
import sys

from typed_registry._annotations.type_guards import is_sequence
from typed_registry._registration.records import Record, Unimported


def repeats(existing: Record | Unimported, proposed: Record) -> bool:
    """Return whether `proposed` is the registration `existing`, made again."""
    if isinstance(existing, Unimported):
        return existing.file == proposed.file or existing.module == proposed.module
    is_configured_alike = existing.declared is proposed.declared and existing.types == proposed.types
    if existing.component is proposed.component and is_configured_alike:
        return True
    return _same_definition(existing, proposed) and _ran_again(existing, proposed)


def runs_with(record: Record, module: str) -> bool:
    """Return whether a component is registered anew each time the module runs; a cell runs by itself."""
    return record.module == module and os.path.exists(record.file)  # noqa: PTH110  # as below


def same_file(one: str, other: str) -> bool:
    """Return whether two module names stand for one source file, as `__main__` and `train` may.

    >>> same_file("os", "os"), same_file("os", "sys")
    (True, False)
    """
    if one == other:
        return True
    files = [getattr(sys.modules.get(name), "__file__", None) for name in (one, other)]
    found = [os.path.abspath(file) for file in files if isinstance(file, str)]  # noqa: PTH100  # pathlib is slow to import
    return len(found) == len(files) and found[0] == found[1]


def _same_definition(existing: Record, proposed: Record) -> bool:
    if _qualified_name(existing.component) != _qualified_name(proposed.component):
        return False
    same_module = same_file(existing.module, proposed.module)
    same_place = existing.file == proposed.file or _are_cells(existing, proposed)
    if _is_foreign(existing) or _is_foreign(proposed):
        return same_module and same_place
    return same_module or existing.file == proposed.file


def _is_foreign(record: Record) -> bool:
    """Return whether another module defines the component: a partial, an instance, or a helper's argument."""
    return isinstance(record.run, tuple)


def _qualified_name(component: object) -> str:
    return str(getattr(component, "__qualname__", type(component).__qualname__))


def _ran_again(existing: Record, proposed: Record) -> bool:
    specs = list(zip(_specs(existing), _specs(proposed), strict=False))
    if any(one is not other for one, other in specs):
        return True
    if existing.place == proposed.place:
        return not os.path.exists(existing.file)  # noqa: PTH110  # as below
    return _are_cells(existing, proposed) and existing.file != proposed.file


def _specs(record: Record) -> tuple[object, ...]:
    return tuple(record.run) if is_sequence(record.run) else (record.run,)


def _are_cells(existing: Record, proposed: Record) -> bool:
    """Return whether both lines are in notebook cells: the name of a cell is not that of a file."""
    return not any(map(os.path.exists, (existing.file, proposed.file)))  # pathlib is slow to import
