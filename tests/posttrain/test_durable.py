"""Files and folders that replace others."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from posttrain.durable import remove_folder, replace_folder, replaced_file


def fill(text: str, folder: Path) -> None:
    """Write two files with this text."""
    (folder / "inner").mkdir(parents=True)
    (folder / "a").write_text(text)
    (folder / "inner" / "b").write_text(text)


def held(folder: Path) -> list[str]:
    """The texts of the files."""
    return [path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()]


def test_file(tmp_path: Path) -> None:
    """A file gets its new content, and nothing else is left."""
    file = tmp_path / "it"
    for content in (b"old", b"new"):
        with replaced_file(file) as stream:
            stream.write(content)

    assert b"new" == file.read_bytes()
    assert [file] == [*tmp_path.iterdir()]


def test_failing_file(tmp_path: Path) -> None:
    """When writing fails, the old content stays, and nothing is left beside it."""
    file = tmp_path / "it"
    file.write_text("old")
    with suppress(KeyboardInterrupt), replaced_file(file) as stream:
        stream.write(b"new")
        raise KeyboardInterrupt

    assert "old" == file.read_text()
    assert [file] == [*tmp_path.iterdir()]


def test_planted_link(tmp_path: Path) -> None:
    """A link under the name of the temporary file isn't followed."""
    victim, file = tmp_path / "victim", tmp_path / "it"
    victim.write_text("untouched")
    (tmp_path / ".it").symlink_to(victim)
    with replaced_file(file) as stream:
        stream.write(b"new")

    assert ("untouched", "new") == (victim.read_text(), file.read_text())


def test_folder(tmp_path: Path) -> None:
    """A folder gives way to the new one, also where a killed program left parts beside it."""
    folder = tmp_path / "it"
    for name in ("it", "it.partial", "it.former"):
        fill("old", tmp_path / name)
    replace_folder(folder, lambda new: fill("new", new))

    assert ["new", "new"] == held(folder)
    assert [folder] == [*tmp_path.iterdir()]


def test_linked_folder(tmp_path: Path) -> None:
    """A link under the name of the temporary folder is removed, and what it leads to stays."""
    victim = tmp_path / "victim"
    fill("untouched", victim)
    (tmp_path / "it.partial").symlink_to(victim)
    replace_folder(tmp_path / "it", lambda new: fill("new", new))

    assert ["untouched", "untouched"] == held(victim)
    assert ["new", "new"] == held(tmp_path / "it")


@pytest.mark.parametrize("kind", ["replace", "remove"])
def test_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """A program that dies while files are removed leaves no part of a folder under its name."""
    folder = tmp_path / "it"
    fill("old", folder)

    def die(path: Path) -> None:
        (path / "a").unlink()
        raise SystemExit

    monkeypatch.setattr(shutil, "rmtree", die)
    with pytest.raises(SystemExit):
        remove_folder(folder) if kind == "remove" else replace_folder(folder, lambda new: fill("new", new))

    assert ([] if kind == "remove" else ["new", "new"]) == held(folder)


def test_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Content is on disk before it takes another's place, and so is the new name after that."""
    seen: list[str] = []
    rename, sync = Path.rename, os.fsync

    def noted_rename(self: Path, target: Path) -> Path:
        seen.append(f"{self.name} becomes {target.name}")
        return rename(self, target)

    def noted_sync(number: int) -> None:
        seen.append(Path(f"/proc/self/fd/{number}").readlink().name)
        sync(number)

    monkeypatch.setattr(Path, "rename", noted_rename)
    monkeypatch.setattr(os, "fsync", noted_sync)
    replace_folder(tmp_path / "it", lambda new: fill("new", new))

    assert {"a", "b", "inner", "it.partial"} == set(seen[:4])
    assert ["it.partial becomes it", tmp_path.name] == seen[4:]
