"""Each difference on the page is real."""

from __future__ import annotations

from pathlib import Path

import pytest

from typed_registry._schema import json_schema
from typed_registry.config import load
from typed_registry.config._formats.read import read
from typed_registry.errors import ConfigError

from .differences import BASE, FILE, LOADER_REFUSES, LOADER_TAKES, Doc, page
from .judge import validator


def verdicts(text: str, folder: Path) -> tuple[bool, bool]:
    """Return whether the loader accepts a file, and whether the schema accepts its content."""
    (folder / "base.yaml").write_text(BASE)
    file = folder / "c.yaml"
    file.write_text(f"{text}\n")
    try:
        load(Doc, file)
    except ConfigError:
        is_taken = False
    else:
        is_taken = True
    return is_taken, not list(validator(json_schema(Doc)).iter_errors(read(file).data))


@pytest.mark.parametrize("text", LOADER_REFUSES.values())
def test_loader_refuses(text: str, tmp_path: Path) -> None:
    """The loader refuses the file, and the schema accepts it."""
    assert (False, True) == verdicts(text, tmp_path)


@pytest.mark.parametrize("text", LOADER_TAKES.values())
def test_loader_takes(text: str, tmp_path: Path) -> None:
    """The loader accepts the file, and the schema refuses it."""
    assert (True, False) == verdicts(text, tmp_path)


def test_page() -> None:
    """The page lists these differences."""
    assert page() == FILE.read_text(encoding="utf-8")
