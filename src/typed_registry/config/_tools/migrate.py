"""Replacing deprecated names, keys and values in a config file; comments, order and layout stay."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from attrs import frozen

from typed_registry._atomic_write import write_atomically
from typed_registry.config._document.deprecated_fields import DeprecatedUse
from typed_registry.config._document.locations import TextLines
from typed_registry.config._formats.formats import FORMATS, Format, format_name
from typed_registry.config._structure.load import Made, document, make
from typed_registry.config._types.differences import differences
from typed_registry.errors import ConfigError

_MARK = "\ufeff"


@frozen
class Migration:
    """The new text of a file, which is proven to load as an equal tree; not written yet."""

    file: Path
    text: str
    done: tuple[DeprecatedUse, ...]
    """The uses that were replaced."""
    left: tuple[DeprecatedUse, ...]
    """The uses that remain, in the text or in a file that it extends."""

    def write(self) -> None:
        """Write the new text, unless nothing was replaced."""
        if self.done:
            write_atomically(self.file, self.text)


def plan_migration(root: type, file: Path, made: Made) -> Migration:
    """Return the migration of a file from which this was made; with the same text if it can't be migrated."""
    raw = file.read_bytes().decode("utf-8")  # with its own line ends
    old = raw.removeprefix(_MARK)
    own = [use for use in made.outdated if use.origin and use.origin.source == str(file)]
    text, done = replace_words(old, own, FORMATS[format_name(file)])
    replaced = frozenset(done)
    left = tuple(use for use in made.outdated if use not in replaced)
    if not _is_same(made, left, root, file, text):
        return Migration(file, raw, (), made.outdated)
    return Migration(file, raw[: len(raw) - len(old)] + text, done, left)


def replace_words(
    text: str, outdated: Iterable[DeprecatedUse], form: Format
) -> tuple[str, tuple[DeprecatedUse, ...]]:
    """Return the text with the words of these uses replaced, and the uses that were.

    A word is left if it isn't written as it is read: with escapes, behind an anchor, or from a variable.
    """
    done: list[DeprecatedUse] = []
    parts: list[str] = []
    end = 0
    for at, found in sorted(_uses_by_index(text, outdated).items()):
        there = _written(found[0].given).match(text, at)
        if there is not None and at >= end:
            parts += (text[end:at], _word(str(found[0].use), there[1], form))
            end = there.end()
            done.extend(found)
    return "".join((*parts, text[end:])), tuple(done)


def _uses_by_index(text: str, outdated: Iterable[DeprecatedUse]) -> Mapping[int, Sequence[DeprecatedUse]]:
    """Return the uses that have a replacement, by the index in the text at which they are written."""
    index_of = TextLines(text).index
    uses: dict[int, list[DeprecatedUse]] = {}
    for found in outdated:
        if found.use is not None and found.origin and found.origin.line and found.origin.column:
            index = index_of(found.origin.line, found.origin.column)
            uses.setdefault(index, []).append(found)
    return uses


def _written(word: str) -> re.Pattern[str]:
    """Return the pattern of a word with or without quotes."""
    return re.compile(rf"([\"\']?){re.escape(word)}\1")


def _word(word: str, quote: str, form: Format) -> str:
    """Return the word in the quotes of the old one, unless it needs other quotes or any at all."""
    if quote and word.isprintable() and not {*word} & {*"\"'\\"}:
        return f"{quote}{word}{quote}"
    return form.quote(word)


def _is_same(made: Made, left: Iterable[DeprecatedUse], root: type, file: Path, text: str) -> bool:
    """Return whether the text loads as an equal tree, and uses nothing deprecated but what is left."""
    try:
        again = make(root, document(file, text=text, root=root))
    except ConfigError:
        return False
    return not any(differences(made.tree, again.tree)) and _words(left) == _words(again.outdated)


def _words(outdated: Iterable[DeprecatedUse]) -> Counter[tuple[str, str]]:
    return Counter((use.part.value, use.given) for use in outdated)
