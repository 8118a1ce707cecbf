"""The help on a config, and on what it can choose."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping

from typed_registry._documentation.describe import config_notices, describe
from typed_registry._documentation.field_docs import component_docs, summary
from typed_registry._messages.suggest import listed, nearest
from typed_registry._programs.field_rows import FieldRow, field_rows
from typed_registry._programs.reachable import reachable_registries
from typed_registry._registration.entries import Entries
from typed_registry._registration.entry import Entry
from typed_registry.config._types.choices import component_rule
from typed_registry.errors import MissingExtraError, RegistryError

_WIDEST_TERM = 44
"""Documentation is shown beside the terms, except for terms that are longer than this."""

_MOST_NAMES = 30
"""The number of names of a registry that the help on a config lists."""

_NARROWEST_TEXT = 24
"""The least width of the column of documentation."""

HELP_FOR = "--help-for"
MORE_HELP = f"{HELP_FOR} NAME shows the settings of a component."


class NoHelpError(LookupError):
    """There is no component, registry or field of a name; the text says which there are."""


def config_help(root: type, width: int | None = None) -> str:
    """Return the fields of a config with types, defaults and docs, and the names to choose from.

    Imports no component. Lines are wrapped to `width`; None wraps nothing.
    """
    rows = [(_term(row), row.doc) for row in field_rows(root)]
    parts = [f"Config ({root.__name__}):", *_definitions(rows, width)]
    registries = reachable_registries(root)
    if registries:
        names = ((each.name, _names(each)) for each in registries)
        parts += ["", "Components:", *_definitions(names, width), *_wrapped(MORE_HELP, "  ", width)]
    return "\n".join(parts) + "\n"


def help_for(root: type, name: str, width: int | None = None) -> str:
    """Return the help on a component, a registry or a field: `gain`, `effects.gain`, `effects`, `fade`.

    Imports a component only if it is the one and has no config class. Raises NoHelpError.
    """
    registries = reachable_registries(root)
    found = [(each, part) for each in registries for part in each if name in (part, f"{each.name}.{part}")]
    parts = [_component_help(entries, part, width) for entries, part in found]
    parts += [_registry_help(each, width) for each in registries if each.name == name]
    if not parts:
        rows = [row for row in field_rows(root) if f"{row.path}.".startswith(f"{name}.")]
        parts = (
            ["\n".join(_definitions([(_term(row), row.doc) for row in rows], width)) + "\n"] if rows else []
        )
    if not parts:
        raise NoHelpError(_unknown(root, name))
    return "\n".join(parts)


def help_names(root: type) -> Iterator[str]:
    """Yield the names that `help_for` knows: components, registries and the fields of the config."""
    registries = reachable_registries(root)
    yield from dict.fromkeys(name for each in registries for name in each)
    for each in registries:
        yield each.name
        yield from (f"{each.name}.{name}" for name in each)
    yield from (row.path for row in field_rows(root))


def text_width() -> int | None:
    """Return the width of the terminal, or that in COLUMNS; None for a pipe, in which nothing is wrapped."""
    if os.environ.get("COLUMNS", "").isdecimal() or (sys.stdout is not None and sys.stdout.isatty()):
        return max(40, shutil.get_terminal_size().columns)
    return None


def _names(entries: Entries) -> str:
    """Return the names of a registry, the first of them if there are many."""
    every = [*entries]
    left = len(every) - _MOST_NAMES
    more = f" and {left} more: {HELP_FOR} {entries.name}" if left > 0 else ""
    return ", ".join(every[:_MOST_NAMES]) + more or "none"


def _component_help(entries: Entries, name: str, width: int | None) -> str:
    lines = [f"{entries.name}.{name}"]
    deprecation = entries.deprecations.get(name)
    lines += _wrapped(f"{deprecation}." if deprecation else "", "  ", width)
    try:
        config = component_rule(entries, name).config
        rows = [(_term(row), row.doc) for row in field_rows(config, _docs(entries, name))]
        notices = config_notices(entries, name)
    except (RegistryError, ImportError, TypeError) as error:
        rows, notices = [], (str(error),)
    lines += _wrapped(_about(entries[name]), "  ", width)
    lines += [*_definitions(rows, width, "    ")]
    for notice in notices:
        lines += _wrapped(notice, "    ", width)
    return "\n".join(lines) + "\n"


def _about(entry: Entry) -> str:
    """Return the summary of the config class of a component, or else its own if it is imported."""
    documented: object = entry.declared or (entry.component if entry.is_imported else None)
    return "" if documented is None else summary(documented)


def _docs(entries: Entries, name: str) -> Mapping[str, str]:
    try:
        return component_docs(entries, name)
    except MissingExtraError:
        return {}


def _registry_help(entries: Entries, width: int | None) -> str:
    rows = [(each.name, each.problem or each.summary) for each in describe(entries)]
    return "\n".join([f"{entries.name} ({len(rows)})", *_definitions(rows, width)]) + "\n"


def _unknown(root: type, name: str) -> str:
    known = [*dict.fromkeys(help_names(root))]
    near = nearest(name, known)
    meant = f"; did you mean {near!r}?" if near else "."
    names = [part for each in reachable_registries(root) for part in each]
    valid = f"Components: {listed(names)}" if names else f"Settings: {listed(known)}"
    return f"no component, registry or setting is called {name!r}{meant} {valid}"


def _term(row: FieldRow) -> str:
    return f"{row.path}: {row.type} {'(required)' if row.default is None else f'= {row.default}'}"


def _definitions(rows: Iterable[tuple[str, str]], width: int | None, indent: str = "  ") -> Iterator[str]:
    """Yield two columns: terms, and texts beside them.

    The text of a long term is below it, and so is every text where the column would be narrow.
    """
    given = [(term, " ".join(text.split())) for term, text in rows]
    column = max((len(term) for term, _ in given if len(term) <= _WIDEST_TERM), default=0) + 2
    if width is not None and width - len(indent) - column < _NARROWEST_TEXT:
        column = 4
    for term, text in given:
        lines = _wrapped(text, f"{indent}{' ' * column}", width)
        if lines and len(term) + 2 <= column:
            yield f"{indent}{term.ljust(column)}{lines[0].lstrip()}"
            yield from lines[1:]
        else:
            yield from (*_wrapped(term, indent, width), *lines)


def _wrapped(text: str, indent: str, width: int | None) -> list[str]:
    """Return a text as lines that begin with the indent; nothing for no text."""
    if not text or width is None:
        return [f"{indent}{text}"] if text else []
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent)
