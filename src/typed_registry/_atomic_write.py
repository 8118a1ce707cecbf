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
def locked(file: Path) -> Generator[None, None, None]:
    """Hold a lock on a file for a block that reads it and writes it anew.

    Other blocks for the same file wait until then, in other threads and processes too. There is no lock for a
    file that can't be opened, and on Windows.
    """
    stream = None if sys.platform == "win32" else _locked_stream(file)
    try:
        yield
    finally:
        if stream is not None:
            os.close(stream)


if sys.platform != "win32":

    def _locked_stream(file: Path) -> int | None:
        """Return the descriptor of a file with a lock; None if it can't be opened.

        Whoever had the lock before may have put another file in its place, which is then opened again.
        """
        from fcntl import LOCK_EX, flock

        while True:
            try:
                stream = os.open(file, os.O_RDONLY)
            except OSError:
                return None
            flock(stream, LOCK_EX)
            with suppress(OSError):
                if os.path.samestat(os.fstat(stream), file.stat()):
                    return stream
            os.close(stream)
