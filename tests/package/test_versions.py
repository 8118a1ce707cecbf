"""The library works on every supported CPython that the machine has."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.package.interpreter import ROOT, environment, install, interpreters, run

OTHERS = {
    v: python for v, python in interpreters().items() if v != f"{sys.version_info[0]}.{sys.version_info[1]}"
}
FOLDERS = ("registration", "conformance", "discovery", "config", "class_libraries", "messages", "testing")
"""The tests of the library itself."""
NEEDED = (
    "docstring-parser",
    "hypothesis",
    "jsonschema",
    "msgspec",
    "numpy",
    "pydantic",
    "pytest",
    "tomlkit",
)
"""The packages that the tests need beside the library."""
OMITTED = (
    "conformance/test_agreement.py",
    "conformance/test_protocol_changes.py",
    "conformance/test_torch.py",
    "messages/test_arguments.py",
    "messages/test_programs.py",
    "messages/test_quoted_line.py",
    "registration/test_libraries.py",
)
"""Tests among them that need torch, mypy, typer, or the libraries whose classes they register."""


@pytest.mark.parametrize("version", OTHERS)
def test_library(version: str, wheel: Path, tmp_path: Path) -> None:
    """The library's own tests pass on the installed wheel."""
    python = environment(OTHERS[version], tmp_path / "environment")
    install(python, f"{wheel}[config]", *NEEDED)
    tests = [ROOT / "tests" / folder for folder in FOLDERS]
    omitted = [f"--ignore={ROOT / 'tests' / file}" for file in OMITTED]
    options = ("-q", "-p", "no:cacheprovider", "-k", "not xdist")  # which works alike in every version
    printed = run(python, "-m", "pytest", *options, *omitted, *tests)

    assert " passed" in printed
    assert " failed" not in printed
