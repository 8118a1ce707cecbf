"""Packages that define registries and re-export the components of other modules."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stubs.command import run

SOURCES = {
    "losses": "class Huber:\n    def __init__(self, delta: float = 1.0) -> None: ...\n",
    "__init__": (
        "from fit.losses import Huber\nfrom typed_registry import Registry\n\n"
        'FITS = Registry[object, []]("fits")\nFITS.register("huber")(Huber)\n'
    ),
    "registries": (
        "from fit.losses import Huber\nfrom typed_registry import Registry\n\n"
        'LOSSES = Registry[object, []]("losses")\nLOSSES.register("huber")(Huber)\n'
    ),
}


@pytest.fixture
def fit(tmp_path: Path) -> Path:
    """Return a folder with the package `fit`, which has a registry, and another one in a module."""
    (tmp_path / "fit").mkdir()
    for name, source in SOURCES.items():
        (tmp_path / "fit" / f"{name}.py").write_text(source)
    (tmp_path / "pyproject.toml").write_text(
        '[tool.typed-registry]\nmodules = ["fit", "fit.registries"]\n[tool.ruff]\n'
    )
    return tmp_path


def test_stubs_are_the_same_when_they_exist(fit: Path) -> None:
    """A generated stub of a package doesn't become the source of the components that it re-exports."""
    assert (0, "fit/__init__.pyi: written\nfit/registries.pyi: written\n") == run("stubs", cwd=fit)
    (fit / "fit" / "losses.py").touch()  # so that both are generated again

    assert (0, "") == run("stubs", "--check", cwd=fit)
    assert "from fit.losses import Huber\n" in (fit / "fit" / "registries.pyi").read_text()
