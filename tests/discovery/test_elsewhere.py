"""Where a name is registered that no imported module registers."""

from __future__ import annotations

import compileall
import importlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.samples.unchecked_spec import unchecked
from tests.samples.zoo import imported, plant
from typed_registry import Place, Registry
from typed_registry._discovery.discover import elsewhere, near_module, near_package
from typed_registry._discovery.package_scan import registrations_of
from typed_registry._discovery.registry_sources import modules_with_registries
from typed_registry.errors import Elsewhere, UnknownNameError, UnknownPackageError

FARM: Mapping[str, str] = {
    "farm/__init__.py": "",
    "farm/reg.py": (
        "from typed_registry import Registry\n"
        "ANIMALS = Registry[object, []]('animals')\nPLANTS = Registry[object, []]('plants')\n"
    ),
    "farm/parts.py": "from farm.reg import ANIMALS\nANIMALS.register('cow')(int)\n",
}


def place_of(name: object, folder: Path, **sources: str) -> Elsewhere | None:
    """Return where the modules of a package register a name with the registry of animals."""
    plant(folder, {**FARM, **{f"farm/{module}.py": source for module, source in sources.items()}})
    animals: Registry[object, []] = importlib.import_module("farm.reg").ANIMALS
    return elsewhere(name, animals, "farm.reg", ())


def test_module_of_the_package(folder: Path) -> None:
    """The module and the line are found without importing the module."""
    assert Elsewhere("farm.parts", Place(str(folder / "farm/parts.py"), 2)) == place_of("cow", folder)
    assert [] == imported("farm.parts")


def test_another_registry(folder: Path) -> None:
    """A name that is registered with another registry of the package isn't found."""
    source = "from farm.reg import PLANTS\nPLANTS.register('fern')(int)\n"

    assert place_of("fern", folder, plants=source) is None


def test_text_without_registration(folder: Path) -> None:
    """A module that registers one name and mentions another doesn't register the other."""
    source = "from farm.reg import ANIMALS\nANIMALS.register('ox')(int)\nNOT_HERE = 'cow'\n"
    found = place_of("cow", folder, aaa=source)

    assert found is not None
    assert "farm.parts" == found.module


def test_imported_module(folder: Path) -> None:
    """A module that was imported is not named: importing it again would register nothing."""
    plant(folder, {**FARM, "farm/late.py": "from farm.reg import ANIMALS\nif 0:\n    ANIMALS.register('x')"})
    importlib.import_module("farm.late")

    assert place_of("x", folder) is None


def test_sources_that_cannot_be_read(folder: Path) -> None:
    """Modules without source, and those whose source can't be decoded or parsed, hide no other module."""
    plant(folder, {**FARM, "farm/aaa.py": "from farm.reg import ANIMALS\nANIMALS.register('cow')(int)\n"})
    compileall.compile_file(folder / "farm/aaa.py", quiet=1, legacy=True)
    (folder / "farm/aaa.py").unlink()
    sources = {"bbb": "# coding: nothing\n", "ccc": "ANIMALS.register('cow'("}
    found = place_of("cow", folder, **sources)

    assert found is not None
    assert "farm.parts" == found.module


def test_order_of_packages(folder: Path) -> None:
    """Packages are searched in the order of their names."""
    barn = {"barn/__init__.py": "", "barn/parts.py": FARM["farm/parts.py"]}
    plant(folder, {**FARM, **barn})
    animals: object = importlib.import_module("farm.reg").ANIMALS
    every = registrations_of("cow", animals, ["farm", "barn"])

    assert ["barn.parts", "farm.parts"] == [found.module for found in every]


def test_component_that_has_no_hash(folder: Path) -> None:
    """The error for an object that isn't registered names the object, whatever it is."""
    plant(folder, FARM)
    animals: Registry[object, []] = importlib.import_module("farm.reg").ANIMALS
    made: list[object] = []
    with pytest.raises(UnknownNameError) as caught:
        unchecked(animals).spec(made)  # the fault

    assert made is caught.value.name


def test_registry_of_no_module() -> None:
    """The registry of a module that can't be imported has no package to search."""
    names: dict[str, Registry[object, []]] = {}
    exec(  # noqa: S102  # as a notebook does
        "from typed_registry import Registry\nR = Registry[object, []]('r')", {"__name__": "nowhere"}, names
    )
    registry = names["R"]
    with pytest.raises(UnknownNameError) as caught:
        registry.get("a")
    assert caught.value.elsewhere is None
    registry.discover("nothing")
    with pytest.raises(UnknownPackageError) as failed:
        registry.list()

    assert failed.value.near is None
    assert near_package("nothing", "nowhere") is None


@pytest.mark.parametrize(
    ("module", "near"),
    [
        ("farm.rg", "farm.reg"),
        ("farn.reg", "farm.reg"),
        ("farn.nothing", "farm"),
        ("farm.reg.more", "farm.reg"),
        ("quite_another", None),
        ("absent", None),  # `ast` has the same letters
    ],
)
def test_near_module(folder: Path, module: str, near: str | None) -> None:
    """The module that was probably meant is found, and nothing is imported for that."""
    plant(folder, FARM)

    assert near == near_module(module)
    assert [] == imported("farm")


@pytest.mark.parametrize(
    ("source", "defines"),
    [
        ("R = Registry[int, []]('r')", True),
        ("R: Registry[int, []] = typed_registry.Registry('r')", True),
        ("def made():\n    r = Registry('r')", False),
        ("Registry('r').list()", False),
        ("R: Registry[int]", False),
        ("R = Registry[", False),
        ("R = 'Registry'", False),
    ],
)
def test_modules_with_registries(folder: Path, source: str, *, defines: bool) -> None:
    """A module that assigns a registry to a global is found without an import."""
    plant(folder, {"farm/__init__.py": "", "farm/reg.py": source})

    assert (["farm.reg"] if defines else []) == [*modules_with_registries("farm")]
    assert [] == imported("farm")
