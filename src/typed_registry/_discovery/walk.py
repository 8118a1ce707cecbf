"""The modules of a package, found as the import system would find them, without importing them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec
from pathlib import Path
from pkgutil import get_importer, iter_modules
from time import time_ns
from typing import NamedTuple, cast
from zipimport import zipimporter

from typed_registry._annotations.module_imports import ModuleSource, SourceLoader


class FoundModule(NamedTuple):
    """A module that can be imported, and where its source is; None for one that has none."""

    name: str
    file: str
    source: ModuleSource | None


def modules_of(package: str) -> tuple[FoundModule, ...]:
    """Return the package, or the module, of this name and everything below it, in the order of their names.

    Includes folders without an `__init__.py`, the modules in zip archives and compiled ones. Imports the
    parents of `package`, as the import system requires, and nothing else. Leaves `__main__` modules out:
    they are programs. Folders are listed again when they have changed.

    Raises ModuleNotFoundError when there is no such package.
    """
    spec = find_spec(package)
    if spec is None:
        raise ModuleNotFoundError(f"No module named {package!r}", name=package)
    locations = (spec.origin, *(spec.submodule_search_locations or ()))
    known = _WALKS.get(package)
    if known is None or known.locations != locations or not known.is_current():
        folders: dict[str, int] = {}
        modules = sorted(_walk(spec, folders), key=lambda found: found.name)
        known = _WALKS[package] = _PackageWalk(locations, folders, tuple(modules))
    return known.modules


class _PackageWalk(NamedTuple):
    """What was found below a package, and the state of the folders at that time."""

    locations: tuple[str | None, ...]
    folders: Mapping[str, int]
    modules: tuple[FoundModule, ...]

    def is_current(self) -> bool:
        """Whether no folder has changed."""
        return all(_state(folder) == state for folder, state in self.folders.items())


_WALKS: dict[str, _PackageWalk] = {}

_RECENT = 10**8
"""Nanoseconds within which a folder may change twice without getting another time."""


def _state(folder: str) -> int:
    """Return what changes when a file is added to a folder, or removed, or when an archive is written."""
    archive = _archive(folder)
    try:
        path = archive.archive if archive else folder
        return os.stat(path).st_mtime_ns  # noqa: PTH116  # pathlib takes twice as long
    except OSError:
        return -1


def _settled_state(folder: str) -> int:
    """Return the state of a folder, or one that it never has if it might change unseen."""
    state = _state(folder)
    return state if time_ns() - state > _RECENT else -2


def find_module(name: str) -> FoundModule | None:
    """Return the module of this name, or None when there is none. Imports nothing."""
    spec = _spec(name)
    return None if spec is None else _found(spec)


def _walk(spec: ModuleSpec, folders: dict[str, int]) -> Iterator[FoundModule]:
    if spec.has_location:
        yield _found(spec)
    locations = [*(spec.submodule_search_locations or ())]
    states = {os.path.realpath(location): _settled_state(location) for location in locations}
    if states.keys() <= folders.keys():
        return  # a link to a folder above
    folders |= states
    names = {name for location in locations for name in _names_in(location)} - {"__main__", "__pycache__"}
    for name in names:
        child = _find_below(f"{spec.name}.{name}", locations)
        if child is not None:
            yield from _walk(child, folders)


def _spec(name: str) -> ModuleSpec | None:
    live = sys.modules.get(name)
    known: object = getattr(live, "__spec__", None)
    if isinstance(known, ModuleSpec):
        return known
    parent, dot, _ = name.rpartition(".")
    if not dot:
        return PathFinder.find_spec(name)
    above = _spec(parent)
    return above and _find_below(name, above.submodule_search_locations or ())


def _find_below(name: str, locations: Iterable[str]) -> ModuleSpec | None:
    """Return the spec of a module in a package at these locations, whose parents need not be imported."""
    portions: list[str] = []
    for location in locations:
        importer = get_importer(location)
        spec = importer.find_spec(name) if importer else None
        if spec is not None and spec.loader is not None:
            return spec
        portions += (spec and spec.submodule_search_locations) or ()
    if not portions:
        return None
    folder = ModuleSpec(name, None, is_package=True)
    folder.submodule_search_locations = portions
    return folder


def _names_in(location: str) -> Iterator[str]:
    """Yield the names of the modules, packages and other folders in a folder or in part of an archive."""
    yield from (module.name for module in iter_modules([location]))
    if Path(location).is_dir():
        with os.scandir(location) as children:
            yield from (child.name for child in children if child.name.isidentifier() and child.is_dir())
    elif archive := _archive(location):
        yield from _folders_in(archive.archive, archive.prefix)


def _archive(location: str) -> zipimporter | None:
    """Return what imports from the archive that a location is in, or None when it is in none."""
    importer: object = get_importer(location)
    return importer if isinstance(importer, zipimporter) else None


def _folders_in(archive: str, prefix: str) -> Iterator[str]:
    from zipfile import ZipFile

    with ZipFile(archive) as opened:
        for name in opened.namelist():
            folder, slash, _ = name.removeprefix(prefix).partition("/")
            if name.startswith(prefix) and slash and folder.isidentifier():
                yield folder


def _found(spec: ModuleSpec) -> FoundModule:
    source, loader = None, cast("object", spec.loader)
    if isinstance(loader, SourceLoader):
        is_package = spec.submodule_search_locations is not None
        source = ModuleSource(spec.name, loader, is_package=is_package)
    return FoundModule(spec.name, spec.origin or "", source)
