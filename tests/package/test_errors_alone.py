"""Errors explain themselves in a process that has loaded nothing else."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAD = "from typed_registry import Registry\nR = Registry[object, []]('things')\n"


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("R.get('x')", "UnknownNameError: things: no component is called 'x'. Nothing is registered."),
        ("R.register('a')(3)", "ConformanceError: things: 3 can't be registered as 'a'"),
        ("R.from_mapping({'name': 'x'})", "ConfigError: name: things has no 'x'; valid: none"),
    ],
)
def test_first_use(script: str, expected: str) -> None:
    """The text of an error needs no import that the error's own use hasn't made."""
    command = [sys.executable, "-c", HEAD + script]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert expected in done.stderr
    assert "circular" not in done.stderr
