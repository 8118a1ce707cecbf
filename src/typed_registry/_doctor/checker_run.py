"""Run a checker, and end it if it takes too long."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from attrs import frozen

from typed_registry._doctor.checkers import Checker

_FAILED = 2
"""The least exit code of a checker that has come to no result. With 1, it has found errors."""


@frozen
class CheckerOutput:
    """The output of a checker."""

    text: str
    problem: str = ""
    """Why it has come to no result; empty if it has ended by itself."""


def run_checker(checker: Checker, options: Sequence[str], folder: Path, timeout: float) -> CheckerOutput:
    """Run a checker in a folder, for at most `timeout` seconds."""
    command = [checker.executable or checker.name, *options]
    environment = {key: value for key, value in os.environ.items() if "COLOR" not in key}
    environment |= {"NO_COLOR": "1", "COLUMNS": "500"}
    try:
        process = subprocess.Popen(  # noqa: S603  # a checker, with arguments of ours
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
    except OSError as error:
        return CheckerOutput("", f"can't be started: {error.strerror}")
    try:
        text, _ = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        _end(process)
        return CheckerOutput("", f"has been ended after {timeout:g} s; --timeout gives it more")
    except BaseException:  # such as a KeyboardInterrupt, which the checker doesn't get
        _end(process)
        raise
    return CheckerOutput(text, _ending(process.returncode))


def version_of(checker: Checker, folder: Path, timeout: float) -> str:
    """Return the version that the checker prints; empty if it prints none."""
    found = re.search(r"\d+(\.\d+)+", run_checker(checker, ["--version"], folder, timeout).text)
    return found[0] if found else ""


def _ending(code: int) -> str:
    """Return why a checker with this exit code has come to no result; empty if it has come to one."""
    if code < 0:
        return f"has been ended by signal {-code}"
    return f"has failed with exit code {code}" if code >= _FAILED else ""


def _end(process: subprocess.Popen[str]) -> None:
    """End a checker with the processes that it has started, such as pyright's node."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):  # they have ended, or run as another user
            os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
