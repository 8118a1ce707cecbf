"""A copy of the cache that mypy has left in the repository."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from tests.typing.checker import ROOT

_VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"


def copy_cache(folder: Path) -> Path:
    """Copy what mypy knows of packages into a new folder, and return the folder, for its `cache_dir`.

    To read torch and transformers, mypy needs half a minute, and `make check` has done that. mypy uses what
    it has read with the same options: those of `mypy.ini` for packages, which are `strict = True` and
    `enable_error_code = deprecated`. It is a copy since two runs of mypy must not write to the same cache.
    """
    folder.mkdir()
    known = ROOT / ".mypy_cache" / _VERSION
    if known.exists():
        shutil.copytree(known, folder / _VERSION)
    return folder
