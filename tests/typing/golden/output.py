"""Compare what a checker prints for the example with what was recorded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.typing.checker import ROOT, SETTINGS

FOLDER = Path(__file__).parent
_COMMANDS = {
    "mypy": ("--config-file", str(SETTINGS / "mypy.ini")),
    "pyright": ("--project", str(SETTINGS / "pyright.json"), "--pythonpath", sys.executable),
}
CHECKERS = tuple(_COMMANDS)


def printed(checker: str) -> str:
    """Return what the checker prints now, without the folder's path."""
    program = str(Path(sys.executable).with_name(checker))
    command = [program, *_COMMANDS[checker], str(FOLDER / "example.py")]
    quiet = {
        **os.environ,
        "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1",
    }  # of a newer version, which would stand here
    done = subprocess.run(command, env=quiet, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.replace(f"{FOLDER}/", "").replace(f"{FOLDER.relative_to(ROOT)}/", "")


def written(checker: str) -> Path:
    """Return the file with the recorded output."""
    return FOLDER / f"{checker}.txt"


def write() -> None:
    """Record the output of every checker."""
    for checker in CHECKERS:
        written(checker).write_text(printed(checker), encoding="utf-8")
