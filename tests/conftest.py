"""Fixtures for tests that write modules and files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to write modules into; they are forgotten after the test."""
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # an edit within a second would not be seen
    before = {*sys.modules}
    yield tmp_path
    for name in {*sys.modules} - before:
        own = vars(sys.modules[name])  # some modules of torch fail when asked for an attribute
        if str(tmp_path) in f"{own.get('__file__')} {own.get('__path__')}":
            del sys.modules[name]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a file with this name and text."""

    def written(name: str, text: str) -> Path:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return written
