"""Files as shells complete them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from typed_registry.config._formats.formats import SUFFIXES


def config_file_words(incomplete: str) -> Iterator[str]:
    """Yield the config files and the folders that begin so; folders end with a slash."""
    return file_words(incomplete, SUFFIXES)


def file_words(incomplete: str, suffixes: tuple[str, ...] = ("",)) -> Iterator[str]:
    """Yield the files with one of the suffixes, and the folders, that begin so.

    Hidden ones are offered if the word begins with their dot.
    """
    folder, name = os.path.split(incomplete)
    try:
        found = sorted(Path(folder or ".").expanduser().iterdir())
    except (OSError, RuntimeError):  # no such folder, or no home
        return
    for each in found:
        if each.name.startswith(name) and (name or not each.name.startswith(".")):
            word = os.path.join(folder, each.name)  # noqa: PTH118  # keeps `./` and `~`
            if each.is_dir():
                yield f"{word}/"
            elif each.name.lower().endswith(suffixes):
                yield word
