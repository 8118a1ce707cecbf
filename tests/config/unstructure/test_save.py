"""Saving a config to a file: permissions, links and errors."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from math import inf
from pathlib import Path
from threading import Thread

import pytest
from attrs import frozen

from typed_registry._atomic_write import locked, write_atomically
from typed_registry.config import load, save


@frozen
class Numbers:
    """Numbers that may be infinite."""

    x: float = 0.0
    more: tuple[float, ...] = ()


@pytest.fixture
def mask() -> Iterator[int]:
    """The usual umask, by which others may read."""
    before = os.umask(0o022)
    yield 0o022
    os.umask(before)


def test_mode(tmp_path: Path, mask: int) -> None:
    """A saved file has the mode that any new file has."""
    file = tmp_path / "config.yaml"
    save(Numbers(), file)

    assert 0o666 & ~mask == file.stat().st_mode & 0o777


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_same_mode(tmp_path: Path, mode: int) -> None:
    """A file that is written again keeps its permissions."""
    file = tmp_path / "config.yaml"
    file.touch()
    file.chmod(mode)
    save(Numbers(), file)

    assert mode == file.stat().st_mode & 0o777


def test_link(tmp_path: Path) -> None:
    """A link is kept, and its target is written, whether that exists or not."""
    link = tmp_path / "config.yaml"
    (tmp_path / "held").mkdir()
    link.symlink_to(Path("held") / "one.yaml")
    for x in (1.0, 2.0):
        save(Numbers(x), link)

        assert link.is_symlink()
        assert Numbers(x) == load(Numbers, tmp_path / "held" / "one.yaml")
    assert ["one.yaml"] == [file.name for file in (tmp_path / "held").iterdir()]


def test_nothing_left(tmp_path: Path) -> None:
    """No other file is left beside a saved one, also when it replaces another."""
    save(Numbers(1.0), tmp_path / "config.json")
    save(Numbers(2.0), tmp_path / "config.json")

    assert [tmp_path / "config.json"] == [*tmp_path.iterdir()]
    assert Numbers(2.0) == load(Numbers, tmp_path / "config.json")


def test_text_as_path(tmp_path: Path) -> None:
    """A path may be given as text, as it is to `load`."""
    save(Numbers(1.0), str(tmp_path / "config.yml"))

    assert Numbers(1.0) == load(Numbers, str(tmp_path / "config.yml"))


def test_unwritable(tmp_path: Path) -> None:
    """A file that can't be written whole isn't written at all."""
    (tmp_path / "config.yaml").mkdir()
    with pytest.raises(IsADirectoryError) as caught:
        save(Numbers(), tmp_path / "config.yaml")

    assert [tmp_path / "config.yaml"] == [*tmp_path.iterdir()]
    assert str(tmp_path / "config.yaml") == caught.value.filename


def test_no_folder(tmp_path: Path) -> None:
    """The error for a folder that doesn't exist names the file as it was given."""
    with pytest.raises(FileNotFoundError) as caught:
        save(Numbers(), tmp_path / "none" / "config.yaml")

    assert str(tmp_path / "none" / "config.yaml") == caught.value.filename


def test_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error of a disk without space names the file, and no partial file is left."""

    def write_text(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", write_text)
    with pytest.raises(OSError, match="No space left") as caught:
        save(Numbers(), tmp_path / "config.yaml")

    assert (errno.ENOSPC, str(tmp_path / "config.yaml")) == (caught.value.errno, caught.value.filename)
    assert [] == [*tmp_path.iterdir()]


@pytest.mark.parametrize("x", [inf, -inf])
def test_infinity_in_yaml(tmp_path: Path, x: float) -> None:
    """YAML writes an infinity that loads back."""
    save(Numbers(x), tmp_path / "config.yaml")

    assert Numbers(x) == load(Numbers, tmp_path / "config.yaml")


def test_a_lock_on_a_file(tmp_path: Path) -> None:
    """Changes of one file by several writers are all in it, though each puts another file in its place."""
    file = tmp_path / "count.txt"
    file.write_text("0")

    def count() -> None:
        for _ in range(20):
            with locked(file):
                write_atomically(file, str(int(file.read_text()) + 1))

    threads = [Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert "80" == file.read_text()


def test_a_lock_on_a_file_of_two_names(tmp_path: Path) -> None:
    """Whoever has a lock on a file doesn't wait for it under another name."""
    one, same = tmp_path / "one.txt", tmp_path / "same.txt"
    one.write_text("0")
    same.hardlink_to(one)
    with locked(one, same):
        pass


def test_no_lock_without_a_file(tmp_path: Path) -> None:
    """A block for a file that doesn't exist is entered all the same."""
    with locked(tmp_path / "none.txt"):
        pass


def test_locks_on_files(tmp_path: Path) -> None:
    """Blocks for the same files wait for one another, in whatever order they are given, and how often."""
    one, other, link = tmp_path / "one.txt", tmp_path / "other.txt", tmp_path / "link.txt"
    for file in (one, other):
        file.write_text("0")
    link.symlink_to(one)

    def count(*files: Path) -> None:
        for _ in range(20):
            with locked(*files):
                for file in (one, other):
                    write_atomically(file, str(int(file.read_text()) + 1))

    orders = ((one, other), (other, one), (link, other, one), (other, other, link))
    threads = [Thread(target=count, args=order) for order in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ["80", "80"] == [one.read_text(), other.read_text()]
