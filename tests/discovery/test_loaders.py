"""Packages as they may be installed: folders without `__init__.py`, archives, compiled modules."""

from __future__ import annotations

import compileall
import importlib
import os
import sys
import zipfile
from collections.abc import Mapping
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import FileFinder, ModuleSpec, SourceFileLoader, SourcelessFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType
from typing import TYPE_CHECKING

from tests.samples.zoo import imported, plant
from typed_registry import Place, Registry
from typed_registry._discovery.discover import in_package
from typed_registry._discovery.package_scan import registrations_of

if TYPE_CHECKING:
    import pytest

SHOP: Mapping[str, str] = {
    "shop/__init__.py": "",
    "shop/reg.py": (
        "from typed_registry import Registry\nR = Registry[object, []]('things')\nR.discover('shop.parts')\n"
    ),
    "shop/parts/__init__.py": "",
    "shop/parts/a.py": "from shop.reg import R\n@R.register_factory('flat')\ndef make(): return 1\n",
    "shop/parts/sub/b.py": "from shop.reg import R\n@R.register_factory('nested')\ndef make(): return 2\n",
    "shop/parts/sub/deep/c.py": "from shop.reg import R\n@R.register_factory('deep')\ndef make(): return 3\n",
    "shop/parts/sub/__main__.py": "raise SystemExit('this is a program')\n",
    "shop/parts/sub/no-name/d.py": "raise SystemExit('no import statement can name this')\n",
    "shop/parts/data/readme.txt": "R.register('text')",
}
NAMES = ["flat", "nested", "deep"]


def registry() -> Registry[object, []]:
    """Return the registry of the package."""
    found: Registry[object, []] = importlib.import_module("shop.reg").R
    return found


def pack(folder: Path, archive: Path) -> None:
    """Move everything in a folder into an archive, with entries for the folders as `zip -r` makes them."""
    with zipfile.ZipFile(archive, "w") as opened:
        for path in sorted(folder.rglob("*")):
            opened.write(path, path.relative_to(folder))


def test_folders_without_init(folder: Path) -> None:
    """Folders without `__init__.py` are looked into, as an import would."""
    plant(folder, SHOP)

    assert NAMES == registry().list()
    assert [] == imported("shop.parts")
    assert 3 == registry().get("deep")()
    assert ["shop.parts.sub.deep.c"] == imported("shop.parts")


def test_package_without_init(folder: Path) -> None:
    """The discovered package itself may have no `__init__.py`, and neither may its parent."""
    plant(folder, {name: text for name, text in SHOP.items() if not name.endswith("__init__.py")})

    assert NAMES == registry().list()
    assert 1 == registry().get("flat")()


