"""Say which files are installed with the interpreter or in its environment, and which are a project's own."""

from __future__ import annotations

import os
import site
import sysconfig
from functools import cache
from pathlib import Path


def is_installed(file: str | Path) -> bool:
    """Return whether a file or folder is one of the standard library or of an installed package.

    An editable installation isn't installed in this sense: its files are where they are edited.

    >>> is_installed(os.__file__), is_installed(Path.cwd() / "example.py")
    (True, False)
    """
    return f"{file}{os.sep}".startswith(_folders())


def is_project_source(file: Path, project: Path) -> bool:
    """Return whether a file is in the folder of a project, but not in an environment inside that folder."""
    return file.is_relative_to(project) and not is_installed(file)


@cache
def _folders() -> tuple[str, ...]:
    """Return the folders of the standard library, and of installed packages and their scripts.

    There is a separator behind each.
    """
    names = ("stdlib", "platstdlib", "purelib", "platlib", "scripts")
    known = [sysconfig.get_path(name) for name in names]
    found = [*known, *site.getsitepackages(), site.getusersitepackages()]
    return tuple({f"{form}{os.sep}" for folder in found for form in (folder, os.path.realpath(folder))})
