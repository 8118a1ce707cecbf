"""Run the command that writes stubs as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = str(ROOT / "src")
COMMAND = str(Path(sys.executable).with_name("typed-registry"))


def run(*arguments: str, cwd: Path = ROOT, path: Path | None = None) -> tuple[int, str]:
    """Return the exit code and the output of the command, which finds packages in the folder `path`."""
    found = os.pathsep.join(filter(None, (str(path or ""), SOURCES)))
    environment = {"PATH": str(Path(sys.executable).parent), "COLUMNS": "120", "PYTHONPATH": found}
    command = [COMMAND, *arguments]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr
