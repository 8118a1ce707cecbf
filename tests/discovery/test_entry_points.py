"""Entry points are read as `importlib.metadata` reads them, but for malformed ones."""

from __future__ import annotations

import importlib
import importlib.metadata
import os
import sys
import zipfile
from collections.abc import Iterable, Mapping
from importlib.abc import MetaPathFinder
from pathlib import Path
from time import time_ns

import pytest
from typing_extensions import override

from tests.samples.distributions import metadata
from tests.samples.zoo import plant
from typed_registry._discovery import entry_points as reader
from typed_registry._discovery.entry_points import entry_points, installed_distributions

GROUP = "cages.beasts"
POINTS = f"""\
# a comment
[other]
x = other:X

[{GROUP}]
lion = safari.lion:Lion
  tiger=safari.cats
with-extra = safari.lion : Lion [extra]
; = safari
"""
MALFORMED = "a=b=c\n"
"""An entry point with which `importlib.metadata` reads none since Python 3.15."""


def ours(group: str = GROUP) -> list[tuple[str, str, str, str]]:
    """What the library finds: names, values, and the distributions with their versions."""
    found = [(each, each.distribution) for each in entry_points(group, "-")[0]]
    return sorted((each.name, each.value, known.name, known.version) for each, known in found)


def theirs(group: str = GROUP) -> list[tuple[str, str, str, str]]:
    """The same, as importlib finds it."""
    found = [
        (each.name, each.value, each.dist.name, each.dist.version)
        for each in importlib.metadata.entry_points(group=group)
        if each.dist is not None
    ]
    return sorted(found)


def test_this_environment() -> None:
    """In this environment, every group has the same entry points."""
    for group in importlib.metadata.entry_points().groups:
        assert theirs(group) == ours(group)


def test_text(folder: Path) -> None:
    """Comments, other groups, spaces, extras and odd lines are read alike."""
    plant(folder, metadata("safari", "1.2", POINTS))

    assert 4 == len(ours())
    assert theirs() == ours()


def test_malformed(folder: Path) -> None:
    """A malformed entry point hides no other, and has no module."""
    plant(folder, metadata("safari", "1.2", POINTS + MALFORMED))

    assert 5 == len(ours())
    assert [("a", "b=c")] == [
        (each.name, each.value)
        for each in entry_points(GROUP, "-")[0]
        if not each.module and each.name == "a"
    ]


def test_order(folder: Path) -> None:
    """Entry points are in the order of their distributions' names, and then as they are written."""
    plant(folder, metadata("b-two", "1", f"[{GROUP}]\nz = m\na = m\n"))
    plant(folder, metadata("A_one", "1", f"[{GROUP}]\nm = m\n"))

    assert ["m", "z", "a"] == [each.name for each in entry_points(GROUP, "-")[0]]


def test_other_groups(folder: Path) -> None:
    """The other groups in the namespace of a package are found as well, and told from the first one."""
    groups = (GROUP, "cages", "cages.birds", "cages.more.birds", "cagesx.birds", "other.cages.birds")
    plant(folder, metadata("safari", "1", "".join(f"[{each}]\n{each} = m\n" for each in groups)))
    own, others = entry_points(GROUP, "cages")

    assert [GROUP] == [each.name for each in own]
    assert ["cages.birds", "cages.more.birds"] == [each.name for each in others]


def test_same_distribution_twice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a distribution that is on the path twice, the first one counts, however its name is spelt."""
    second = folder / "second"
    plant(folder, metadata("my-safari", "1", f"[{GROUP}]\nfirst = m\n"))
    plant(second, metadata("My.Safari", "2", f"[{GROUP}]\nsecond = m\n"))
    monkeypatch.setattr(sys, "path", [str(second), *sys.path])
    assert [("second", "m", "My.Safari", "2")] == ours() == theirs()
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])

    assert [("first", "m", "my-safari", "1")] == ours() == theirs()


@pytest.mark.parametrize(
    "files",
    [
        {
            "safari.egg-info/PKG-INFO": "Name: safari\nVersion: 3\n",
            "safari.egg-info/entry_points.txt": POINTS,
        },
        {"Safari-3.DIST-INFO/METADATA": "Name: safari\nVersion: 3\n"},
        {
            "safari-3.dist-info/METADATA": "Name: safari\nVersion: 3\n",
            "safari-3.dist-info/entry_points.txt": "",
        },
        {"safari-3.egg-info": "Name: safari\nVersion: 3\n"},
        {"dist-info": "", "x.dist-info.txt": ""},
    ],
)
def test_other_metadata(folder: Path, files: Mapping[str, str]) -> None:
    """Distributions without entry points, those of setuptools, and other files are no problem."""
    plant(folder, files)

    assert theirs() == ours()


def test_archive(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Distributions in archives are found."""
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        for name, text in metadata("safari", "1.2", POINTS).items():
            archive.writestr(name, text)
    monkeypatch.setattr(sys, "path", [str(folder / "all.zip"), *sys.path])

    assert 4 == len(ours())
    assert theirs() == ours()


class Finder(MetaPathFinder):
    """Finds a distribution elsewhere than on the path."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @override
    def find_spec(self, *_: object) -> None:
        return None

    def find_distributions(
        self, context: importlib.metadata.DistributionFinder.Context | None = None
    ) -> Iterable[importlib.metadata.Distribution]:
        """Find it."""
        del context
        here = importlib.metadata.DistributionFinder.Context(path=[str(self._folder)])
        return importlib.metadata.MetadataPathFinder.find_distributions(here)


def test_other_finders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Distributions that only a finder knows are found."""
    plant(tmp_path, metadata("safari", "1.2", POINTS))
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder(tmp_path)])

    assert 4 == len(ours())
    assert theirs() == ours()


def test_changes(folder: Path) -> None:
    """A distribution that is installed later is found, though the folder has been read before."""
    old = time_ns() - 10**11
    plant(folder, metadata("safari", "1.2", POINTS))
    os.utime(folder, ns=(old, old))
    assert 4 == len(ours())
    assert 4 == len(ours())
    plant(folder, metadata("jungle", "1", f"[{GROUP}]\nape = jungle\n"))

    assert 5 == len(ours())


def test_folder_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that hasn't changed for a while isn't listed again."""
    old = time_ns() - 10**11
    plant(folder, metadata("safari", "1.2", POINTS))
    os.utime(folder, ns=(old, old))
    monkeypatch.setattr(sys, "path", [str(folder)])  # the others may change meanwhile
    before = {each.key: each for each in installed_distributions()}
    monkeypatch.delattr(reader, "_in_folder")

    assert before["safari"] is {each.key: each for each in installed_distributions()}["safari"]


def test_path_that_is_not_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Items of the path that don't exist, and bytes that aren't UTF-8, are no problem."""
    monkeypatch.setattr(sys, "path", [str(folder / "none"), "", *sys.path])
    plant(folder, metadata("safari", "1.2", ""))
    (folder / "safari-1.2.dist-info/entry_points.txt").write_bytes(f"[{GROUP}]\nx = ".encode() + b"\xff\n")

    assert [("x", "\ufffd", "safari", "1.2")] == ours()
    assert [""] == [each.module for each in entry_points(GROUP, "-")[0]]
