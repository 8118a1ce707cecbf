"""The modules that belong to a project, and those of other distributions in the same folders."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from tests.samples.zoo import plant
from typed_registry._discovery.own_modules import OwnModules

if TYPE_CHECKING:
    import pytest


def test_modules_beside_a_package(folder: Path) -> None:
    """A loose module beside a package of the project is the project's own, the standard library isn't."""
    plant(folder, {"zoo/__init__.py": "", "keeper.py": ""})
    own = OwnModules(["zoo"])

    assert [True, True, True] == [name in own for name in ("zoo", "zoo.animals", "keeper")]
    assert [False, False] == [name in own for name in ("json", "sys")]


def test_package_without_init(folder: Path) -> None:
    """A top-level package without an `__init__.py` has no folder, and neither have builtin modules."""
    plant(folder, {"zoo/animals.py": "", "keeper.py": ""})
    own = OwnModules(["zoo"])

    assert [True, False, False] == [name in own for name in ("zoo.animals", "keeper", "sys")]


def test_standard_library() -> None:
    """What lies beside a package of the standard library isn't a part of the project."""
    own = OwnModules(["email"])

    assert [True, False] == [name in own for name in ("email.message", "json")]


def test_this_library() -> None:
    """This library never belongs to a project, even where both are in one folder."""
    own = OwnModules(["posttrain"])

    assert [True, False] == [name in own for name in ("posttrain.trainers", "typed_registry.errors")]


def test_module_made_by_the_program(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that the program made has no file, and exists once it is imported."""
    plant(folder, {"zoo/__init__.py": ""})
    own = OwnModules(["zoo"])
    made = ModuleType("zoo.made")
    made.__dict__["size"] = 3
    assert not own.exists("zoo.made")
    monkeypatch.setitem(sys.modules, "zoo.made", made)

    assert own.exists("zoo.made")
    assert 3 == own.names("zoo.made")["size"]


def test_names_of_a_module_that_is_not_imported(folder: Path) -> None:
    """The names in a module are unknown until it is imported."""
    plant(folder, {"zoo/__init__.py": "", "zoo/animals.py": "size = 3\n"})

    assert {} == OwnModules(["zoo"]).names("zoo.animals")


def test_names_of_the_script(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that runs as a script has the names of the script, under whatever name it is imported."""
    plant(folder, {"zoo/__init__.py": "", "zoo/animals.py": "", "zoo/plants.py": ""})
    script = ModuleType("__main__")
    script.__dict__.update(__file__=str(folder / "zoo/animals.py"), size=3)
    monkeypatch.setitem(sys.modules, "__main__", script)
    own = OwnModules(["zoo"])

    assert 3 == own.names("zoo.animals")["size"]
    assert {} == own.names("zoo.plants") == own.names("zoo.nothing")
