"""The command that writes stubs, run as a user runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMMAND = str(Path(sys.executable).with_name("typed-registry"))


def run(*arguments: str, cwd: Path = ROOT, path: Path | None = None) -> tuple[int, str]:
    """The exit code and the output of the command, with a folder of packages that it may import."""
    found = {} if path is None else {"PYTHONPATH": str(path)}
    environment = {"PATH": str(Path(sys.executable).parent), "COLUMNS": "120", **found}
    command = [COMMAND, *arguments]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr
