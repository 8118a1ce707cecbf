"""Create a program of one module."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stubs.command import ROOT

MODULE = """
from tests.stubs.shapes import Animal, Inherited
from typed_registry import Registry

ANIMALS = Registry[Animal, []]("animals")
ANIMALS.register_instance("one", Inherited(1))
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return a folder with a module that registers one animal, and with what it imports."""
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    (tmp_path / "one_animal.py").write_text(MODULE)
    return tmp_path