def test_package_in_two_folders(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package without `__init__.py` may be spread over several folders."""
    other = tmp_path / "other"
    plant(folder, {name: text for name, text in SHOP.items() if not name.endswith("__init__.py")})
    plant(other, {"shop/parts/e.py": "from shop.reg import R\nR.register('other')(int)\n"})
    monkeypatch.setattr(sys, "path", [*sys.path, str(other)])

    assert ["flat", "other", "nested", "deep"] == registry().list()


def test_link_to_a_folder_above(folder: Path) -> None:
    """A link that leads back to a folder above is not followed for ever."""
    plant(folder, SHOP)
    for link in ("shop/parts/again", "shop/parts/sub/again"):
        (folder / link).symlink_to(folder / "shop/parts", target_is_directory=True)

    assert NAMES == registry().list()


def test_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """A package in a zip archive is read without importing it, folders without `__init__.py` included."""
    plant(tmp_path / "sources", SHOP)
    archive = folder / "shop.zip"
    pack(tmp_path / "sources", archive)
    monkeypatch.setattr(sys, "path", [str(archive), *sys.path])

    assert NAMES == registry().list()
    assert [] == imported("shop.parts")
    assert Place(str(archive / "shop/parts/a.py"), 2) == registry().entries["flat"].place
    assert [1, 2, 3] == [registry().get(name)() for name in NAMES]
    assert Place(str(archive / "shop/parts/a.py"), 2).file == registry().entries["flat"].place.file


def test_compiled_modules(folder: Path) -> None:
    """Modules without source are imported for their names."""
    plant(folder, SHOP)
    compileall.compile_dir(folder / "shop", quiet=1, legacy=True)
    for source in (folder / "shop").rglob("*.py"):
        source.unlink()
    importlib.invalidate_caches()

    assert sorted(NAMES) == sorted(registry().list())
    assert 2 == registry().get("nested")()


def test_compiled_module_after_its_import(folder: Path) -> None:
    """A module without source must be imported for its names, once."""
    plant(folder, SHOP)
    compileall.compile_file(folder / "shop/parts/a.py", quiet=1, legacy=True)
    (folder / "shop/parts/a.py").unlink()
    importlib.invalidate_caches()
    things = registry()
    file = str(folder / "shop/parts/a.pyc")
    (only,) = in_package("shop.parts.a", things, "shop.reg")
    assert (None, "shop.parts.a", Place(file, 0)) == only[:3]
    importlib.import_module("shop.parts.a")

    assert [] == [*in_package("shop.parts.a", things, "shop.reg")]


class _Opaque(Loader, MetaPathFinder):
    """Loads a module of no source."""

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        """Return the spec of the module, and None for any other."""
        return spec_from_file_location(fullname, "opaque.bin", loader=self) if "opaque" == fullname else None

    def exec_module(self, module: ModuleType) -> None:
        """Define nothing."""


def test_loader_without_sources(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module whose loader has no sources must be imported for its names, once."""
    plant(folder, SHOP)
    monkeypatch.setattr(sys, "meta_path", [_Opaque(), *sys.meta_path])
    things = registry()
    place = Place(os.path.abspath("opaque.bin"), 0)  # noqa: PTH100  # as the import system does

    assert [(None, "opaque", place)] == [each[:3] for each in in_package("opaque", things, "shop.reg")]
    assert [] == [*registrations_of("flat", things, ["opaque"])]
    monkeypatch.setitem(sys.modules, "opaque", importlib.import_module("opaque"))
    assert [] == [*in_package("opaque", things, "shop.reg")]


class _Renaming(SourceFileLoader):
    """Calls the file otherwise in the code than an import does, as programs that are frozen do."""

    def source_to_code(self, data: object, *_: object, **_options: object) -> CodeType:  # type: ignore[override]  # they differ between versions
        """Return the code."""
        assert isinstance(data, bytes)
        return compile(data, f"frozen/{self.name}.py", "exec")


def test_code_that_calls_its_file_otherwise(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A component is the one that was found, even if the code of its module calls the file otherwise."""
    plant(folder, SHOP)
    hook = FileFinder.path_hook((_Renaming, [".py"]))
    monkeypatch.setattr(sys, "path_hooks", [hook, *sys.path_hooks])
    sys.path_importer_cache.clear()
    things = registry()
    names = things.list()

    assert 1 == things.get("flat")()
    assert names == things.list()
    assert "frozen/shop.parts.a.py" == things.entries["flat"].place.file


class _Frozen(SourcelessFileLoader):
    """Names source files that aren't installed, as the loader of PyInstaller does."""

    def get_filename(self, fullname: str | None = None) -> str:
        """Return the file that the source had."""
        return os.path.join("frozen", *f"{fullname}".split(".")) + ".py"  # noqa: PTH118  # as the loader does

    def get_data(self, path: str) -> bytes:  # noqa: ARG002  # the file isn't there
        """Return the code."""
        return Path(self.path).read_bytes()


def test_files_that_are_not_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module whose loader names a file that doesn't exist is one without source."""
    plant(folder, SHOP)
    compileall.compile_dir(folder / "shop", quiet=1, legacy=True)
    for source in (folder / "shop").rglob("*.py"):
        source.unlink()
    monkeypatch.setattr(sys, "path_hooks", [FileFinder.path_hook((_Frozen, [".pyc"])), *sys.path_hooks])
    sys.path_importer_cache.clear()

    assert sorted(NAMES) == sorted(registry().list())
    assert 2 == registry().get("nested")()
    assert [] == [*registrations_of("new", registry(), ["shop"])]


def test_new_module(folder: Path) -> None:
    """A module that was added since a package was read is found when it is read again."""
    plant(folder, SHOP)
    things = registry()
    assert NAMES == things.list()
    plant(folder, {"shop/parts/new.py": "from shop.reg import R\nR.register('new')(int)\n"})
    things.discover("shop.parts")

    assert [*NAMES, "new"] == things.list()
