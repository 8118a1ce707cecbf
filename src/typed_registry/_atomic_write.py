"""Writing a file as a whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
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
