"""Run a type checker and read the lines in which it reports errors."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from typed_registry._doctor.checkers import CHECKERS, Checker


def installed_checkers() -> list[Checker]:
    """Return the checkers that are installed."""
    return [checker for checker in CHECKERS if _executable(checker)]


def checker_version(checker: Checker, folder: Path) -> str:
    """Return the version that a checker prints; empty if it prints none."""
    found = re.search(r"\d+(\.\d+)+", run_checker(checker, ["--version"], folder))
    return found[0] if found else ""


def run_checker(checker: Checker, options: Sequence[str], folder: Path) -> str:
    """Run a checker in a folder, and return what it prints."""
    command = [_executable(checker) or checker.name, *options]
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "500"}
    done = subprocess.run(  # noqa: S603  # a checker, with arguments of ours
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def error_lines(printed: str, file: str) -> Iterator[int]:
    """Yield the lines of a file in which a checker's output reports errors.

    >>> list(error_lines("main.py:3:1: error: no such name", "main.py"))
    [3]
    """
    for line in printed.splitlines():
        found = re.search(rf"{re.escape(file)}:(\d+)", line)
        if found and re.search(r"\berror\b", line, re.IGNORECASE):
            yield int(found[1])


def _executable(checker: Checker) -> str | None:
    """Return the path of the checker's command, preferably in this environment."""
    beside = shutil.which(checker.command[0], path=str(Path(sys.executable).parent))
    return beside or shutil.which(checker.command[0])
