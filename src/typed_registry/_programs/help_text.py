"""The help on a config: its fields, and the components that it chooses from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from typed_registry._programs.definition_list import definitions, wrapped
from typed_registry._programs.field_rows import FieldRow, field_rows
from typed_registry._programs.reachable import reachable_registries
from typed_registry._registration.entries import Entries

_MOST_NAMES = 30
"""The number of names of a registry that the help on a config lists."""

HELP_FOR = "--help-for"
MORE_HELP = f"{HELP_FOR} NAME shows the settings of a component."


def config_help(root: type, width: int | None = None) -> str:
    """Return the fields of a config with types, defaults and docs, and the names to choose from.

    Imports no component. Lines are wrapped to `width`; None wraps nothing.
    """
    parts = [config_heading(root), *row_lines(field_rows(root), width)]
    registries = reachable_registries(root)
    if registries:
        names = ((each.name, _names(each)) for each in registries)
        parts += ["", "Components:", *definitions(names, width), *wrapped(MORE_HELP, "  ", width)]
    return "\n".join(parts) + "\n"


def config_heading(root: type) -> str:
    """Return the line above the fields of a config."""
    return f"Config ({root.__name__}):"


def row_lines(rows: Iterable[FieldRow], width: int | None, indent: str = "  ") -> Iterator[str]:
    """Yield the lines of fields with their docs beside them."""
    return definitions([(_term(row), row.doc) for row in rows], width, indent)


def _term(row: FieldRow) -> str:
    owner = f" of {row.owner}" if row.owner else ""
    required = " (required)" if row.is_required else ""
    default = "" if row.default is None else f" = {row.default}"
    return f"{row.path}{owner}: {row.type}{required}{default}"


def _names(entries: Entries) -> str:
    """Return the names of a registry, the first of them if there are many."""
    every = [*entries]
    left = len(every) - _MOST_NAMES
    more = f" and {left} more: {HELP_FOR} {entries.name}" if left > 0 else ""
    return ", ".join(every[:_MOST_NAMES]) + more or "none"
