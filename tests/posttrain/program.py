"""The console script, run as a user runs it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from attrs import frozen

from tests.preloaded.interpreter import preloaded

SCRIPT = Path(sys.executable).with_name("posttrain")
WAIT = 900.0
"""Seconds that a program may take, with all that it starts, on a busy machine."""


@frozen
class Result:
    """How a program ended, and what it wrote."""

    code: int
    out: str
    err: str


def posttrain(*arguments: str, folder: Path, **variables: str) -> Result:
    """Run the script in this folder, a hundred columns wide, in an interpreter that has imported torch."""
    return _ended(_started([preloaded(), str(SCRIPT), *arguments], folder, variables))


def fresh_posttrain(*arguments: str, folder: Path) -> Result:
    """Run the script as a user does: everything is imported anew."""
    return _ended(_started([str(SCRIPT), *arguments], folder, {}))


def python(code: str, folder: Path) -> Result:
    """Run a program of these lines."""
    return _ended(_started([sys.executable, "-c", code], folder, {}))


def interrupted(
    *arguments: str, folder: Path, presses: Sequence[Callable[[], bool]], by: signal.Signals = signal.SIGINT
) -> Result:
    """Run the script and send it the signal as soon as each of these holds, one after the other."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a child inherits that it is ignored
    try:
        process = _started([preloaded(), str(SCRIPT), *arguments], folder, {})
    finally:
        signal.signal(signal.SIGINT, before)
    deadline = time.monotonic() + WAIT
    for ready in presses:
        while process.poll() is None and time.monotonic() < deadline and not ready():
            time.sleep(0.001)
        process.send_signal(by)
    return _ended(process)


def _started(command: list[str], folder: Path, variables: dict[str, str]) -> subprocess.Popen[str]:
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", **variables}
    return subprocess.Popen(  # our own script
        command,
        cwd=folder,
        env=environment,
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _ended(process: subprocess.Popen[str]) -> Result:
    try:
        out, err = process.communicate(timeout=WAIT)
    finally:
        process.kill()
    return Result(process.returncode, out, err)
