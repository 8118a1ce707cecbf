"""The two distributions, built from the checkout."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.package.interpreter import ROOT, run


def _built(project: Path, folder: Path) -> Path:
    """Build a source distribution, and from that a wheel, without the network."""
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, project)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of `typed-registry`; its source distribution is beside it."""
    return _built(ROOT, tmp_path_factory.mktemp("typed-registry"))


@pytest.fixture(scope="session")
def posttrain_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of `posttrain`; its source distribution is beside it."""
    return _built(ROOT / "src" / "posttrain", tmp_path_factory.mktemp("posttrain"))
