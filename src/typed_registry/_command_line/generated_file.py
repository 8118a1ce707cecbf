"""Write a generated file, or compare it with the file on disk."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path

from attrs import frozen
from rich.console import Console
from rich.syntax import Syntax

from typed_registry._atomic_write import write_atomically
from typed_registry._messages.diagnostics import Diagnostic
from typed_registry._programs.error_stream import ErrorStream

console: Console = Console(highlight=False, soft_wrap=True, markup=False)


def shown_path(file: Path) -> Path:
    """Return the path of a file as it is printed."""
    here = Path.cwd()
    return file.relative_to(here) if file.is_relative_to(here) else file


@frozen
class GeneratedFile:
    """The place and the text of a generated file."""

    file: Path
    text: str

    @property
    def is_current(self) -> bool:
        """Whether the file on disk has this text."""
        return self._current() == self.text

    def has_same(self, meaning: Callable[[str], str]) -> bool:
        """Return whether the file on disk has a text of the same meaning."""
        current = self._current()
        return current is not None and meaning(current) == meaning(self.text)

    def write(self) -> None:
        """Write the file, creating its folder, and print that it was written."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self.file, self.text)
        console.print(f"{shown_path(self.file)}: written")

    def print_difference(self, command: str, stream: ErrorStream) -> None:
        """Print how the file on disk differs, and the command that would update it.

        The stream for errors gets an error as well if it has a format that programs read.
        """
        current = self._current()
        diff = _difference(current or "", self.text, shown_path(self.file))
        console.print(
            Syntax(diff, "diff", background_color="default") if console.is_terminal else diff, end=""
        )
        state = "missing" if current is None else "stale"
        console.print(f"{shown_path(self.file)}: {state}; run: {command}")
        if not stream.is_text:
            stream.write(
                "", [Diagnostic("error", "stale", f"{state}; run: {command}", str(shown_path(self.file)))]
            )

    def _current(self) -> str | None:
        return self.file.read_text(encoding="utf-8") if self.file.exists() else None


def _difference(old: str, new: str, file: Path) -> str:
    """Return a unified diff, as `diff -u` prints it."""
    titles = (f"{file} (as it is)", f"{file} (as it should be)")
    lines = difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), *titles)
    return "".join(lines)
