"""End the process without freeing what mypy keeps in memory."""

from __future__ import annotations

import atexit
import os
import sys


def exit_at_once(code: int) -> None:
    """End the process if mypy has run in it: freeing its types takes nearly as long as making them.

    What was registered with `atexit` is called first, as at the end of any process.
    """
    if "mypy.build" not in sys.modules:
        return
    atexit._run_exitfuncs()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # there is no public name
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # as in a shell with >&-
            stream.flush()
    os._exit(code)  # the only way to skip the end of the interpreter
