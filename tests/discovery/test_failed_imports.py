"""Tests that modules which fail while they are imported leave nothing behind."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.samples.zoo import imported, plant
from typed_registry import Registry
from typed_registry.errors import BrokenModuleError, UnknownNameError

REG = """
from typed_registry import Registry
R = Registry[object, []]("things")
R.discover("shop.parts")
OTHER = Registry[object, []]("others")
"""
FAILS = """
import os
import sys
if "SHOP_OPEN" not in os.environ:
    raise RuntimeError("closed")
"""
SHOWN = "from shop.reg import R, OTHER\nR.register('x')(int)\nOTHER.register('y')(int)\n"
HIDDEN = "from shop.reg import R, OTHER\nfor n in 'x':\n    R.register(n)(int)\nOTHER.register('y')(int)\n"

Things = Registry[object, []]


def shop(folder: Path, source: str) -> tuple[Things, Things]:
    """Return two registries; a module registers with both of them before it fails."""
    plant(folder, {"shop/__init__.py": "", "shop/reg.py": REG, "shop/parts/__init__.py": ""})
    plant(folder, {"shop/parts/a.py": source + FAILS})
    plant(folder, {"shop/parts/b.py": "from shop.reg import R\nR.register('z')(int)\nimport shop.parts.a\n"})
    reg = importlib.import_module("shop.reg")
    return reg.R, reg.OTHER


def by_component(things: Things) -> None:
    """Import the module for its component."""
    with pytest.raises((BrokenModuleError, UnknownNameError), match="closed"):
        things.get("x")


def by_dependent(things: Things) -> None:
    """Import a module that imports it."""
    with pytest.raises(BrokenModuleError, match="closed"):
        things.get("z")


def by_program(_: Things) -> None:
    """Import the module as a program does."""
    with pytest.raises(RuntimeError, match="closed"):
        importlib.import_module("shop.parts.a")


@pytest.mark.parametrize("way", [by_component, by_dependent, by_program])
def test_shown_name(folder: Path, way: Callable[[Things], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that the source shows is listed, and its module is imported again when it is needed."""
    things, _ = shop(folder, SHOWN)
    way(things)

    assert ["x", "z"] == sorted(things.list())
    assert not things.entries["x"].is_imported
    assert [] == imported("shop.parts")
    with pytest.raises(BrokenModuleError, match="closed"):
        things.get("x")
    monkeypatch.setitem(os.environ, "SHOP_OPEN", "1")
    assert int is things.get("x")


