"""A shell in a terminal, into which a test types."""

from __future__ import annotations

import os
import pty
import re
import select
import struct
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ

from attrs import frozen

from tests.programs.shells import Shell

CALLS = "calls"
"""The file in the shell's folder that has a line for each time that the program has run."""

SETTLE = 0.5
"""Seconds that a shell takes to show a completion."""

WAIT = 600.0
"""Seconds until a shell must have answered, on a busy machine."""
_ESCAPES = re.compile(
    r"\x1b(\[[0-9;?<>=]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[()][A-Z0-9]|[=>78])|\r|\x07"
)


@frozen
class Terminal:
    """The side of the user."""

    file: int
    process: subprocess.Popen[bytes]
    called: Path
    """The file to which the program adds a line whenever it has run."""

    def type(self, text: str) -> None:
        """Type a text; a tab asks for completion."""
        os.write(self.file, text.encode())

    def calls(self) -> int:
        """Return how often the program has run."""
        return len(self.called.read_text()) if self.called.exists() else 0

    def wait_for_call(self, before: int) -> None:
        """Wait until the program has run once more, and the shell has shown what came of it."""
        deadline = time.monotonic() + WAIT
        while self.calls() <= before:
            assert time.monotonic() < deadline, "the shell doesn't ask the program"
            time.sleep(0.02)
        time.sleep(SETTLE)

    def read_until(self, pattern: str) -> str:
        """Return what the shell has written, up to the pattern, without what moves the cursor."""
        seen = ""
        deadline = time.monotonic() + WAIT
        while (found := re.search(pattern, seen)) is None:
            ready, _, _ = select.select([self.file], [], [], max(0.0, deadline - time.monotonic()))
            assert ready, f"{pattern} isn't in:\n{seen}"
            seen = _ESCAPES.sub("", seen + os.read(self.file, 4096).decode(errors="replace"))
        return seen[: found.end()]


@contextmanager
def opened(shell: Shell, folder: Path, variables: dict[str, str]) -> Generator[Terminal]:
    """Start a shell in a folder, in a wide terminal."""
    environment = {
        **os.environ,
        **shell.variables,
        **variables,
        "HOME": str(folder),
        "TERM": "xterm",
        "PS1": "> ",
        "LC_ALL": "C.UTF-8",
    }
    user, program = pty.openpty()
    ioctl(program, TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
    command = ("setsid", "--ctty", *shell.command)  # a shell completes nothing without a terminal of its own
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdin=program, stdout=program, stderr=program
    )
    os.close(program)
    try:
        yield Terminal(user, process, folder / CALLS)
    finally:
        process.kill()
        process.wait()
        os.close(user)
