"""Warnings in the terminal."""

from __future__ import annotations

import os
import warnings

from posttrain.errors import DataWarning
from typed_registry.errors import OutdatedConfigWarning

as_python = warnings.formatwarning


def format_warning(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, line: str | None = None
) -> str:
    """One that was foreseen is told as errors are, by one of several processes; others as Python does."""
    if not issubclass(category, (DataWarning, OutdatedConfigWarning)):
        return as_python(message, category, filename, lineno, line)
    return f"posttrain: {message}\n" if os.environ.get("RANK", "0") == "0" else ""
