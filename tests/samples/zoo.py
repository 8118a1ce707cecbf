"""The sources of a package whose components register with a registry of their own package."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from pathlib import Path

from typed_registry import Registry

SOURCES: Mapping[str, str] = {
    "zoo/__init__.py": "",
    "zoo/registries.py": """
from typing import Protocol
from typed_registry import Registry

class Animal(Protocol):
    def legs(self) -> int: ...

ANIMALS = Registry[Animal, []]("animals")
""",
    "zoo/animals/__init__.py": "",
    "zoo/animals/config.py": """
from attrs import frozen

@frozen
class HorseConfig:
    shoes: int = 4
""",
    "zoo/animals/horse.py": """
from zoo.animals.config import HorseConfig
from zoo.registries import ANIMALS

@ANIMALS.register("horse", config=HorseConfig)
class Horse:
    def __init__(self, config: HorseConfig) -> None:
        self.config = config

    def legs(self) -> int:
        return self.config.shoes
""",
    "zoo/animals/birds/__init__.py": "",
    "zoo/animals/birds/duck.py": """
import zoo.registries

class Duck:
    def __init__(self, voice: str = "quack") -> None:
        self.voice = voice

    def legs(self) -> int:
        return 2

zoo.registries.ANIMALS.register("duck")(Duck)
zoo.registries.ANIMALS.register_instance(name="donald", instance=Duck("wak"))
""",
    "zoo/animals/birds/hen.py": """
from ...registries import ANIMALS as BIRDS

@BIRDS.register_factory(
    "hen",
)
def hen() -> "Duck":
    from .duck import Duck
    return Duck("cluck")
""",
    "zoo/animals/notes.py": """
raise RuntimeError("nothing may import this: it registers nothing")
""",
}

COMPUTED = """
from zoo.registries import ANIMALS

class Fish:
    def legs(self) -> int:
        return 0

for kind in ("cod", "eel"):
    ANIMALS.register(f"fish-{kind}")(Fish)
"""


def plant(folder: Path, sources: Mapping[str, str] = SOURCES) -> None:
    """Writes these files below the folder."""
    for name, text in sources.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    importlib.invalidate_caches()


def animals() -> Registry[object, []]:
    """The registry of the package, which has been told of its `animals`."""
    registry: Registry[object, []] = importlib.import_module("zoo.registries").ANIMALS
    registry.discover("zoo.animals")
    return registry


def imported(package: str) -> list[str]:
    """The modules of a package, or the module, that have been imported, without the packages above them."""
    return sorted(
        name
        for name, module in sys.modules.items()
        if f"{name}.".startswith(f"{package}.") and not hasattr(module, "__path__")
    )
