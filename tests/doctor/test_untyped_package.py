"""Packages that are installed with types or without, below a namespace package."""

from __future__ import annotations

from pathlib import Path

import pytest

from typed_registry._doctor.untyped_package import untyped_package


@pytest.mark.parametrize(("is_typed", "expected"), [(True, None), (False, "outer_space.inner")])
def test_namespace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_typed: bool, expected: str | None
) -> None:
    """The package below a namespace package says whether it has types."""
    space = f"outer_space{'_typed' if is_typed else ''}"
    inner = tmp_path / space / "inner"
    inner.mkdir(parents=True)
    for name in ("__init__.py", "part.py", *(["py.typed"] if is_typed else [])):
        (inner / name).touch()
    monkeypatch.syspath_prepend(str(tmp_path))

    assert untyped_package(f"{space}.inner.part", tmp_path / "project") == expected
