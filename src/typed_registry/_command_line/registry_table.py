"""Print registries: each component with its summary, and the fields of its config in columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from typed_registry._documentation.describe import Description, FieldDescription, describe, detail
from typed_registry._registration.entries import Entries
from typed_registry.errors import UnknownNameError

if TYPE_CHECKING:
    from rich.console import Console


def show_registries(registries: Sequence[Entries], kind: str | None, console: Console) -> None:
    """Print each registry, or only the registry named `kind`.

    Raises UnknownNameError if no registry has this name.
    """
    by_name = {entries.name: entries for entries in registries}
    if kind is not None and kind not in by_name:
        raise UnknownNameError("registries", kind, tuple(by_name))
    for entries in registries if kind is None else (by_name[kind],):
        show_registry(entries, console)


def show_registry(entries: Entries, console: Console) -> None:
    """Print the components of a registry."""
    console.print(Text.assemble((entries.name, "bold underline"), f" ({len(entries)})\n"))
    for description in describe(entries):
        console.print(Padding(_heading(description), (0, 0, 0, 2)))
        if description.fields:
            console.print(Padding(_fields(description.fields), (0, 0, 0, 4)))
        console.print()


def show_component(registries: Sequence[Entries], name: str, console: Console) -> None:
    """Print a component, given as `name` or `registry.name`, with its whole docstring.

    Several components are printed if several registries use the name.

    Raises UnknownNameError if there is none.
    """
    paths = [(entries, each) for entries in registries for each in entries]
    found = [(entries, each) for entries, each in paths if name in (each, f"{entries.name}.{each}")]
    if not found:
        raise UnknownNameError("registries", name, tuple(dict.fromkeys(each for _, each in paths)))
    for entries, each in found:
        _show_description(entries.name, detail(entries, each), console)


def _show_description(kind: str, description: Description, console: Console) -> None:
    console.print(Text(f"{kind}.{description.name}", "bold cyan"))
    console.print(Text(description.place, "dim"), soft_wrap=True)
    about = Text(description.problem, "red") if description.problem else Text(_unwrapped(description.doc))
    console.print(Padding(about, (1, 0)), highlight=False)
    if description.fields:
        console.print(Padding(_fields(description.fields), (0, 0, 1, 2)))


def _unwrapped(doc: str) -> str:
    """Put each paragraph on one line, so that the terminal wraps it. Lists and examples keep their lines."""
    return re.sub(r"(?<=\S)\n(?=[\w`(\"'])", " ", doc)


def _heading(description: Description) -> Text:
    about = (description.problem, "red") if description.problem else (description.summary, "")
    return Text.assemble((description.name, "bold cyan"), "  ", about)


def _fields(fields: Sequence[FieldDescription]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(style="dim")
    table.add_column()
    for field in fields:
        default = Text("required", "yellow") if field.default is None else Text(f"= {field.default}")
        about = (Text(field.type), Text(field.doc))  # as Text, since rich reads brackets in str as markup
        table.add_row(Text.assemble(field.name, " ", default), *about)
    return table
