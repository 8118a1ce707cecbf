"""The sources of a package with one component, which discovery finds, and a component to replace it."""

from __future__ import annotations

import importlib
from typing import Protocol

from typed_registry import Registry


class Legged(Protocol):
    """An animal, as the package itself declares it."""

    def legs(self) -> int: ...


class Legs:
    def legs(self) -> int:
        return 1


ZOO = {
    "zoo/__init__.py": "",
    "zoo/registries.py": """
from typing import Protocol
from typed_registry import Registry

class Animal(Protocol):
    def legs(self) -> int: ...

ANIMALS = Registry[Animal, []]("animals")
""",
    "zoo/animals/__init__.py": "",
    "zoo/animals/duck.py": """
from zoo.registries import ANIMALS

@ANIMALS.register("duck")
class Duck:
    def legs(self) -> int: return 2
""",
}


def ducks() -> Registry[Legged, []]:
    """Return the registry of the package, which has been told of its animals."""
    registry: Registry[Legged, []] = importlib.import_module("zoo.registries").ANIMALS
    registry.discover("zoo.animals")
    return registry
