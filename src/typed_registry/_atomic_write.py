"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_hex
from stat import S_IMODE


def replace(file: Path, text: str) -> None:
    """Puts the text in the file's place when all of it is on disk; what was there stays until then.

    A file that was there keeps its permissions, and a link goes on leading to its file.
    """
    place = Path(os.path.realpath(file))
    partial = place.with_name(f"{place.name}.{token_hex(4)}")
    mode = S_IMODE(place.stat().st_mode) if place.exists() else None
    try:
        partial.touch(0o666 if mode is None else 0o600, exist_ok=False)
        partial.write_text(text, encoding="utf-8", newline="")
        if mode is not None:
            partial.chmod(mode)  # not before: it may be one that nobody can write
        partial.replace(place)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
