"""The source of a program with annotations and base classes that mypy can't resolve."""

from __future__ import annotations

from pathlib import Path

KINDS = """
from typing import Protocol

class Animal(Protocol):
    def speak(self) -> str: ...
"""
ANIMALS = """
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Union

from attrs import frozen

if TYPE_CHECKING:
    from missing_package import Thing
    from zoo.nowhere import Nowhere

try:
    from missing_package import Parent
except ImportError:
    class Parent: ...

class Near:
    def __init__(self, size: int = 1) -> None: ...
    def speak(self) -> str: ...

class Far(Near):
    def __init__(
        self,
        count: int,
        thing: Thing | None = None,
        *,
        many: list[Nowhere | None] = [],
    ) -> None: ...

class Below(Far): ...

class Orphan(Parent):
    def speak(self) -> str: ...

class Free(Parent):
    def __init__(self, size: int = 1) -> None: ...
    def speak(self) -> str: ...

@frozen
class Settings:
    rate: Undefined | None = None

class Configured(Near):
    def __init__(self, config: Settings) -> None: ...

def made() -> type[Near]:
    class Local(Near): ...
    return Local

def many(size: int) -> dict[str, Thing]: ...

Loose = Union[str, Any]

def loose(value: Loose | None = None) -> int: ...
"""
REGISTRIES = """
from typed_registry import Registry
from zoo.animals import Below, Configured, Far, Free, Near, Orphan, Settings, loose, made, many
from zoo.kinds import Animal

ZOO = Registry[Animal, []]("zoo")
ZOO.register("near")(Near)
ZOO.register("far")(Far)
ZOO.register("below")(Below)
ZOO.register("orphan")(Orphan)
ZOO.register("free")(Free)
ZOO.register("configured", config=Settings)(Configured)
ZOO.register("local")(made())

ANYTHING = Registry[object, []]("anything")
ANYTHING.register_factory("many")(many)
ANYTHING.register_factory("loose")(loose)
"""
PROBLEMS = [
    "ZOO 'far': thing: Thing | None: mypy can't resolve zoo.animals.Thing (zoo/animals.py:25)",
    "ZOO 'far': many: list[Nowhere | None]: mypy can't resolve zoo.animals.Nowhere (zoo/animals.py:27)",
    "ZOO 'below': thing: Thing | None: mypy can't resolve zoo.animals.Thing (zoo/animals.py:25)",
    "ZOO 'below': many: list[Nowhere | None]: mypy can't resolve zoo.animals.Nowhere (zoo/animals.py:27)",
    "ZOO 'orphan': mypy can't resolve zoo.animals.Parent, a base class (zoo/animals.py:32)",
    "ZOO 'configured': rate: Undefined | None: mypy can't resolve its type (zoo/animals.py:41)",
    (
        "ZOO 'local': made.<locals>.Local is defined as made.<locals>.Local, which other modules can't import"
        " (zoo/registries.py:13)"
    ),
    "ANYTHING 'many': its result: mypy can't resolve zoo.animals.Thing (zoo/animals.py:50)",
]
"""All that is wrong, in the order of registration."""


def write_zoo(folder: Path) -> None:
    """Write the package `zoo` into a folder."""
    (folder / "zoo").mkdir()
    sources = {"__init__": "", "kinds": KINDS, "animals": ANIMALS, "registries": REGISTRIES}
    for name, text in sources.items():
        (folder / "zoo" / f"{name}.py").write_text(text)
