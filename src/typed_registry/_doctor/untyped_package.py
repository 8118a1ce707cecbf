"""Find the packages whose sources not every checker reads."""

from __future__ import annotations

import sys
from functools import cache
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path

from typed_registry._installed_files import is_project_source


def untyped_package(module: str, project: Path) -> str | None:
    """Return the package of a module, if that is installed without types; None for any other.

    The sources of the project itself are read in any case. A package below a namespace package, such as
    `google.cloud.storage`, says itself that it has types.

    >>> untyped_package("attrs.validators", Path("/work")), untyped_package("json", Path("/work"))
    (None, None)
    """
    if module.partition(".")[0] in sys.stdlib_module_names:
        return None
    for package in accumulate(module.split("."), "{}.{}".format):
        folder = _folder(package)
        if folder is None or (folder / "py.typed").is_file():
            return None
        if folder.is_file() or (folder / "__init__.py").is_file():
            return None if is_project_source(folder, project) or _is_typed(folder) else package
    return None


@cache
def _folder(package: str) -> Path | None:
    """Return the folder or the file of a module."""
    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        return None
    places = list(spec.submodule_search_locations or ()) if spec else []
    file = spec.origin if spec and spec.has_location else None
    return Path(places[0]) if places else Path(file) if file else None


def _is_typed(folder: Path) -> bool:
    """Return whether a package says that it has types, or has stubs beside its sources or its folder."""
    stubs = folder.with_name(f"{folder.stem}-stubs")
    return (folder / "py.typed").is_file() or folder.with_suffix(".pyi").is_file() or stubs.is_dir()
