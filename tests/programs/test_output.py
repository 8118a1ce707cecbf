"""Programs whose standard output is closed, or on a full disk."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from attrs import frozen

from typed_registry._programs.plain_program import run_plain
from typed_registry.cli import ConfigApp


@frozen
class Tone:
    hertz: float = 440.0


def _play(tone: Tone) -> None:
    print(tone.hertz)


@pytest.mark.parametrize("arguments", [["--help"], ["--print-config"], ["--help-for", "hertz"]])
def test_closed(arguments: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What would be printed is lost, and nothing fails."""
    app = ConfigApp("tone")
    app.command()(_play)
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(SystemExit) as plain:
        run_plain(Tone, arguments)
    with pytest.raises(SystemExit) as with_typer:
        app(arguments)

    assert (0, 0) == (plain.value.code, with_typer.value.code)


FULL = Path("/dev/full")
PROGRAM = """\
import os
import subprocess
import sys
from attrs import frozen
from typed_registry.cli import ConfigApp
from typed_registry.config import from_cli

@frozen
class Tone:
    hertz: float = 440.0

if sys.argv[1] == "plain":
    from_cli(Tone, sys.argv[2:])
app = ConfigApp("-c")

@app.command()
def play(tone: Tone) -> None:
    print(tone.hertz)

app(sys.argv[2:])
"""


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["plain", "--help"],
        ["plain", "--print-config"],
        ["app", "--help"],
        ["app", "--help-for", "hertz"],
        ["app", "--print-config"],
    ],
)
def test_full_disk(arguments: Sequence[str], unbuffered: str) -> None:
    """An output that can't be written ends the program with the reason."""
    ending = _run(arguments, unbuffered)

    assert (1, "-c: the output can't be written: No space left on device\n") == ending


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
def test_faults_on_a_full_disk() -> None:
    """The output of a command is written at its end at the latest, and faults are printed before that."""
    assert (1, "-c: the output can't be written: No space left on device\n") == _run(["app"], "")
    code, text = _run(["app", "hertz=loud"], "1")
    assert (2, True) == (code, text.endswith("-c: 1 fault\n"))


def _run(arguments: Sequence[str], unbuffered: str) -> tuple[int, str]:
    """Return the exit code of a program whose output can't be written, and what it prints as errors."""
    with FULL.open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-c", PROGRAM, *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        )
    return ended.returncode, ended.stderr
