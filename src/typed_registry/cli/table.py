"""Registries as tables in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from typed_registry.catalog import Catalog
from typed_registry.describe import Description, describe
from typed_registry.errors import UnknownNameError


def show_registries(catalogs: Sequence[Catalog], kind: str | None, console: Console) -> None:
    """Prints each registry, or the one of this name, as a table of its components.

    Raises UnknownNameError when there is no registry of this name.
    """
    by_name = {catalog.name: catalog for catalog in catalogs}
    if kind is not None and kind not in by_name:
        raise UnknownNameError("registries", kind, tuple(by_name))
    for catalog in catalogs if kind is None else (by_name[kind],):
        console.print(registry_table(catalog))


def registry_table(catalog: Catalog) -> Table:
    """A registry's components with their config fields, one field a row."""
    table = Table(title=f"{catalog.name} ({len(catalog)})", title_justify="left", title_style="bold")
    for heading in ("name", "field", "type", "default", "what it is"):
        table.add_column(heading, overflow="fold")
    for description in describe(catalog):
        _add(table, description)
    return table


def _add(table: Table, description: Description) -> None:
    problem = Text(description.problem, style="red") if description.problem else Text(description.summary)
    table.add_row(Text(description.name, style="bold"), "", "", "", problem, end_section=not description.fields)
    for index, field in enumerate(description.fields, start=1):
        default = Text("required", style="yellow") if field.default is None else Text(field.default)
        last = index == len(description.fields)
        table.add_row("", Text(field.name), Text(field.type), default, Text(field.doc), end_section=last)
