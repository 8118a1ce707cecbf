"""The plugin, installed as a user installs it, and its source on the path."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ORPO = Path(__file__).parent / "orpo"
INSTALL = (
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "--no-index",
    "--no-deps",
    "--no-build-isolation",
)

sys.path.append(str(ORPO / "src"))  # without its entry points, so nothing registers in the tests' own process


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the distribution is installed into: with it on the path, a program has the plugin."""
    folder = tmp_path_factory.mktemp("orpo") / "site"
    command = [sys.executable, "-m", "pip", *INSTALL, "--target", str(folder), str(ORPO)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    return folder
