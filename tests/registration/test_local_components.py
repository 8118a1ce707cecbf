"""Components that functions make: two of one name are two until the module that makes them runs again."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from tests.samples.zoo import plant
from typed_registry.errors import DuplicateNameError

HELPER = {
    "lab/__init__.py": "",
    "lab/registries.py": "from typed_registry import Registry\nTHINGS = Registry[object, []]('lab things')\n",
    "lab/helper.py": """
from lab.registries import THINGS

def thing(cls: type) -> type:
    return THINGS.register("thing")(cls)
""",
    "lab/one.py": "from lab.helper import thing\n@thing\nclass Thing: ...\n",
    "lab/other.py": "from lab.helper import thing\n@thing\nclass Thing: ...\n",
    "lab/twice.py": "from lab.helper import thing\n@thing\nclass Thing: ...\n@thing\nclass Thing: ...\n",
    "lab/local.py": """
from lab.registries import THINGS

def make():
    return lambda: 3

def register():
    THINGS.register_factory("local")(make())
""",
}


def test_registered_through_a_helper(folder: Path) -> None:
    """Two classes of one name that one helper registers from two modules are two."""
    plant(folder, HELPER)
    importlib.import_module("lab.one")
    with pytest.raises(DuplicateNameError):
        importlib.import_module("lab.other")
    importlib.reload(sys.modules["lab.one"])

    things = importlib.import_module("lab.registries").THINGS
    assert things.get("thing") is sys.modules["lab.one"].Thing


def test_twice_in_one_run_of_a_module(folder: Path) -> None:
    """Two classes of one name in one run of a module are two, though a helper registers both."""
    plant(folder, HELPER)
    with pytest.raises(DuplicateNameError):
        importlib.import_module("lab.twice")


def test_local_functions(folder: Path) -> None:
    """Two functions that are made in one run of their module are two, until the module runs again."""
    plant(folder, HELPER)
    local = importlib.import_module("lab.local")
    things = importlib.import_module("lab.registries").THINGS
    local.register()
    with pytest.raises(DuplicateNameError):
        local.register()
    first = things.get("local")
    importlib.reload(local).register()

    assert first is not things.get("local")


@pytest.mark.parametrize("order", [["lab.own", "lab.user"], ["lab.user", "lab.own"]])
def test_local_functions_of_two_modules(folder: Path, order: list[str]) -> None:
    """Two functions that one function makes are two, if a module registers one and its user the other."""
    user = "from lab.local import THINGS, make\nTHINGS.register_factory('local')(make())\n"
    plant(folder, {**HELPER, "lab/user.py": user, "lab/own.py": "import lab.local\nlab.local.register()\n"})
    importlib.import_module(order[0])
    with pytest.raises(DuplicateNameError):
        importlib.import_module(order[1])
