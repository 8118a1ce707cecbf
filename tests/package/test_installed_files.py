"""The files that are installed, and those that are a project's own."""

from __future__ import annotations

import json
import sys
import sysconfig
from pathlib import Path

import attrs
import pytest

from typed_registry._installed_files import is_installed, is_project_source

SITE = Path(sysconfig.get_path("purelib"))


@pytest.mark.parametrize(
    "file", [json.__file__, attrs.__file__, SITE, SITE / "single_module.py", Path(json.__file__).resolve()]
)
def test_installed(file: str | Path) -> None:
    """Whatever is in the standard library or in the environment is installed, and so are their folders."""
    assert is_installed(file)
    assert not is_project_source(Path(file), Path("/"))


@pytest.mark.parametrize("file", [Path(f"{sys.prefix}2", "parts.py"), f"{SITE.parent}2/parts.py", __file__])
def test_own(file: str | Path) -> None:
    """A folder whose name only begins like that of installed packages isn't installed."""
    assert not is_installed(file)
    assert is_project_source(Path(file), Path("/"))


def test_sources_of_others(tmp_path: Path) -> None:
    """A source outside of a project is neither installed nor the project's."""
    assert not is_installed(tmp_path / "parts.py")
    assert not is_project_source(tmp_path / "parts.py", tmp_path / "project")
    assert is_project_source(tmp_path / "project" / "parts.py", tmp_path / "project")
