"""Format the text of a stub."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from typed_registry.errors import MissingExtraError


def formatted(text: str, file: Path) -> str:
    """Return the text as ruff formats it at this place, with sorted imports and without unused ones."""
    sort = ("check", "--quiet", "--fix-only", "--select", "I,F401")
    return _ruff(_ruff(text, file, *sort), file, "format")


def _ruff(text: str, file: Path, *command: str) -> str:
    full = [sys.executable, "-m", "ruff", *command, "--stdin-filename", str(file), "-"]
    done = subprocess.run(  # noqa: S603  # ruff, with arguments of ours
        full, input=text, capture_output=True, text=True, check=False
    )
    if done.returncode and "No module named" in done.stderr:
        raise MissingExtraError("writing stubs", "ruff", "typed-registry[stubs]")
    done.check_returncode()
    return done.stdout
