"""Stubs are generated again after any edit, and are not if nothing has changed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tests.stubs.command import run
from typed_registry._stubs.freshness import record_stamp, unchanged_stamp

if TYPE_CHECKING:
    import pytest

SHELF = "from parts import Part\nfrom typed_registry import Registry\n\nR = Registry[Part, []]('r')\n"
PART = "class Part:\n    def __init__(self, size: {}) -> None: ...\n"


def test_an_edit_of_the_same_size_and_time(tmp_path: Path) -> None:
    """An edit that leaves a file's size and time as they were is seen by the stamp and by mypy."""
    part = tmp_path / "parts.py"
    part.write_text(PART.format("int"))
    (tmp_path / "shelf.py").write_text(f"{SHELF}R.register('part')(Part)\n")
    run("stubs", "shelf", cwd=tmp_path)
    before = part.stat()
    part.write_text(PART.format("str"))
    os.utime(part, ns=(before.st_atime_ns, before.st_mtime_ns))
    code, printed = run("stubs", "--check", "shelf", cwd=tmp_path)

    assert (before.st_mtime_ns, before.st_size) == (part.stat().st_mtime_ns, part.stat().st_size)
    assert code == 1
    assert '+    def build(self, name: Literal["part"], /, size: str) -> Part:\n' in printed


def test_a_file_that_changes_during_the_generation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is recorded if it isn't certain that the stub was generated from the files as they are."""
    monkeypatch.chdir(tmp_path)
    source = tmp_path / "source.py"
    source.touch()
    changed = source.stat().st_ctime_ns
    record_stamp("key", [str(source)], [], (), changed - 1)
    assert unchanged_stamp("key") is None

    record_stamp("key", [], [str(source)], (), 2 * changed)

    stamp = unchanged_stamp("key")
    assert stamp is not None
    assert str(source) in stamp.files


def test_a_component_on_another_line(tmp_path: Path) -> None:
    """A stub is not stale because a component has moved to another line. Writing it again states the line."""
    part, stub = tmp_path / "parts.py", tmp_path / "shelf.pyi"
    part.write_text(PART.format("int"))
    (tmp_path / "shelf.py").write_text(f"{SHELF}R.register('part')(Part)\n")
    run("stubs", "shelf", cwd=tmp_path)
    first = stub.read_text()
    part.write_text(f"\n\n{PART.format('int')}")

    assert "Defined at parts:1" in first
    assert (0, "") == run("stubs", "--check", "shelf", cwd=tmp_path)
    assert first == stub.read_text()
    assert (0, "shelf.pyi: written\n") == run("stubs", "shelf", cwd=tmp_path)
    assert first.replace("parts:1", "parts:3") == stub.read_text()