@pytest.mark.parametrize("way", [by_component, by_dependent, by_program])
@pytest.mark.filterwarnings("ignore::typed_registry.errors.UnreadableSourceWarning")
def test_hidden_name(folder: Path, way: Callable[[Things], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that the source doesn't show isn't registered until its module is imported to its end."""
    things, _ = shop(folder, HIDDEN)
    way(things)

    assert "x" not in things
    assert ["z"] == things.list()
    with pytest.raises(UnknownNameError) as caught:
        things.get("x")
    assert ["shop.parts.a"] == [each.module for each in caught.value.broken]
    monkeypatch.setitem(os.environ, "SHOP_OPEN", "1")
    assert int is things.get("x")


@pytest.mark.parametrize("way", [by_component, by_dependent])
@pytest.mark.parametrize("source", [SHOWN, HIDDEN])
def test_other_registry(folder: Path, way: Callable[[Things], None], source: str) -> None:
    """A module that fails when it is imported for one registry leaves nothing in another one."""
    things, others = shop(folder, source)
    way(things)

    assert "y" not in others
    assert [] == others.list()


def test_found_after_failure(folder: Path) -> None:
    """A module that fails before the sources are read is imported again for its component."""
    things, _ = shop(folder, SHOWN)
    with pytest.raises(RuntimeError, match="closed"):
        importlib.import_module("shop.parts.a")

    assert not things.entries["z"].is_imported
    with pytest.raises(BrokenModuleError, match="closed"):
        things.get("x")


@pytest.mark.filterwarnings("ignore::typed_registry.errors.UnreadableSourceWarning")
def test_error_that_hides_another(folder: Path) -> None:
    """A module is also forgotten if another one that imports it fails with an error of its own."""
    things, _ = shop(folder, HIDDEN)
    source = "try:\n    import shop.parts.a\nexcept RuntimeError as error:\n    raise ValueError from None\n"
    plant(folder, {"shop/parts/b.py": "from shop.reg import R\nR.register('z')(int)\n" + source})
    with pytest.raises(BrokenModuleError, match="ValueError"):
        things.get("z")

    assert "x" not in things.list()


def test_component_of_a_module_that_was_removed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that wasn't discovered and is removed from `sys.modules` has not failed."""
    things, others = shop(folder, SHOWN)
    monkeypatch.setitem(os.environ, "SHOP_OPEN", "1")
    importlib.import_module("shop.parts.a")
    del sys.modules["shop.parts.a"]

    assert ["y"] == others.list()
    assert int is others.get("y")
    assert int is things.get("x")


@pytest.mark.filterwarnings("ignore::typed_registry.errors.UnreadableSourceWarning")
@pytest.mark.parametrize("end", ["raise ValueError from None", "raise error", "raise error from error"])
def test_other_registry_after_an_error_that_hides_another(folder: Path, end: str) -> None:
    """What a failed module has registered elsewhere is forgotten, if another module's error hides that."""
    things, others = shop(folder, HIDDEN)
    source = f"try:\n    import shop.parts.a\nexcept RuntimeError:\n    error = ValueError()\n    {end}\n"
    plant(folder, {"shop/parts/b.py": "from shop.reg import R\nR.register('z')(int)\n" + source})
    with pytest.raises(BrokenModuleError, match="ValueError"):
        things.get("z")

    assert [] == others.list()


def test_asked_for_while_it_is_imported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that was made of a component is kept when its module fails afterwards."""
    source = """
import os
from shop.reg import R
for n in "x":
    R.register_factory(n)((lambda size=1: size) if "SHOP_OPEN" in os.environ else (lambda mass=2: mass))
assert R.get("x")() == R.from_mapping({"name": "x"}).build()
assert R.entries["x"].config
"""
    things, _ = shop(folder, source)
    by_program(things)
    monkeypatch.setitem(os.environ, "SHOP_OPEN", "1")

    assert 1 == things.get("x")()
    assert 3 == things.from_mapping({"name": "x", "size": 3}).build()


@pytest.mark.filterwarnings("ignore::typed_registry.errors.UnreadableSourceWarning")
def test_asked_for_before_it_fails(folder: Path) -> None:
    """A component that was asked for while its module was imported is gone when that fails."""
    things, _ = shop(folder, HIDDEN + "assert R.entries['x'].component is int\n")
    by_program(things)

    assert "x" not in things


def test_imported_module_that_is_removed(folder: Path) -> None:
    """A component whose module was imported to its end is kept when that is removed from `sys.modules`."""
    things, _ = shop(folder, SHOWN)
    plant(folder, {"shop/parts/b.py": "from shop.reg import R\n@R.register('z')\nclass Z: ...\n"})
    first = things.get("z")
    assert first is things.entries["z"].component
    del sys.modules["shop.parts.b"]

    assert first is things.get("z")


def test_package_of_a_similar_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module whose name only begins like a discovered package is none of the package's."""
    _, others = shop(folder, SHOWN)
    plant(folder, {"shop/part.py": ""})
    others.discover("shop.part")
    monkeypatch.setitem(os.environ, "SHOP_OPEN", "1")
    importlib.import_module("shop.parts.a")
    del sys.modules["shop.parts.a"]

    assert ["y"] == others.list()


@pytest.mark.filterwarnings("ignore::typed_registry.errors.UnreadableSourceWarning")
def test_function_that_fails_in_a_removed_module(folder: Path) -> None:
    """A component is kept whose module is removed, though a function of that fails in another import."""
    things, others = shop(folder, SHOWN)
    source = (
        "from shop.reg import OTHER\nOTHER.register('w')(int)\ndef fail():\n    raise OSError('closed')\n"
    )
    plant(folder, {"shop/help.py": source})
    removed = "import sys\nimport shop.help\ndel sys.modules['shop.help']\nshop.help.fail()\n"
    plant(folder, {"shop/parts/b.py": f"from shop.reg import R\nR.register('z')(int)\n{removed}"})
    with pytest.raises(BrokenModuleError, match="closed"):
        things.get("z")

    assert ["w"] == others.list()
