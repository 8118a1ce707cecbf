"""What a command costs: seconds, and the most memory that it or one of its children took."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from attrs import frozen

BIN = Path(sys.executable).parent


@frozen
class Cost:
    """Of one run."""

    seconds: float
    megabytes: float
    printed: str
    """What it printed as its answer; what it said beside that is left out."""
    processor: float = 0.0
    """The seconds for which a processor worked on it, which other programs hardly change."""

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s, {self.megabytes:.0f} MB"


def measure(command: Sequence[str], folder: Path, *, fine: Sequence[int] = (0,)) -> Cost:
    """Runs a command of this environment in a folder. Raises ChildProcessError for any other exit code."""
    path = os.pathsep.join((str(BIN), os.environ["PATH"]))
    environment = {"PATH": path, "VIRTUAL_ENV": str(BIN.parent), "HOME": str(Path.home()), "COLUMNS": "120"}
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as beside:
        start = time.perf_counter()
        child = subprocess.Popen(
            [str(BIN / command[0]), *command[1:]], cwd=folder, env=environment, stdout=output, stderr=beside
        )
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)  # it has been waited for already
        printed, said = map(_content, (output, beside))
    if child.returncode not in fine:
        raise ChildProcessError(f"{' '.join(command)}: {child.returncode}\n{printed}{said}")
    return Cost(seconds, used.ru_maxrss / 1024, printed, used.ru_utime + used.ru_stime)


def _content(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()
