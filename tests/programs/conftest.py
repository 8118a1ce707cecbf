"""The folder in which the sample program runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.programs.program import SONG


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a config of the sample program."""
    (tmp_path / "song.yaml").write_text(SONG)
    return tmp_path
