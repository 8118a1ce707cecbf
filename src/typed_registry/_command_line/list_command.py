"""The command `typed-registry list`, which prints registries: components with their fields in columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from typed_registry._command_line.project import find_project
from typed_registry._documentation.describe import Description, FieldDescription, describe, detail
from typed_registry._messages.suggest import listed, nearest
from typed_registry._registration.entries import Entries
from typed_registry._registration.import_module import import_module
from typed_registry._registration.registry_modules import held_registries
from typed_registry.errors import NoRegistryError


def list_components(
    module: Annotated[
        str | None,
        typer.Argument(
            help="A module that defines registries. By default, the project's.", show_default=False
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Argument(help="The name of one registry. By default, all are shown.", show_default=False),
    ] = None,
    *,
    deprecated: Annotated[
        bool, typer.Option("--deprecated", help="Show deprecated names as well, with what replaces them.")
    ] = False,
) -> None:
    """Show every component of a module's registries, with the fields of its config and their defaults.

    Without a module, the modules in the table tool.typed-registry of pyproject.toml are shown. Exits with 1
    if a component can't be imported.
    """
    modules = find_project().modules((module,) if module else ())
    found = (entries for each in modules for entries in held_registries(import_module(each)).values())
    registries = list(dict.fromkeys(found))
    if not registries:
        raise NoRegistryError(", ".join(modules))
    names = [entries.name for entries in registries]
    if kind is not None and kind not in names:
        near = nearest(kind, names)
        meant = f"; did you mean {near!r}?" if near else ""
        raise typer.BadParameter(f"no registry is called {kind!r}{meant} valid: {listed(names)}")
    if not show_registries(registries, kind, Console(), deprecated=deprecated):
        raise typer.Exit(1)


def show_registries(
    registries: Sequence[Entries], kind: str | None, console: Console, *, deprecated: bool = False
) -> bool:
    """Print each registry, or only that named `kind`, and return whether all components can be imported."""
    shown = [entries for entries in registries if kind in (None, entries.name)]
    whole = [_show_registry(entries, console, deprecated=deprecated) for entries in shown]
    return all(whole)


def show_component(registries: Sequence[Entries], name: str, console: Console) -> bool:
    """Print each component called `name` or `registry.name`, with its whole docstring.

    Returns whether they can be imported.
    """
    paths = [(entries, each) for entries in registries for each in entries]
    found = [(entries, each) for entries, each in paths if name in (each, f"{entries.name}.{each}")]
    descriptions = [(entries.name, detail(entries, each)) for entries, each in found]
    for kind, description in descriptions:
        _show_description(kind, description, console)
    return not any(description.is_broken for _, description in descriptions)


def _show_registry(entries: Entries, console: Console, *, deprecated: bool) -> bool:
    descriptions = describe(entries, deprecated=deprecated)
    console.print(Text.assemble((entries.name, "bold underline"), f" ({len(descriptions)})\n"))
    for description in descriptions:
        about = (description.problem, "red") if description.problem else (description.summary, "")
        mark = (f"{description.deprecation}. " if description.deprecation else "", "yellow")
        heading = Text.assemble((description.name, "bold cyan"), "  ", mark, about)
        console.print(Padding(heading, (0, 0, 0, 2)))
        if description.fields:
            console.print(Padding(_fields(description.fields), (0, 0, 0, 4)))
        for notice in description.notices:
            console.print(Padding(Text(notice, "yellow"), (0, 0, 0, 4)))
        console.print()
    return not entries.broken and not any(description.is_broken for description in descriptions)


def _show_description(kind: str, description: Description, console: Console) -> None:
    console.print(Text(f"{kind}.{description.name}", "bold cyan"))
    console.print(Text(description.place, "dim"), soft_wrap=True)
    about = Text(description.problem, "red") if description.problem else Text(_unwrapped(description.doc))
    console.print(Padding(about, (1, 0)), highlight=False)
    if description.fields:
        console.print(Padding(_fields(description.fields), (0, 0, 1, 2)))
    for notice in description.notices:
        console.print(Padding(Text(notice, "yellow"), (0, 0, 1, 2)))


def _unwrapped(doc: str) -> str:
    """Put each paragraph on one line, so that the terminal wraps it. Lists and examples keep their lines."""
    return re.sub(r"(?<=\S)\n(?=[\w`(\"'])", " ", doc)


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
