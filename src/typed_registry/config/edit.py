"""A config file with some of its values set, and all else as it was: comments, order, quotes and layout."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path as File
from typing import Protocol, cast

from typed_registry.config.fault import Path
from typed_registry.config.graft import grafted
from typed_registry.config.override import assignment, override
from typed_registry.config.patch import patched
from typed_registry.config.read import parse, read
from typed_registry.errors import ConfigError, EditError, MissingExtraError
from typed_registry.narrow import is_mapping


def edited(file: File, assignments: Sequence[str]) -> str:
    """The text of a file with each `path=value` written into it.

    Raises ConfigError for a file or an assignment that can't be read, and EditError for a value that can't be
    written in its place without touching others.
    """
    document = read(file)
    if document.faults:
        raise ConfigError(document.faults)
    wanted = override(document, assignments).data
    text = file.read_bytes().decode("utf-8-sig")
    edit = _EDITS.get(file.suffix.lower(), patched)
    for given in assignments:
        text = edit(text, *assignment(given))
    if parse(text, file).data != wanted:
        raise EditError(file, tuple(assignments))
    return text


class _Table(Protocol):
    """What tomlkit parses a table or an array into."""

    def __getitem__(self, key: str | int, /) -> object: ...
    def __setitem__(self, key: str | int, value: object, /) -> None: ...
    def __contains__(self, key: object, /) -> bool: ...


def _toml(text: str, path: Path, value: object) -> str:
    try:
        import tomlkit
    except ImportError:
        raise MissingExtraError("setting values in TOML", "tomlkit", "cli") from None
    document = tomlkit.parse(text)
    held = cast("_Table", document)
    for at, part in enumerate(path[:-1]):
        if isinstance(part, str) and part not in held:
            held[part] = _nested(path[at + 1 :], value)
            return tomlkit.dumps(document)
        if not is_mapping(held[part]) and isinstance(held[part], str):
            held[part] = {"name": held[part]}
        held = cast("_Table", held[part])
    held[path[-1]] = value
    return tomlkit.dumps(document)


def _nested(path: Path, value: object) -> object:
    for part in reversed(path):
        value = {str(part): value}
    return value


_EDITS = {".json": grafted, ".toml": _toml}
"""By suffix; YAML has two."""
