"""Files that are written whole or not at all."""

from __future__ import annotations

from secrets import token_hex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def replace(file: Path, text: str) -> None:
    """Puts the text in the file's place when all of it is on disk; what was there stays until then."""
    partial = file.with_name(f"{file.name}.{token_hex(4)}")
    try:
        with partial.open("x", encoding="utf-8") as stream:
            stream.write(text)
        partial.replace(file)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
