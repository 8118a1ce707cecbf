"""A config file with every outdated word replaced, and all else as it is: comments, order and layout."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from typed_registry.config.document import Ruler
from typed_registry.config.outdated import Outdated
from typed_registry.file import replace

_MARK = "\ufeff"


def migrate(file: Path, outdated: Iterable[Outdated]) -> bool:
    """Replaces in a file what stands in it and is outdated; whether that was anything."""
    raw = file.read_bytes().decode("utf-8")  # with its own line ends
    old = raw.removeprefix(_MARK)
    new = migrated(old, [use for use in outdated if use.origin and use.origin.source == str(file)])
    if new != old:
        replace(file, raw[: len(raw) - len(old)] + new)
    return new != old


def migrated(text: str, outdated: Iterable[Outdated]) -> str:
    """The text with the words at these places replaced."""
    starts = Ruler(text).starts
    words: dict[int, tuple[str, str]] = {}
    for found in outdated:
        if found.use is not None and found.origin and found.origin.line and found.origin.column:
            at = starts[found.origin.line - 1] + found.origin.column - 1
            words[at] = (found.given, found.use)
    for at in sorted(words, reverse=True):  # from the end, so that each place is where it was noted
        text = _replaced(text, at, *words[at])
    return text


def _replaced(text: str, at: int, given: str, use: str) -> str:
    """The word at this place, bare or in quotes, replaced; untouched if it isn't there."""
    found = re.compile(rf"([\"\']?){re.escape(given)}(?=\1)").match(text, at)
    return text if found is None else f"{text[:at]}{found[1]}{use}{text[found.end() :]}"
