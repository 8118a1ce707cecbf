"""Warnings as a program prints them: each on one line."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from typed_registry._messages.diagnostics import Diagnostic
from typed_registry._messages.visible import on_one_line, visible
from typed_registry._programs.error_stream import ErrorStream
from typed_registry.config._document.deprecated_fields import OutdatedConfigWarning

if TYPE_CHECKING:
    from typed_registry._programs.endings import Endings


@contextmanager
def plain_warnings(endings: Endings, stream: ErrorStream | None = None) -> Generator[None]:
    """Show each warning on one line, without a place if that is in this library or in typer.

    A stream with another format than text gets a diagnostic for each line.
    """
    before = warnings.formatwarning, warnings.showwarning
    library = _library_folders()

    def format_warning(
        message: Warning | str, category: type[Warning], filename: str, lineno: int, line: str | None = None
    ) -> str:
        if issubclass(category, endings.warnings) or filename.startswith(library):
            lines = _warning_lines(message, category)
            return "".join(f"{endings.program}: warning: {each}\n" for each in lines)
        text = visible(on_one_line(str(message)))
        return before[0](text, category, filename, lineno, line or "")  # not its source

    def keep_warning(  # noqa: PLR0913, PLR0917  # as Python calls it
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,  # noqa: ARG001  # as Python calls it
        line: str | None = None,  # noqa: ARG001  # as above
    ) -> None:
        has_place = not (issubclass(category, endings.warnings) or filename.startswith(library))
        place = (filename, lineno) if has_place else (None, None)
        lines = _warning_lines(message, category)
        (stream or ErrorStream()).write(
            "", (Diagnostic("warning", "warning", each, *place) for each in lines)
        )

    warnings.formatwarning = format_warning
    if stream is not None and not stream.is_text:
        warnings.showwarning = keep_warning
    try:
        yield
    finally:
        warnings.formatwarning, warnings.showwarning = before


def _warning_lines(message: Warning | str, category: type[Warning]) -> list[str]:
    """Return the text of a warning on one line, or on a line for each deprecation in a config."""
    is_outdated = issubclass(category, OutdatedConfigWarning)
    return [
        visible(each) for each in (str(message).splitlines() if is_outdated else [on_one_line(str(message))])
    ]


def _library_folders() -> tuple[str, ...]:
    """Return the folders of this library and of typer, whose lines say nothing to the user of a program."""
    typer: object = getattr(sys.modules.get("typer"), "__file__", None)
    folders = [Path(__file__).parents[1], *([Path(typer).parent] if isinstance(typer, str) else [])]
    return tuple(f"{folder}{os.sep}" for folder in folders)
