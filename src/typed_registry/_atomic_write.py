"""Writing a file as a whole or not at all, and by one program at a time."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from stat import S_IMODE


def write_atomically(file: Path, text: str) -> None:
    """Write a text to a file; the old content stays until all of the new one is on disk.

    An existing file keeps its permissions, and a link keeps its target. Raises OSError, with the name of the
    file, if it can't be written.
    """
    place = Path(os.path.realpath(file))
    partial = place.with_name(f"{place.name}.{token_hex(4)}")
    mode = S_IMODE(place.stat().st_mode) if place.exists() else None
    try:
        partial.touch(0o666 if mode is None else 0o600, exist_ok=False)
        partial.write_text(text, encoding="utf-8", newline="")
        if mode is not None:
            partial.chmod(mode)  # only now, since it may not allow writing
        partial.replace(place)
    except BaseException as error:
        with suppress(OSError):
            partial.unlink()
        if isinstance(error, OSError):  # which names the partial file, or none
            raise OSError(error.errno, error.strerror, str(file)) from None
        raise


@contextmanager
def locked(*files: Path) -> Generator[None, None, None]:
    """Hold a lock on each of some files for a block that reads them and writes them anew.

    Other blocks for the same files wait until then, in other threads and processes too. There is no lock for
    a file that can't be opened, and on Windows.
    """
    streams: list[int] = []
    try:
        if sys.platform != "win32":
            for name in sorted({*map(os.path.realpath, files)}):  # no two processes wait for one another
                _lock(name, streams)
        yield
    finally:
        for stream in streams:
            os.close(stream)


if sys.platform != "win32":

    def _lock(file: str, held: list[int]) -> None:
        """Add the descriptor of a file with a lock, unless it can't be opened or is held under another name.

        Whoever had the lock before may have put another file in its place, which is then opened again.
        """
        from fcntl import LOCK_EX, flock

        while True:
            try:
                stream = os.open(file, os.O_RDONLY)
            except OSError:
                return
            held.append(stream)
            if any(os.path.sameopenfile(stream, other) for other in held[:-1]):
                return
            flock(stream, LOCK_EX)
            with suppress(OSError):
                if os.path.samestat(os.fstat(stream), Path(file).stat()):
                    return
            os.close(held.pop())
