"""The project that the servers read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.editors.editor import PROJECT
from tests.editors.questions import MEALS, SPICES

ROOT = Path(__file__).parents[2]
NAMES = "from kitchen.registries import *; print(sorted(MEALS), sorted(SPICES), sep='\\n')"


def run(*command: str) -> str:
    """Return what a command prints that can import the project's package."""
    found = f"{PROJECT}{os.pathsep}{ROOT / 'src'}"
    environment = {**os.environ, "PYTHONPATH": found, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_fresh() -> None:
    """The generator writes the same stub now.

    `PYTHONPATH=tests/editors/kitchen-project .venv/bin/typed-registry stubs kitchen.registries` writes it.
    """
    command = str(Path(sys.executable).with_name("typed-registry"))

    assert run(command, "stubs", "--check", "kitchen.registries") == ""


def test_names() -> None:
    """The wanted completions are the registered names."""
    assert f"{[*MEALS]}\n{[*SPICES]}\n" == run(sys.executable, "-c", NAMES)
