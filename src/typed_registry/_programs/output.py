"""The output of a program, which may have none."""

from __future__ import annotations

import sys


def write_output(text: str) -> None:
    """Write a text to the standard output, or nowhere if that is closed, as by `>&-` in a shell."""
    if sys.stdout is not None:
        sys.stdout.write(text)
