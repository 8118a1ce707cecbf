"""The CPython interpreters of this machine, and empty environments created with them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.package.debian_interpreter import debian_interpreter

ROOT = Path(__file__).parents[2]
CONSTRAINTS = ROOT / "constraints.txt"
SUPPORTED = ("3.10", "3.11", "3.12", "3.13", "3.14", "3.15")


def interpreter(version: str) -> Path | None:
    """Return an interpreter of a version that is on the path, installed by pyenv or can be downloaded."""
    return installed(version) or debian_interpreter(version)


def environment(python: Path, folder: Path) -> Path:
    """Create an environment without any package, not even pip, and return its interpreter."""
    run(python, "-m", "venv", "--without-pip", folder)
    return folder / "bin" / "python"


def install(python: Path, *what: str | Path) -> None:
    """Install into the interpreter's environment, with the versions that the project pins."""
    options = ("--quiet", "--disable-pip-version-check", "--no-compile", "--constraint", CONSTRAINTS)
    run(sys.executable, "-m", "pip", "--python", python, "install", *options, *what)


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """Run a command without the checkout on its path and return its output; the test fails if it does."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run([*map(str, command)], cwd=cwd, env=env, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def installed(version: str) -> Path | None:
    """Return an interpreter of a version that is on the path or installed by pyenv; None if there is none."""
    kept = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python{version}"))
    on_path = shutil.which(f"python{version}")
    candidates = [*kept, *([Path(on_path)] if on_path else [])]
    return next((python for python in candidates if _works(python)), None)


def _works(python: Path) -> bool:
    done = subprocess.run([python, "-c", "import venv, ensurepip"], capture_output=True, check=False)
    return done.returncode == 0
