"""The library works on every supported CPython that the machine has."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.package.interpreter import ROOT, environment, install, interpreters, run

OTHERS = {
    v: python for v, python in interpreters().items() if v != f"{sys.version_info[0]}.{sys.version_info[1]}"
}


@pytest.mark.parametrize("version", OTHERS)
def test_library(version: str, wheel: Path, tmp_path: Path) -> None:
    """The library's own tests pass on the installed wheel."""
    python = environment(OTHERS[version], tmp_path / "environment")
    install(python, f"{wheel}[config]", "tomlkit", "pytest", "hypothesis")
    printed = run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", ROOT / "tests" / "library")

    assert " passed" in printed
    assert " failed" not in printed
