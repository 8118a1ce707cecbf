"""Files that can't be read, whatever their format."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.samples.bag import facts, value
from typed_registry.config._formats.read import read

Write = Callable[[str, str], Path]


def test_missing(tmp_path: Path) -> None:
    """A file that isn't there."""
    file = tmp_path / "c.yaml"

    assert ["c.yaml Malformed"] == facts(lambda: value(file))


def test_folder(tmp_path: Path) -> None:
    """A folder instead of a file."""
    file = tmp_path / "c.yaml"
    file.mkdir()

    assert ["c.yaml Malformed"] == facts(lambda: value(file))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipe(tmp_path: Path) -> None:
    """A pipe isn't opened: its content may never come, or never end."""
    file = tmp_path / "c.yaml"
    os.mkfifo(file)

    assert ["c.yaml Malformed"] == facts(lambda: value(file))


def test_impossible_name() -> None:
    """A name that no file can have is a fault too."""
    assert ["c\0.yaml Malformed"] == facts(lambda: value(Path("c\0.yaml")))


@pytest.mark.parametrize("name", ["c.txt", "c", "c.yaml.bak"])
def test_suffix(name: str, write: Write) -> None:
    """A file with an unknown suffix is refused."""
    file = write(name, "v: 1")

    assert [f"{name} Malformed"] == facts(lambda: value(file))


@pytest.mark.parametrize(("name", "text"), [("c.yml", "v: 1"), ("c.YAML", "v: 1"), ("c.Toml", "v = 1")])
def test_other_suffixes(name: str, text: str, write: Write) -> None:
    """Suffixes may be short or in capitals."""
    assert 1 == value(write(name, text))


def test_text_as_path(write: Write) -> None:
    """A path may be given as text."""
    file = write("c.json", '{"v": 1, "w": 2}')

    assert {"v": 1, "w": 2} == read(str(file)).data


@pytest.mark.parametrize("suffix", ["yaml", "toml", "json"])
def test_not_utf_8(suffix: str, tmp_path: Path) -> None:
    """Bytes that aren't UTF-8 are refused at their place."""
    file = tmp_path / f"c.{suffix}"
    file.write_bytes(b"# caf\xc3\xa9\n# caf\xe9\n")

    assert [f"{file.name}:2:6 Malformed"] == facts(lambda: value(file))


@pytest.mark.parametrize("suffix", ["yaml", "toml", "json"])
def test_too_large(suffix: str, tmp_path: Path) -> None:
    """A file of more than a megabyte is refused."""
    file = tmp_path / f"c.{suffix}"
    file.write_bytes(b"#" * 1_048_577)

    assert [f"{file.name} Malformed"] == facts(lambda: value(file))
