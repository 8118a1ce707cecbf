"""What becomes of a test whose shell can't be had."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.programs.shells import shell


@pytest.fixture(autouse=True)
def nothing_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a shell nor the program that downloads packages is found."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "prefix", str(tmp_path))


def test_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine without the shell, its test is skipped."""
    monkeypatch.delenv("CI", raising=False)

    with pytest.raises(pytest.skip.Exception, match="fish isn't installed"):
        shell("fish")


def test_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    """In continuous integration, every shell is tested, and a missing one is a failure."""
    monkeypatch.setenv("CI", "true")

    with pytest.raises(pytest.fail.Exception, match="fish isn't installed"):
        shell("fish")
