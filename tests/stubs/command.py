"""Run the command that writes stubs as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.stubs.warm_cache import warm_cache

ROOT = Path(__file__).parents[2]
SOURCES = str(ROOT / "src")
COMMAND = str(Path(sys.executable).with_name("typed-registry"))


def run(*arguments: str, cwd: Path = ROOT, path: Path | None = None, cold: bool = False) -> tuple[int, str]:
    """Return the exit code and the output of the command, which finds packages in the folder `path`.

    It has a cache, as if it had been used before, unless it is `cold`.
    """
    if not cold and cwd != ROOT:
        warm_cache(cwd, SOURCES)
    found = os.pathsep.join(filter(None, (str(path or ""), SOURCES)))
    environment = {"PATH": str(Path(sys.executable).parent), "COLUMNS": "120", "PYTHONPATH": found}
    command = [COMMAND, *arguments]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr
