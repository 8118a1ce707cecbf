"""The module that defines a registry: where pickling and config fields look for it."""

# ruff: noqa: S301  # what is unpickled was pickled here

from __future__ import annotations

import importlib
import os
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.samples.zoo import plant
from typed_registry import Registry
from typed_registry._registration.entries import entries_of

LAB = {
    "lab/__init__.py": "",
    "lab/making.py": """
from typed_registry import Registry

class Named(Registry[object, []]):
    def __init__(self, name: str) -> None:
        super().__init__(f"lab {name}")

def make(name):
    return Registry[object, []](name)

def make_named(name):
    made = Named(name)
    return made

INNER = make("inner")
""",
    "lab/things.py": """
from lab.making import Named, make, make_named

THINGS = make("things")
OWN = Named("own")
SPARE = make_named("spare")

def local():
    return make("local")
""",
}


@pytest.mark.parametrize(
    ("module", "variable"),
    [("lab.things", "THINGS"), ("lab.things", "OWN"), ("lab.things", "SPARE"), ("lab.making", "INNER")],
)
def test_module_of_a_registry(folder: Path, module: str, variable: str) -> None:
    """It is the module whose global holds the registry, whichever function or class makes it."""
    plant(folder, LAB)
    registry = vars(importlib.import_module(module))[variable]

    assert (module, variable) == (registry.entries.module, registry.entries.global_name)
    assert registry is pickle.loads(pickle.dumps(registry))


def test_module_of_a_local_registry(folder: Path) -> None:
    """A registry that is no global is of the module whose code makes it."""
    plant(folder, LAB)
    entries = importlib.import_module("lab.things").local().entries

    assert ("lab.making", None) == (entries.module, entries.global_name)


def test_registry_made_in_a_thread() -> None:
    """A thread has no module's code below it; the function's own module counts."""
    with ThreadPoolExecutor(1) as pool:
        made = pool.submit(lambda: Registry[object, []]("threaded")).result()

    entries = entries_of(made)
    assert entries is not None
    assert __name__ == entries.module


PAIR = {
    "pair/__init__.py": "",
    "pair/one.py": """
from typed_registry import Registry
PARTS = Registry[object, []]("pair parts")
OTHERS = Registry[object, []]("pair others")
""",
    "pair/two.py": """
from typed_registry import Registry
PARTS = Registry[object, []]("pair parts")
""",
    "pair/parts.py": """
from pair import one, two
one.PARTS.register_factory("a")(lambda: 1)
one.OTHERS.register_factory("b")(lambda: 1)
two.PARTS.register_factory("c")(lambda: 1)
""",
}


def test_registries_of_one_name(folder: Path) -> None:
    """Registries share no components with others of the module, or with others of the name."""
    plant(folder, PAIR)
    importlib.import_module("pair.parts")
    one, two = importlib.import_module("pair.one"), importlib.import_module("pair.two")
    for _ in range(2):
        assert (["a"], ["b"], ["c"]) == (one.PARTS.list(), one.OTHERS.list(), two.PARTS.list())
        importlib.reload(one)  # whose registries keep what is registered elsewhere


TWICE = {
    "kinds.py": """
from typing import Protocol
class Loss(Protocol):
    def __call__(self) -> float: ...
""",
    "train.py": """
from attrs import frozen
from kinds import Loss
from typed_registry import Registry, Spec
from typed_registry.config import from_mapping

LOSSES = Registry[Loss, []]("losses")
LOSSES.register_factory("zero")(lambda: (lambda: 0.0))

@frozen
class Config:
    loss: Spec[Loss, []]

if __name__ == "__main__":
    import train
    print(from_mapping(Config, {"loss": "zero"}).loss, from_mapping(train.Config, {"loss": "zero"}).loss)
""",
}


def test_field_of_a_script_that_is_imported_too(tmp_path: Path) -> None:
    """The registry of a script that is imported as well is one registry, not two of one kind."""
    plant(tmp_path, TWICE)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(tmp_path / "train.py")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=600)

    assert "Spec('zero') Spec('zero')\n" == done.stdout, done.stderr
