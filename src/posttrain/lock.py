"""One process at a time in a folder."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from posttrain.run_errors import BusyError


@contextmanager
def held(folder: Path) -> Generator[None]:
    """Keeps other processes from the folder meanwhile; when this one dies, they may have it.

    Raises BusyError when another has it.
    """
    from filelock import FileLock, Timeout

    file = folder / ".lock"
    lock = FileLock(file)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise BusyError(str(folder)) from None
    try:
        yield
    finally:
        file.unlink(missing_ok=True)
        lock.release()
