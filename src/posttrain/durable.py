"""Files and folders that take the place of others: the old one stays until the new one is on disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replaced_file(file: Path) -> Generator[BinaryIO]:
    """Yield a stream whose content becomes that of the file when the block ends without an error.

    The content is written to a new file beside it, without following links, and moved there. Raises OSError.
    """
    partial = file.with_name(f".{file.name}")
    partial.unlink(missing_ok=True)  # a killed program may have left it, or someone may have put a link there
    try:
        with partial.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(file)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    _sync(file.parent)


def replace_folder(folder: Path, write: Callable[[Path], None]) -> None:
    """Have `write` fill a new folder, and move it to where the old one is.

    A program that is killed leaves the old folder, the new one or none, but never a part of one: the old one
    is moved aside before it is removed. Raises OSError.
    """
    partial, former = (folder.with_name(f"{folder.name}.{suffix}") for suffix in ("partial", "former"))
    _remove(partial)
    _remove(former)
    write(partial)
    for path in (*partial.rglob("*"), partial):
        _sync(path)
    if folder.exists():
        folder.rename(former)
    partial.rename(folder)
    _sync(folder.parent)
    _remove(former)


def remove_folder(folder: Path) -> None:
    """Remove a folder: it is whole or gone under its name, whenever the program is killed. Raises OSError."""
    former = folder.with_name(f"{folder.name}.former")
    _remove(former)
    if folder.exists():
        folder.rename(former)
        _remove(former)


def _remove(path: Path) -> None:
    if path.is_symlink():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)


def _sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on disk; Windows can't do that for folders."""
    if path.is_dir() and not hasattr(os, "O_DIRECTORY"):
        return
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
