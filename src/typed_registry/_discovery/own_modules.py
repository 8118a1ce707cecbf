"""The modules of a project, without the standard library and other distributions."""

from __future__ import annotations

import sys
import sysconfig
from collections.abc import Collection, Mapping
from pathlib import Path

from typed_registry._discovery.source_scan import Scan, scan
from typed_registry._discovery.walk import FoundModule, KnownSpecs, find_module
from typed_registry._place import Place

_INSTALLED = frozenset({"site-packages", "dist-packages"})
_STDLIB = sysconfig.get_path("stdlib")


class OwnModules:
    """The modules below some top-level packages, and loose modules in the same folders as these.

    Each module is looked for once, so an instance serves for one search through the sources.
    """

    def __init__(self, tops: Collection[str]) -> None:
        self.specs = KnownSpecs()
        """The specs that were found in this search."""
        self._modules: dict[str, FoundModule | None] = {}
        self._script = sys.modules.get("__main__")
        self._script_file: str | None = getattr(self._script, "__file__", None)
        self._script_name = Path(self._script_file).stem if self._script_file else None
        self._scans: dict[str, Scan | None] = {}
        self._own = {"typed_registry": False} | dict.fromkeys(tops, True)
        self._folders = {folder for top in tops if (folder := self._folder(top))}

    def __contains__(self, module: str) -> bool:
        """Return whether the module is one of the project's."""
        top = module.partition(".")[0]
        if top not in self._own:
            self._own[top] = self._folder(top) in self._folders
        return self._own[top]

    def exists(self, module: str) -> bool:
        """Return whether there is a module of this name; of other distributions, only imported ones count."""
        return module in sys.modules or self._find(module) is not None

    def names(self, module: str) -> Mapping[str, object]:
        """Return the names in a module, if it is imported, or runs as a script."""
        live = sys.modules.get(module) or (self._script if self._is_script(module) else None)
        names: Mapping[str, object] = getattr(live, "__dict__", {})
        return names

    def scan(self, module: str) -> Scan | None:
        """Return the scan of a module of the project, or None if it has no source that can be read."""
        if module not in self._scans:
            found = self._find(module)
            if found is None:
                return None
            self.scan_of(found)
        return self._scans[module]

    def scan_of(self, module: FoundModule) -> Scan | Place:
        """Return the scan of any module, or the place where its source can't be read."""
        said = scan(module.source) if module.source else Place(module.file, 0)
        self._scans[module.name] = said if isinstance(said, Scan) else None
        return said

    def _is_script(self, module: str) -> bool:
        if self._script_name not in {module.rpartition(".")[2], "__init__"}:
            return False
        found = self._find(module)
        return found is not None and found.file == self._script_file

    def _find(self, module: str) -> FoundModule | None:
        """Return a module of the project."""
        if module not in self._modules:
            self._modules[module] = find_module(module, self.specs) if module in self else None
        return self._modules[module]

    def _folder(self, top: str) -> Path | None:
        """Return the folder that a top-level module is in, unless distributions are installed in it."""
        found = find_module(top, self.specs)
        if found is None or not found.file:
            return None
        is_package = found.source is not None and found.source.package == top
        folder = Path(found.file).parent
        folder = folder.parent if is_package else folder
        is_installed = folder.name in _INSTALLED or str(folder) == _STDLIB
        return None if is_installed else folder
