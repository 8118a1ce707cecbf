"""Components that an installed distribution offers through an entry point."""

# ruff: noqa: S301  # what is unpickled was pickled here

from __future__ import annotations

import importlib
import pickle
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.samples.zoo import imported, plant
from typed_registry import Registry
from typed_registry.errors import DuplicateNameError, UnkeptPromiseError, UnknownNameError

PLUGIN: Mapping[str, str] = {
    "safari/__init__.py": "",
    "safari/lion.py": """
class Lion:
    def __init__(self, mane: bool = True) -> None:
        self.mane = mane
""",
    "safari-1.2.dist-info/METADATA": "Metadata-Version: 2.1\nName: safari\nVersion: 1.2\n",
    "safari-1.2.dist-info/top_level.txt": "safari\n",
    "safari-1.2.dist-info/entry_points.txt": "[beasts]\nlion = safari.lion:Lion\ntiger = safari.tiger\n",
}


def beasts() -> Registry[object, []]:
    """A registry that the plugin's entry points name."""
    return Registry[object, []]("beasts")


def test_names(folder: Path) -> None:
    """An entry point's name is a component's name, and listing it imports nothing."""
    plant(folder, PLUGIN)

    assert ["lion", "tiger"] == beasts().list()
    assert [] == imported("safari")


def test_get(folder: Path) -> None:
    """Getting the component imports its module alone, and checks and keeps what the entry point names."""
    plant(folder, PLUGIN)
    registry = beasts()
    lion = registry.get("lion")

    assert "Lion" == type(lion()).__name__
    assert lion is registry.get("lion")
    assert ["safari.lion"] == imported("safari")


def test_config(folder: Path) -> None:
    """A plugin's component is configured like any other."""
    plant(folder, PLUGIN)

    assert "Spec('lion', mane=False)" == repr(beasts().from_mapping({"name": "lion", "mane": False}))


def test_place(folder: Path) -> None:
    """The place of a plugin's component is its entry point."""
    plant(folder, PLUGIN)
    registry = beasts()
    registry.get("lion")

    assert "entry point safari.lion:Lion" == str(registry.entries["lion"].place)


def test_module_that_registers(folder: Path) -> None:
    """An entry point may name a module, which then registers the name itself."""
    plant(folder, PLUGIN)
    plant(
        folder,
        {
            "cages.py": "from typed_registry import Registry\nBEASTS = Registry[object, []]('beasts')\n",
            "safari/tiger.py": "from cages import BEASTS\n@BEASTS.register('tiger')\nclass Tiger: ...\n",
        },
    )
    registry: Registry[object, []] = importlib.import_module("cages").BEASTS

    assert "Tiger" == type(registry.get("tiger")()).__name__
    assert ["safari.tiger"] == imported("safari")


def test_unkept_promise(folder: Path) -> None:
    """An entry point whose module doesn't register its name is told as what it is."""
    plant(folder, PLUGIN)
    plant(folder, {"safari/tiger.py": ""})
    with pytest.raises(UnkeptPromiseError) as caught:
        beasts().get("tiger")

    assert (
        "beasts: entry point safari.tiger promises 'tiger', but importing safari.tiger did not register it."
        == str(caught.value)
    )


def test_taken_name_each_time(folder: Path) -> None:
    """A plugin's name that the program has registered is an error whenever names are needed."""
    plant(folder, PLUGIN)
    registry = beasts()
    registry.register("lion")(int)
    for _ in range(2):
        with pytest.raises(DuplicateNameError):
            registry.list()


def test_taken_name(folder: Path) -> None:
    """A plugin can't take a name that the program has registered."""
    plant(folder, PLUGIN)
    registry = beasts()
    registry.register("lion")(int)
    place = registry.entries["lion"].place
    with pytest.raises(DuplicateNameError) as caught:
        registry.list()

    assert (
        "beasts: 'lion' is registered twice:\n"
        f"  first at {place}\n"
        "  again at entry point safari.lion:Lion\n"
        "Give one of them another name." == str(caught.value)
    )


def test_unknown_name(folder: Path) -> None:
    """Names from plugins count among the valid ones."""
    plant(folder, PLUGIN)
    with pytest.raises(UnknownNameError) as caught:
        beasts().get("loin")

    assert "beasts: no component is called 'loin'; did you mean 'lion'? Registered: 'lion', 'tiger'." == str(
        pickle.loads(pickle.dumps(caught.value))
    )


def test_other_groups(folder: Path) -> None:
    """Entry points of another group are another registry's."""
    plant(folder, PLUGIN)

    assert [] == Registry[object, []]("plants").list()


def test_distribution(folder: Path) -> None:
    """A plugin's component knows its distribution, before it is imported and after."""
    plant(folder, PLUGIN)
    script = (
        "from typed_registry import Registry\n"
        "beasts = Registry('beasts')\n"
        "print(beasts.entries['lion'].distribution)\n"
        "beasts.get('lion')\n"
        "print(beasts.entries['lion'].distribution)\n"
    )
    paths = [str(folder), *sys.path]
    command = [sys.executable, "-c", f"import sys; sys.path[:] = {paths!r}\n{script}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert "safari 1.2\nsafari 1.2\n" == done.stdout
