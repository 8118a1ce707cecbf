"""Definitions that a stub beside their module would hide."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import pytest

from typed_registry._stubs.hidden_definitions import hidden_definitions


def hidden(folder: Path, source: str) -> str:
    """Return the names in the problem of a package with this source; empty if there is none."""
    package = folder / "defining_package"
    package.mkdir()
    (package / "__init__.py").write_text(f"{source}\n")
    (package / "inner.py").touch()
    sys.modules.pop("defining_package", None)
    sys.modules.pop("defining_package.inner", None)
    problems = [*hidden_definitions(import_module("defining_package"), {"LOSSES"})]
    return "".join(each.reason.partition(", which")[0] for each in problems).removeprefix("it also defines ")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder in which modules are found."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return tmp_path


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("A, (B, *C) = 1, (2, 3)", "A, B, C"),
        ("A: int = 1", "A"),
        ("if True:\n    LEVEL = 3\nelse:\n    OTHER = 4", "LEVEL, OTHER"),
        ("with open(__file__) as HANDLE:\n    TEXT = 1", "HANDLE, TEXT"),
        ("try:\n    C = 1\nexcept ImportError:\n    D = 1\nfinally:\n    E = 1", "C, D, E"),
        ("from pathlib import Path as Path\nimport ast as ast", "Path, ast"),
        ("from pathlib import Path\n__all__ = ['LOSSES', 'Path']", "Path"),
        ("class _A: ...\nasync def b(): ...", "_A, b"),
    ],
)
def test_hidden(folder: Path, source: str, names: str) -> None:
    """Constants and re-exports count wherever they are, as classes and functions do."""
    assert names == hidden(folder, source)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="the syntax is new in Python 3.12")
def test_type_aliases(folder: Path) -> None:
    """An alias by the `type` statement counts."""
    assert "X" == hidden(folder, "type X = int")


@pytest.mark.parametrize(
    "source",
    [
        "LOSSES = 1",
        "_A, _b = 1, 2",
        "from pathlib import Path\nimport ast, os as _os",
        "for name in ('a', 'b'):\n    made = name",
        "A, B = 1, 2\ndel A, B",
        "from defining_package import inner as inner\n__all__ = ['LOSSES', 'inner']",
    ],
)
def test_not_hidden(folder: Path, source: str) -> None:
    """Private and deleted variables, those of loops, plain imports and submodules don't count."""
    assert not hidden(folder, source)
