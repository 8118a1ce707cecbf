"""A stub's text to its file: formatted, compared, and put in place whole."""

from __future__ import annotations

import difflib
import os
import subprocess
import sys
import tempfile
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
        raise MissingExtraError("writing stubs", "ruff", "stubs")
    done.check_returncode()
    return done.stdout


def difference(old: str, new: str, file: Path) -> str:
    """A unified diff, as `diff -u` prints it; empty when they are the same."""
    titles = (f"{file} (as it is)", f"{file} (as it should be)")
    lines = difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), *titles)
    return "".join(lines)


def replace(file: Path, text: str) -> None:
    """Writes the file whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(partial).chmod(0o644)
        Path(partial).replace(file)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
