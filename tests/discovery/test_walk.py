"""The modules of a package, and when its folders are listed again."""

from __future__ import annotations

import importlib
import os
import sys
import time
from importlib.machinery import PathFinder
from pathlib import Path
from pkgutil import iter_modules
from unittest.mock import patch

import pytest

from tests.discovery.test_loaders import SHOP, pack
from tests.samples.zoo import plant
from typed_registry._discovery import walk

NAMES = ["shop.parts", "shop.parts.a", "shop.parts.sub.b", "shop.parts.sub.deep.c"]


def names_of(package: str) -> list[str]:
    """Return the names of the modules of a package."""
    return [found.name for found in walk.modules_of(package)]


def age(folder: Path) -> None:
    """Let the folders be older than the smallest difference between two times."""
    then = time.time() - 10
    for path in (folder, *folder.rglob("*")):
        os.utime(path, (then, then))


def listings(package: str) -> int:
    """Return how many folders are listed to find the modules of a package."""
    with patch(f"{walk.__name__}.iter_modules", side_effect=iter_modules) as counted:
        walk.modules_of(package)
    return counted.call_count


def test_modules(folder: Path) -> None:
    """Only what can be imported is a module: folders, programs and other files aren't."""
    plant(folder, SHOP)

    assert NAMES == names_of("shop.parts")
    assert ["shop.parts.a"] == names_of("shop.parts.a")


def test_files(folder: Path) -> None:
    """Each module has its file and where its source is read from."""
    plant(folder, SHOP)
    found = walk.modules_of("shop.parts")[1]

    assert str(folder / "shop/parts/a.py") == found.file
    assert found.source is not None
    assert SHOP["shop/parts/a.py"] == found.source.text()
    again = walk.find_module("shop.parts.a")
    assert again is not None
    assert found[:2] == again[:2]


@pytest.mark.parametrize("name", ["shop.nothing", "nothing", "nothing.below", "shop.parts.a.below"])
def test_module_that_is_not_there(folder: Path, name: str) -> None:
    """A module that isn't there isn't found, and looking for it imports nothing."""
    plant(folder, SHOP)

    assert walk.find_module(name) is None
    assert "shop" not in sys.modules


def test_imported_module(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that is imported, and those below it, are found where it is."""
    plant(folder, SHOP)
    importlib.import_module("shop")
    monkeypatch.setattr(sys, "path", [])
    found = walk.find_module("shop"), walk.find_module("shop.parts.a")

    assert ["shop", "shop.parts.a"] == [each.name for each in found if each]


def test_unchanged_folders(folder: Path) -> None:
    """Folders are listed once while nothing changes in them."""
    plant(folder, SHOP)
    age(folder)

    assert listings("shop.parts") > 0
    assert 0 == listings("shop.parts")
    plant(folder, {"shop/parts/sub/new.py": ""})
    assert "shop.parts.sub.new" in names_of("shop.parts")


def test_folder_that_has_just_changed(folder: Path) -> None:
    """A folder that may change again without a later time is listed each time."""
    plant(folder, SHOP)
    walk.modules_of("shop.parts")
    times = (folder / "shop/parts").stat()
    plant(folder, {"shop/parts/new.py": ""})
    os.utime(folder / "shop/parts", ns=(times.st_atime_ns, times.st_mtime_ns))

    assert "shop.parts.new" in names_of("shop.parts")


def test_folder_that_is_removed(folder: Path) -> None:
    """The modules in a folder that is removed are modules no longer."""
    plant(folder, SHOP)
    age(folder)
    assert NAMES == names_of("shop.parts")
    (folder / "shop/parts/sub/deep/c.py").unlink()
    (folder / "shop/parts/sub/deep").rmdir()

    assert NAMES[:-1] == names_of("shop.parts")


def test_unchanged_archive(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive is listed once until it is written anew."""
    plant(tmp_path / "sources", SHOP)
    archive = folder / "shop.zip"
    pack(tmp_path / "sources", archive)
    age(folder)
    monkeypatch.setattr(sys, "path", [str(archive), *sys.path])

    assert NAMES == names_of("shop.parts")
    assert 0 == listings("shop.parts")
    os.utime(archive)
    assert listings("shop.parts") > 0


def test_many_modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search for many modules finds the ones that Python's own finds, and skips folders without them.

    What isn't a folder isn't skipped, since a hook may know how to search it.
    """
    names = [f"walked{number}" for number in range(40)]
    plant(tmp_path / "first", {f"{name}.py": "" for name in names[::2]})
    plant(tmp_path / "second", {**{f"{name}/__init__.py": "" for name in names[::3]}, "spread/b.py": ""})
    plant(tmp_path / "sources", {f"{name}.py": "" for name in names[::5]} | {"spread/a.py": ""})
    pack(tmp_path / "sources", tmp_path / "third.zip")
    (tmp_path / "fourth/spread").mkdir(parents=True)
    path = [str(tmp_path / each) for each in ("first", "none", "second", "third.zip", "fourth")]
    monkeypatch.setattr(sys, "path", path)
    known = walk.KnownSpecs()
    found = {name: walk.find_module(name, known) for name in (*names, "spread")}

    assert {name: None if each is None else each.file for name, each in found.items()} == {
        name: None if (spec := PathFinder.find_spec(name)) is None else spec.origin or ""
        for name in (*names, "spread")
    }
    assert None in found.values()
    assert [path[0], path[1], path[3]] == known.items_with("walked2")
    assert path[1:] == known.items_with("spread")
