"""Configs that name components whose modules haven't been imported, and may not be importable."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.samples.bag import fault
from tests.samples.zoo import imported, plant
from typed_registry.config import load

if TYPE_CHECKING:
    from typed_registry._typing_forms import Config

Write = Callable[[str, str], Path]

SOURCES: Mapping[str, str] = {
    "farm/__init__.py": "",
    "farm/registries.py": """
from typing import Protocol
from typed_registry import Registry

class Animal(Protocol):
    def legs(self) -> int: ...

class Bird(Animal, Protocol):
    def wings(self) -> int: ...

ANIMALS = Registry[Animal, []]("farm animals")
ANIMALS.discover("farm.animals")
""",
    "farm/config.py": """
from attrs import frozen
from typed_registry import Spec
from farm.registries import Animal, Bird

@frozen
class Farm:
    animal: Spec[Animal, []]

@frozen
class Aviary:
    bird: Spec[Bird, []]
""",
    "farm/animals/__init__.py": "",
    "farm/animals/cow.py": """
from attrs import frozen
from farm.registries import ANIMALS
from farm.settings import CowConfig

@ANIMALS.register("cow", config=CowConfig)
class Cow:
    def __init__(self, config: CowConfig) -> None: ...
    def legs(self) -> int: return 4
""",
    "farm/animals/duck.py": """
from farm.registries import ANIMALS

@ANIMALS.register("duck")
class Duck:
    def __init__(self, loud: bool = False) -> None: ...
    def legs(self) -> int: return 2
    def wings(self) -> int: return 2
""",
    "farm/animals/emu.py": """
import a_package_that_is_not_installed
from farm.registries import ANIMALS

@ANIMALS.register("emu")
class Emu: ...
""",
    "farm/settings.py": """
from attrs import frozen

@frozen
class CowConfig:
    spots: int = 3
""",
}


@pytest.fixture
def farm(folder: Path) -> type[Config]:
    """A config that chooses an animal."""
    plant(folder, SOURCES)
    config: type[Config] = importlib.import_module("farm.config").Farm
    return config


@pytest.fixture
def aviary(folder: Path) -> type[Config]:
    """A config that chooses a bird."""
    plant(folder, SOURCES)
    config: type[Config] = importlib.import_module("farm.config").Aviary
    return config


def test_loading_imports_no_component(farm: type[Config], write: Write) -> None:
    """A config is validated by the component's config class, without importing the component."""
    made = load(farm, write("c.yaml", "animal: {name: cow, spots: 5}\n"))

    assert "Farm(animal=Spec('cow', spots=5))" == repr(made)
    assert [] == imported("farm.animals")


def test_faults_import_no_component(farm: type[Config], write: Write) -> None:
    """Faults are found and told without importing components."""
    file = write("c.yaml", "animal: {name: cow, spot: 5}\n")
    other = write("d.yaml", "animal: cov\n")

    assert f"{file}:1:21: animal.spot: unknown key of cow (farm animals)" in fault(lambda: load(farm, file))
    assert (
        f"{other}:1:9: animal: farm animals has no 'cov'; did you mean 'cow'? valid: 'cow', 'duck', 'emu'"
        == fault(lambda: load(farm, other))
    )
    assert [] == imported("farm.animals")


def broken_emu(config: Path) -> str:
    """Return why the module of the emu can't be imported, in the program beside a config file."""
    reason = "ModuleNotFoundError: No module named 'a_package_that_is_not_installed'"
    return f"farm.animals.emu can't be imported: {config.with_name('farm')}/animals/emu.py:2: {reason}"


def test_component_that_cannot_be_imported(farm: type[Config], write: Write) -> None:
    """A component whose module can't be imported is a fault of the config that names it."""
    file = write("c.yaml", "animal: emu\n")

    assert f"{file}:1:9: animal: got 'emu' (str): {broken_emu(file)}" == fault(lambda: load(farm, file))


def test_others_may_be_broken(aviary: type[Config], write: Write) -> None:
    """A component that can't be imported is in nobody else's way."""
    assert "Aviary(bird=Spec('duck', loud=False))" == repr(load(aviary, write("c.yaml", "bird: duck\n")))


def test_fitting_ones_are_told(aviary: type[Config], write: Write) -> None:
    """The components that would fit are told, as far as they can be imported."""
    file = write("c.yaml", "bird: cow\n")

    assert f"{file}:1:7: bird: 'cow' is not a Bird (wings: Cow has no 'wings'); valid: 'duck'" == fault(
        lambda: load(aviary, file)
    )


def test_narrower_and_broken(aviary: type[Config], write: Write) -> None:
    """Where a field must judge a component that can't be imported, that is the fault."""
    file = write("c.yaml", "bird: emu\n")

    assert f"{file}:1:7: bird: got 'emu' (str): {broken_emu(file)}" == fault(lambda: load(aviary, file))
