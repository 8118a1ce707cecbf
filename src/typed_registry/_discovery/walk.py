"""The modules of a package, found as the import system would find them, without importing them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import find_spec
from pathlib import Path
from pkgutil import get_importer, iter_modules
from time import time_ns
from typing import TYPE_CHECKING, NamedTuple, cast
from zipimport import zipimporter

from typed_registry._annotations.module_imports import ModuleSource, SourceLoader

if TYPE_CHECKING:
    from collections.abc import Container

_FEW = 20
"""For how many modules Python's own search is faster than listing all folders of the path first."""


class KnownSpecs(dict[str, "ModuleSpec | None"]):
    """The specs of modules by their names, and None for names of no module, as one search has found them."""

    def __init__(self) -> None:
        super().__init__()
        self._listed: list[tuple[str, Container[str] | None]] | None = None

    def items_with(self, top: str) -> list[str] | None:
        """Return the items of `sys.path` in which a top-level module may be; None for all of them.

        Python looks into each folder of the path for each module, which is slow for many modules. So the
        folders are listed once if the search is for more than a few modules.
        """
        if len(self) < _FEW:
            return None
        if self._listed is None:
            self._listed = [(item, _stems(item)) for item in sys.path]
        return [item for item, stems in self._listed if stems is None or top in stems]


class FoundModule(NamedTuple):
    """A module that can be imported, and where its source is; None for one that has none."""

    name: str
    file: str
    source: ModuleSource | None


_WALKS: dict[tuple[str, ...], tuple[Mapping[str, int], tuple[FoundModule, ...]]] = {}
"""The state of the folders of each package when it was walked, and the modules that were found."""


def modules_of(package: str, known: KnownSpecs | None = None) -> tuple[FoundModule, ...]:
    """Return the package, or the module, of this name and everything below it, in the order of their names.

    Includes folders without an `__init__.py`, the modules in zip archives and compiled ones. Imports nothing,
    but for the parents of a `package` that isn't found in their folders. Leaves `__main__` modules out:
    they are programs. Folders are listed again when they have changed. `known` are the specs that this search
    has found.

    Raises ModuleNotFoundError when there is no such package.
    """
    spec = _find_spec(package, KnownSpecs() if known is None else known) or find_spec(package)
    if spec is None:
        raise ModuleNotFoundError(f"No module named {package!r}", name=package)
    key = (package, *(spec.submodule_search_locations or ()))
    states, modules = _WALKS.get(key, (None, ()))
    if not states or any(_state(folder) != state for folder, state in states.items()):
        new: dict[str, int] = {}
        modules = tuple(sorted(_walk(spec, new), key=lambda found: found.name))
        _WALKS[key] = new, modules
    return modules


def find_module(name: str, known: KnownSpecs | None = None) -> FoundModule | None:
    """Return the module of this name, or None when there is none. Imports nothing.

    `known` are the specs that this search has found, so that a package is looked for once.
    """
    spec = _find_spec(name, KnownSpecs() if known is None else known)
    return None if spec is None else _found(spec)


def _walk(spec: ModuleSpec, states: dict[str, int]) -> Iterator[FoundModule]:
    if spec.has_location:
        yield _found(spec)
    locations = [*(spec.submodule_search_locations or ())]
    new = {os.path.realpath(location): _lasting_state(location) for location in locations}
    if new.keys() <= states.keys():
        return  # a link to a folder above
    states.update(new)
    for name in {name for location in locations for name in _names_in(location)} - {
        "__main__",
        "__pycache__",
    }:
        child = _find_below(f"{spec.name}.{name}", locations)
        if child is not None:
            yield from _walk(child, states)


_RECENT = 10**8
"""Nanoseconds within which a folder may change twice without getting another time."""


def _lasting_state(folder: str) -> int:
    """Return the state of a folder, or one that it never has if it might change unseen."""
    state = _state(folder)
    return state if time_ns() - state > _RECENT else -2


def _state(folder: str) -> int:
    """Return a time that changes when a file is added to a folder or removed, or an archive is written."""
    archive = _archive(folder)
    try:
        return os.stat(archive.archive if archive else folder).st_mtime_ns  # noqa: PTH116  # pathlib takes twice as long
    except OSError:
        return -1


def _names_in(location: str) -> Iterator[str]:
    """Yield the names of the modules, packages and other folders in a folder or in part of an archive."""
    yield from (module.name for module in iter_modules([location]))
    archive = _archive(location)
    if archive is not None:
        import zipfile

        children: Iterable[Path | zipfile.Path] = zipfile.Path(archive.archive, archive.prefix).iterdir()
    else:
        children = _children(location)
    yield from (child.name for child in children if child.name.isidentifier() and child.is_dir())


def _children(location: str) -> Iterable[Path]:
    """Return the files and folders in a folder; none if there is no such folder any more."""
    try:
        return [*Path(location).iterdir()]
    except OSError:
        return ()


def _archive(location: str) -> zipimporter | None:
    """Return the importer of the archive that a location is in; None if it isn't in one."""
    importer: object = get_importer(location)
    return importer if isinstance(importer, zipimporter) else None


def _find_spec(name: str, known: KnownSpecs) -> ModuleSpec | None:
    imported: object = getattr(sys.modules.get(name), "__spec__", None)
    if isinstance(imported, ModuleSpec):
        return imported
    if name not in known:
        known[name] = _search(name, known)
    return known[name]


def _search(name: str, known: KnownSpecs) -> ModuleSpec | None:
    parent, dot, _ = name.rpartition(".")
    if not dot:
        return PathFinder.find_spec(name, known.items_with(name)) or _found_elsewhere(name)
    above = _find_spec(parent, known)
    return above and _find_below(name, above.submodule_search_locations or ())


def _stems(item: str) -> Container[str] | None:
    """Return the names of files and folders in a folder, without suffixes; None if it isn't a folder."""
    try:
        return {name.partition(".")[0] for name in os.listdir(item or ".")}  # noqa: PTH208  # pathlib is slow
    except OSError:
        return None


def _found_elsewhere(name: str) -> ModuleSpec | None:
    """Return the spec of a top-level module as other finders know it, such as those of editable installs."""
    for finder in sys.meta_path:
        if not str(getattr(finder, "__module__", "")).startswith("_frozen_importlib"):  # Python's own
            with suppress(Exception):  # a finder of any package
                spec = finder.find_spec(name, None)
                if spec is not None:
                    return spec
    return None


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


def _found(spec: ModuleSpec) -> FoundModule:
    source, loader = None, cast("object", spec.loader)
    if type(loader) is SourceFileLoader or isinstance(loader, SourceLoader):  # the former is found fast
        is_package = spec.submodule_search_locations is not None
        source = ModuleSource(spec.name, loader, is_package=is_package)
    return FoundModule(spec.name, spec.origin or "", source)
