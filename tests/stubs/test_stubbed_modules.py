"""The types of a compiled module may be in the stubs of other modules."""

from __future__ import annotations

import sys
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from types import ModuleType

import pytest

from typed_registry._stubs.expressions import importable_name
from typed_registry._stubs.stubbed_modules import stubbed_places

COMPILED = f"_core{EXTENSION_SUFFIXES[0]}"


class Parser: ...


@pytest.fixture(autouse=True)
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Load a package with a compiled module and a Python module, without stubs, and return its folder."""
    files = {"fast": "__init__.py", "fast._core": COMPILED, "fast.text": "text.py"}
    for name, file in files.items():
        module = ModuleType(name)
        module.__file__ = str(tmp_path / file)
        vars(module)["Parser"] = Parser
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(Parser, "__module__", "fast._core")
    return tmp_path


def test_module_that_exports_it(package: Path) -> None:
    """A compiled class is imported from the module whose stub has it."""
    (package / "__init__.pyi").write_text("from .text import dump\n")
    assert importable_name(Parser, __file__) == ("fast._core", "Parser")
    (package / "text.pyi").write_text("class Parser: ...\n")
    assert importable_name(Parser, __file__) == ("fast.text", "Parser")
    vars(sys.modules["fast.text"])["TextParser"] = vars(sys.modules["fast.text"]).pop("Parser")
    assert importable_name(Parser, __file__) == ("fast._core", "Parser")
    (package / "text.pyi").write_text("class TextParser: ...\n")
    assert importable_name(Parser, __file__) == ("fast.text", "TextParser")


def test_packages_come_first(package: Path) -> None:
    """A package whose stub has all names of another module may have this one."""
    (package / "__init__.pyi").write_text("from .text import *\n")
    (package / "text.pyi").write_text("class Parser: ...\n")

    places = stubbed_places(Parser, "fast._core", "Parser")
    assert [*places] == [("fast", "Parser"), ("fast.text", "Parser")]


def test_a_stub_without_the_name(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A class is imported from its own Python module if its package's stub doesn't have it."""
    (package / "__init__.pyi").write_text("class ParserError: ...\n")
    monkeypatch.setattr(Parser, "__module__", "fast.text")

    assert importable_name(Parser, __file__) == ("fast.text", "Parser")


def test_its_own_stub(package: Path) -> None:
    """A module with a stub has its own types."""
    (package / "_core.pyi").write_text("class Parser: ...\n")
    (package / "text.pyi").write_text("class Parser: ...\n")

    assert [*stubbed_places(Parser, "fast._core", "Parser")] == []


def test_a_package_of_stubs(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A class is imported from the package if only that has a stub in a distribution of stubs."""
    for name, file in {"fast": "__init__.py", "fast.text": "text.py"}.items():
        monkeypatch.setattr(sys.modules[name], "__file__", str(package / "fast" / file))
    monkeypatch.setattr(Parser, "__module__", "fast.text")
    stubs = package / "fast-stubs"
    stubs.mkdir()
    (stubs / "__init__.pyi").write_text("class Parser: ...\n")

    assert importable_name(Parser, __file__) == ("fast", "Parser")
    (stubs / "text.pyi").write_text("class Parser: ...\n")
    assert importable_name(Parser, __file__) == ("fast.text", "Parser")
