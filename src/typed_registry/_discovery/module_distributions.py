"""Find the installed distribution that a module belongs to."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

from typed_registry._annotations.type_guards import is_mapping
from typed_registry._discovery.entry_points import InstalledDistribution, installed_distributions
from typed_registry._discovery.walk import find_module
from typed_registry._distribution import normalized

if TYPE_CHECKING:
    from typed_registry._distribution import Distribution


def distribution_of_module(module: str) -> Distribution | None:
    """Return the distribution of a module; None for one that no distribution has. Imports nothing."""
    found = find_module(module)
    return _distribution_of_file(os.path.abspath(found.file), module) if found and found.file else None  # noqa: PTH100  # pathlib is slow


def distribution_listing(
    module: str, distributions: Iterable[InstalledDistribution]
) -> InstalledDistribution | None:
    """Return the distribution whose list of installed files has a module; None if none has."""
    found = find_module(module)
    if found is None or not found.file:
        return None
    file, top = os.path.abspath(found.file), module.partition(".")[0]  # noqa: PTH100  # pathlib is slow
    return next((each for each in distributions if _lists(each, file, top)), None)


@cache
def _distribution_of_file(file: str, module: str) -> Distribution | None:
    top = module.partition(".")[0]
    likely = sorted(installed_distributions(), key=lambda each: each.key != normalized(top))
    installed = next((each for each in likely if _lists(each, file, top) is not False), None)
    if installed is None:
        editable = [(len(folder), each) for each in likely if (folder := _source_above(each, file))]
        installed = max(editable, key=lambda pair: pair[0])[1] if editable else None
    return None if installed is None else installed.distribution


def _lists(installed: InstalledDistribution, file: str, top: str) -> bool | None:
    """Return whether a distribution lists a file that is installed beside its metadata.

    Return None if it has the top-level package, and no list of its files.
    """
    folder = os.path.dirname(os.path.abspath(installed.folder))  # noqa: PTH100, PTH120  # as above
    if not file.startswith(folder + os.sep) or top not in installed.tops:
        return False
    record = installed.read("RECORD")
    if record is None:
        return None
    written = os.path.relpath(file, folder).replace(os.sep, "/")
    return f"\n{written}," in f"\n{record}"


def _source_above(installed: InstalledDistribution, file: str) -> str:
    """Return the folder that a distribution is installed from editable, if the file is in it."""
    folder = _editable_folder(installed.read("direct_url.json") or "")
    is_below = folder and _is_in(folder, file)
    return folder if is_below and any(_is_in(each, file) for each in _paths(installed) or [folder]) else ""


def _paths(installed: InstalledDistribution) -> list[str]:
    """Return the folders that an editable distribution adds to `sys.path`; none if it has another way."""
    names = [line.partition(",")[0] for line in (installed.read("RECORD") or "").splitlines()]
    beside = os.path.dirname(os.path.abspath(installed.folder))  # noqa: PTH100, PTH120  # as above
    lines: list[str] = []
    for name in names:
        if name.endswith(".pth"):
            with suppress(OSError, ValueError), open(f"{beside}/{name}", encoding="utf-8") as file:  # noqa: PTH123  # as above
                lines += file.read().splitlines()
    return [line for line in lines if line and not line.startswith(("#", "import ", "import\t"))]


def _is_in(folder: str, file: str) -> bool:
    return file.startswith(os.path.join(folder, ""))  # noqa: PTH118  # as above


def _editable_folder(text: str) -> str:
    """Return the folder that a `direct_url.json` says is installed editable; empty if it doesn't say so."""
    with suppress(ValueError, OSError, RecursionError):  # neither JSON nor a URL
        origin: object = json.loads(text)
        facts: object = origin.get("dir_info") if is_mapping(origin) else None
        if is_mapping(origin) and is_mapping(facts) and facts.get("editable") is True:
            return url2pathname(urlsplit(str(origin.get("url"))).path)
    return ""
