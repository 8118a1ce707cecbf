"""Listing a registry finds every entry point and imports none of them, whichever distributions have them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.benchmarks.entry_points import COUNT, forget, found, listed, planted


@pytest.mark.parametrize("modules", [False, True], ids=["objects", "modules"])
@pytest.mark.parametrize("distributions", [1, 100, 1000])
def test_listed(tmp_path: Path, distributions: int, *, modules: bool) -> None:
    """All of 1,000 entry points are listed. `python -m tests.benchmarks.speed` measures the time."""
    with planted(tmp_path, distributions, modules=modules):
        forget()
        assert COUNT == found() == listed()

    assert [] == [name for name in sys.modules if name.startswith("things_")]
