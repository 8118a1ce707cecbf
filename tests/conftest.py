"""The order of the tests, and fixtures for those that write modules and files."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SLOWEST = (
    "stubs/test_stubs.py",
    "package/test_versions.py",
    "corpora/test_signatures.py",
    "posttrain/test_sweep.py",
    "corpora/test_corpora.py",
    "posttrain/test_learning.py",
    "posttrain/test_sweep_ray.py",
    "docs/test_pages.py",
    "posttrain/test_processes.py",
    "doctor/test_settings.py",
    "doctor/test_doctor.py",
    "doctor/test_calls.py",
    "plugins/test_installed.py",
    "plugins/test_typings.py",
    "benchmarks/test_scale.py",
    "benchmarks/test_learning.py",
)
"""The files whose tests take longest, the first of which makes the caches that others copy."""
os.environ.setdefault("OMP_NUM_THREADS", "1")  # threads on cores that other tests use wait for each other


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start with the slowest files, so that no worker is left alone with one of them at the end."""
    folder = Path(__file__).parent
    places = {folder / name: place for place, name in enumerate(SLOWEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


def pytest_collection_finish() -> None:
    """Have the garbage collector leave out what lives until the end: all tests, and torch with much else."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to write modules into; they are forgotten after the test."""
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # an edit within a second would not be seen
    before = {*sys.modules}
    yield tmp_path
    for name in {*sys.modules} - before:
        own = vars(sys.modules[name])  # some modules of torch fail when asked for an attribute
        if str(tmp_path) in f"{own.get('__file__')} {own.get('__path__')}":
            del sys.modules[name]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a file with this name and text."""

    def written(name: str, text: str) -> Path:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return written
