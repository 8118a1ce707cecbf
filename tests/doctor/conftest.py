"""The project that the doctor examines in the tests here."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.doctor.project import command, make_project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Create a program with two components and no stub, and configure every checker."""
    make_project(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Create the same with a stub, which takes some seconds."""
    folder = tmp_path_factory.mktemp("doctor") / "original"
    make_project(folder)
    command(folder, "stubs")
    return folder


@pytest.fixture
def stubbed(original: Path, tmp_path: Path) -> Path:
    """Create a copy of the program with a stub."""
    return shutil.copytree(original, tmp_path / "stubbed")
