"""Refuse to write single keys of a default mapping into a file.

An override of one key keeps the other keys of the default. A mapping in a file takes the place of the
default, so the other keys would be lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path as File

from typed_registry._annotations.type_guards import is_mapping
from typed_registry._messages.suggest import joined
from typed_registry.config._document.document import Document, value_at
from typed_registry.config._document.faults import Fault, Malformed, Path, show_path
from typed_registry.config._sources.overrides import command_line_fault, parse_assignment
from typed_registry.config._structure.load import Made, document, make
from typed_registry.config._types.differences import is_same
from typed_registry.config._unstructure.dump import plain_data
from typed_registry.errors import ConfigError, UnwritableError


def require_whole_mappings(root: type, file: File, assignments: Sequence[str], written: Made) -> None:
    """Raise ConfigError if the assignments, as overrides, would keep keys that are lost in the file.

    `written` is what is made from the file with the assignments in it.
    """
    given = document(file, assignments, root=root)
    paths = {path: outer for path in _paths(assignments) for outer in _partial(given, path)}
    if not paths:
        return
    try:
        kept, left = plain_data(make(root, given).tree), plain_data(written.tree)
    except (ConfigError, UnwritableError):  # as of a section that nothing chooses, which a file may have
        return
    found = [
        (path, outer, _keys(value_at(kept, outer), value_at(left, outer))) for path, outer in paths.items()
    ]
    faults = [_fault(path, outer, keys) for path, outer, keys in found if keys]
    if faults:
        raise ConfigError(tuple(faults))


def _paths(assignments: Iterable[str]) -> Iterator[Path]:
    return (parse_assignment(each)[0] for each in assignments)


def _partial(given: Document, path: Path) -> list[Path]:
    """Return the innermost value on a path of which overrides give single items, if there is one."""
    found = [path[:length] for length in range(1, len(path)) if given.is_partial(path[:length])]
    return found[-1:]


def _keys(kept: object, left: object) -> list[str]:
    """Return the keys of a mapping that another one doesn't have with the same values."""
    if not is_mapping(kept) or not is_mapping(left):
        return []
    return [str(key) for key, value in kept.items() if key not in left or not is_same(value, left[key])]


def _fault(path: Path, outer: Path, keys: Sequence[str]) -> Fault:
    message = (
        f"in a file, the mapping takes the place of the default, which also has {joined(map(repr, keys))}; "
        f"write it whole: {show_path(outer)}={{...}}"
    )
    return command_line_fault(path, Malformed(message))
