"""The stream for errors, on which a program prints in the format that was asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress

from attrs import define, field

from typed_registry._messages.diagnostics import Diagnostic
from typed_registry._messages.render import ErrorFormat, render_diagnostics


@define
class ErrorStream:
    """The stream for errors. It prints texts at once, and diagnostics in other formats at the end."""

    form: ErrorFormat = "text"
    overrides: Sequence[str] = ()
    """The overrides as they were typed, which are shown with a caret under their faults."""
    _kept: list[Diagnostic] = field(factory=list[Diagnostic], init=False)

    @property
    def is_text(self) -> bool:
        """True for the format that people read, and false for those of programs."""
        return self.form == "text"

    def write(self, text: str, found: Iterable[Diagnostic]) -> None:
        """Print a text, or keep the diagnostics that say the same."""
        if self.is_text:
            _write(text)
        else:
            self._kept.extend(found)

    def close(self) -> None:
        """Print the diagnostics that were kept, as one list."""
        if self._kept:
            _write(render_diagnostics(self._kept, self.form))
            self._kept.clear()


def _write(text: str) -> None:
    """Print a text after all output so far. `complete_output` reports an output that can't be written."""
    if sys.stdout is not None:
        with suppress(OSError):
            sys.stdout.flush()
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(text)
