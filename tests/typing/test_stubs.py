"""The generated stubs agree with their modules, and those of the cases are up to date."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.typing.checker import ROOT, SETTINGS


def test_stubtest() -> None:
    """Stub and module define the same names, except for those in the allowlist."""
    options = [
        "--mypy-config-file",
        str(SETTINGS / "stubtest.ini"),
        "--allowlist",
        str(SETTINGS / "stubtest.txt"),
    ]
    command = [sys.executable, "-m", "mypy.stubtest", *options, "posttrain.registries", "tests.stubs.zoo"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (0, "Success: no issues found in 2 modules\n") == (done.returncode, done.stdout + done.stderr)


@pytest.mark.parametrize(
    "arguments", [["tests.typing.zoo.registries"], ["--most", "1", "tests.typing.zoo.many"]]
)
def test_fresh(arguments: list[str]) -> None:
    """The generator writes the same stubs now."""
    program = str(Path(sys.executable).with_name("typed-registry"))
    command = [program, "stubs", "--check", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert 0 == done.returncode, done.stdout + done.stderr
