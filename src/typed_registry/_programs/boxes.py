"""Boxes around help and usage errors, which rich draws in a terminal."""

from __future__ import annotations

import sys
from typing import Literal


def markup_mode() -> Literal["rich"] | None:
    """Return typer's `rich_markup_mode` with boxes, or None where they go into a pipe or a file."""
    is_terminal = all(stream is not None and stream.isatty() for stream in (sys.stdout, sys.stderr))
    return "rich" if is_terminal else None
