"""Listing a registry costs little more than finding its entry points, however many there are."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.benchmarks.entry_points import COUNT, found, listed, planted, ratio


@pytest.mark.parametrize("distributions", [1, 100, 1000])
def test_ratio(tmp_path: Path, distributions: int) -> None:
    """Listing 1,000 entry points takes at most 1.2 times what finding them takes, and imports none."""
    with planted(tmp_path, distributions):
        assert COUNT == found() == listed()
        assert ratio() <= 1.2  # about 0.9

    assert [] == [name for name in sys.modules if name.startswith("things_")]
