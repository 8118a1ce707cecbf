"""Warnings as a program prints them: each on one line."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from typed_registry._messages.diagnostics import Diagnostic
from typed_registry._messages.visible import on_one_line, visible
from typed_registry._programs.error_stream import ErrorStream
from typed_registry.config._document.deprecated_fields import OutdatedConfigWarning

if TYPE_CHECKING:
    from typing import TypeAlias

    from typed_registry._programs.endings import Endings

    FormatWarning: TypeAlias = Callable[[Warning | str, type[Warning], str, int, str | None], str]


@contextmanager
def plain_warnings(endings: Endings, stream: ErrorStream | None = None) -> Generator[None]:
    """Show each warning on one line, without a place if that is in this library or in typer.

    A stream with another format than text gets a diagnostic for each line.
    """
    before = warnings.formatwarning, warnings.showwarning
    if stream is None or stream.is_text:
        warnings.formatwarning = partial(_formatted, endings, _library_folders(), warnings.formatwarning)
    else:
        warnings.showwarning = partial(_keep, endings, _library_folders(), stream)
    try:
        yield
    finally:
        warnings.formatwarning, warnings.showwarning = before


def _formatted(  # noqa: PLR0913, PLR0917  # as Python calls it
    endings: Endings,
    library: tuple[str, ...],
    otherwise: FormatWarning,
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    line: str | None = None,
) -> str:
    """Return the text of a warning, in place of `warnings.formatwarning`."""
    if _has_place(endings, library, category, filename):
        text = visible(on_one_line(str(message)))
        return otherwise(text, category, filename, lineno, line or "")  # not its source
    return "".join(f"{endings.program}: warning: {each}\n" for each in _warning_lines(message, category))


def _keep(  # noqa: PLR0913, PLR0917  # as Python calls it
    endings: Endings,
    library: tuple[str, ...],
    stream: ErrorStream,
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001  # as Python calls it
    line: str | None = None,  # noqa: ARG001  # as above
) -> None:
    """Add a warning to the diagnostics of a stream, in place of `warnings.showwarning`."""
    place = (filename, lineno) if _has_place(endings, library, category, filename) else (None, None)
    lines = _warning_lines(message, category)
    stream.write("", (Diagnostic("warning", "warning", each, *place) for each in lines))


def _has_place(endings: Endings, library: tuple[str, ...], category: type[Warning], file: str) -> bool:
    """Return whether the place of a warning says something to the user of the program."""
    return not (issubclass(category, endings.warnings) or file.startswith(library))


def _warning_lines(message: Warning | str, category: type[Warning]) -> list[str]:
    """Return the text of a warning on one line, or on a line for each deprecation in a config."""
    is_outdated = issubclass(category, OutdatedConfigWarning)
    return [
        visible(each) for each in (str(message).splitlines() if is_outdated else [on_one_line(str(message))])
    ]


def _library_folders() -> tuple[str, ...]:
    """Return the folders of this library and of typer, whose lines say nothing to the user of a program.

    Versions of typer before 0.26 are built on click.
    """
    files = (getattr(sys.modules.get(name), "__file__", None) for name in ("typer", "click"))
    folders = [Path(__file__).parents[1], *(Path(file).parent for file in files if file)]
    return tuple(f"{folder}{os.sep}" for folder in folders)
