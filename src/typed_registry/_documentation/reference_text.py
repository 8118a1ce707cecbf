"""Descriptions of components as text, in columns and, in a terminal, with colors."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from typed_registry._documentation.describe import Description, Setting

if TYPE_CHECKING:
    from rich.console import RenderableType

_ROOM = 100
"""The columns for indents and for what is written around the texts."""


def as_text(descriptions: Iterable[Description]) -> str:
    """Return the descriptions for the standard output: wrapped and with colors in a terminal only."""
    every = list(descriptions)
    console = _console(every)
    for described in _renderables(every):
        console.print(described, highlight=False)
    printed = console.file.getvalue() if isinstance(console.file, StringIO) else ""
    return "".join(f"{line.rstrip()}\n" for line in printed.splitlines())


def _console(descriptions: Sequence[Description]) -> Console:
    """Return a console that is as wide as the terminal. In a pipe, nothing is wrapped."""
    screen = Console()
    is_wrapped = screen.is_terminal or bool(os.environ.get("COLUMNS"))
    width = screen.width if is_wrapped else max(map(_width, descriptions), default=0)
    return Console(file=StringIO(), width=width, force_terminal=screen.is_terminal, legacy_windows=False)


def _width(description: Description) -> int:
    """Return a width in which no line of a description is wrapped."""
    texts = [description.name, description.doc, description.problem or "", *description.notices]
    texts += [description.call.signature, description.call.example] if description.call else []
    columns = [(each.key + (each.default or ""), each.type, each.doc) for each in description.settings]
    table = sum(max(map(cell_len, column)) for column in zip(*columns, strict=True))
    return max(table, *map(cell_len, texts)) + _ROOM


def _renderables(descriptions: Sequence[Description]) -> Iterator[RenderableType]:
    for registry, found in groupby(descriptions, key=lambda each: (each.registry, each.is_whole)):
        group = list(found)
        if registry[1]:
            yield from (part for each in group for part in _whole(each))
        else:
            yield Text.assemble((registry[0], "bold underline"), f" ({len(group)})\n")
            yield from (part for each in group for part in _short(each))


def _short(description: Description) -> Iterator[RenderableType]:
    mark = f"{description.deprecation}. " if description.deprecation else ""
    about = (description.problem, "red") if description.problem else (description.summary, "")
    distribution = description.distribution if description.is_foreign else None
    is_written = str(distribution) in (description.problem or "")
    origin = (f"  ({distribution})" if distribution and not is_written else "", "dim")
    yield _indented(Text.assemble((description.name, "bold cyan"), "  ", (mark, "yellow"), about, origin), 2)
    if description.settings:
        yield _indented(_settings(description.settings), 4)
    yield from (_indented(Text(notice, "yellow"), 4) for notice in description.notices)
    yield ""


def _whole(description: Description) -> Iterator[RenderableType]:
    yield Text(f"{description.registry}.{description.name}", "bold cyan")
    yield from (Text(line, "dim", no_wrap=True, overflow="ignore") for line in _origins(description))
    if description.deprecation:
        yield Text(f"{str(description.deprecation).capitalize()}.", "yellow")
    yield ""
    call = description.call
    if call is not None:
        yield Text(f"{call.signature}\n", "bold")
    about = Text(description.problem, "red") if description.problem else Text(_unwrapped(description.doc))
    if about:
        yield Text.assemble(about, "\n")
    if description.settings:
        yield _indented(_settings(description.settings), 2)
        yield ""
    for notice in description.notices:
        yield _indented(Text(f"{notice}\n", "yellow"), 2)
    if call is not None and call.example:
        yield Text("In a config file:\n", "dim")
        yield _indented(Text(call.example, no_wrap=True, overflow="ignore"), 2)


def _origins(description: Description) -> Iterator[str]:
    """Yield the line where a component is registered, its distribution, and the line where it is defined.

    Of a contested name, yield each line.
    """
    place, call = description.place, description.call
    for each in description.claimants or (description,):
        yield f"{each.place}, {each.distribution}" if each.distribution else str(each.place)
    if call is not None and call.source is not None and call.source.file != place.file:
        yield f"defined at {call.source}"


def _indented(content: RenderableType, columns: int) -> Padding:
    return Padding(content, (0, 0, 0, columns))


def _unwrapped(doc: str) -> str:
    """Put each paragraph on one line, so that the terminal wraps it. Lists and examples keep their lines."""
    return re.sub(r"(?<=\S)\n(?=[\w`(\"'])", " ", doc)


def _settings(settings: Sequence[Setting]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(style="dim")
    table.add_column()
    for each in settings:
        default = Text("required", "yellow") if each.default is None else Text(f"= {each.default}")
        about = (Text(each.type), Text(each.doc))  # as Text, since rich reads brackets in str as markup
        table.add_row(Text.assemble(each.key, " ", default), *about)
    return table
