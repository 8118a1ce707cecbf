"""How a stub is generated."""

from __future__ import annotations

import gc
from importlib import import_module
from pathlib import Path

import pytest

from typed_registry._stubs.generate import generate
from typed_registry._stubs.request import StubRequest
from typed_registry.errors import BrokenModuleError

NOTING = """
import gc

WHETHER_GARBAGE_IS_COLLECTED = gc.isenabled()
"""


def test_garbage(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """None is collected while components are imported, since nearly all that this makes stays."""
    monkeypatch.syspath_prepend(str(package))
    (package / "noting.py").write_text(NOTING)

    generate(StubRequest("one_animal", imports=("noting",)))

    assert not import_module("noting").WHETHER_GARBAGE_IS_COLLECTED
    assert gc.isenabled()


def test_garbage_after_a_failure(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is collected again after an import that fails."""
    monkeypatch.syspath_prepend(str(package))
    (package / "failing.py").write_text("raise ValueError")

    with pytest.raises(BrokenModuleError):
        generate(StubRequest("one_animal", imports=("failing",)))

    assert gc.isenabled()
