"""A stub's text as it should stand in its file: formatted, and compared with what is there."""

from __future__ import annotations

import difflib
import subprocess
import sys
from pathlib import Path

from typed_registry.errors import MissingExtraError


def formatted(text: str, file: Path) -> str:
    """The text as ruff would have it at this place, its imports sorted, by the settings that hold there."""
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


def difference(old: str, new: str, file: Path) -> str:
    """A unified diff, as `diff -u` prints it; empty when they are the same."""
    titles = (f"{file} (as it is)", f"{file} (as it should be)")
    lines = difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), *titles)
    return "".join(lines)
