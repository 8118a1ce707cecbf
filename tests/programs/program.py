"""The sample program, run as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).parents[2]
SAMPLE = Path(__file__).with_name("sample")
SONG = """\
chain:
  - {name: gain, db: 6}
  - name: bus
    chain: [{name: gain}, echo]
sink: {name: text, digits: 1}
"""


@frozen
class Ending:
    """How a program ended, and what it wrote."""

    code: int
    out: str
    err: str


def remix(folder: Path, *arguments: str, **variables: str) -> Ending:
    """Run the sample program in this folder; its output is a pipe, as wide as it likes."""
    return ran([sys.executable, "-m", "remix", *arguments], folder, **variables)


def python(folder: Path, code: str, *arguments: str, **variables: str) -> Ending:
    """Run the code as a program."""
    return ran([sys.executable, "-c", code, *arguments], folder, **variables)


def ran(command: list[str], folder: Path, **variables: str) -> Ending:
    """Run a command that finds this library and the sample program."""
    done = subprocess.run(
        command, cwd=folder, env={**environment(), **variables}, capture_output=True, text=True, check=False
    )
    return Ending(done.returncode, done.stdout, done.stderr)


def environment() -> dict[str, str]:
    """Return the variables of a program, without the width of a terminal."""
    kept = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
    return {**kept, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(SAMPLE)))}


def words(folder: Path, line: str) -> list[str]:
    """Return the words that a shell is offered at the end of this line of the sample program."""
    asked = {"_TYPER_COMPLETE_FISH_ACTION": "get-args", "_TYPER_COMPLETE_ARGS": f"remix {line}"}
    ending = remix(folder, _REMIX_COMPLETE="complete_fish", **asked)
    assert "" == ending.err
    return [each.partition("\t")[0] for each in ending.out.splitlines() if each]
