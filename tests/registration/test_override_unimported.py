"""An override of a component whose module isn't imported, or is imported while the block lasts."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Protocol

import pytest
from attrs import frozen

from tests.samples.ducks import ZOO, Legs, ducks
from tests.samples.zoo import imported, plant
from typed_registry._registration.import_module import import_module
from typed_registry.errors import BrokenModuleError, ConformanceError


def test_no_import(folder: Path) -> None:
    """A component that wasn't imported isn't imported, whatever is done with the one that overrides it."""
    plant(folder)
    registry = ducks()
    with registry.override(duck=Voiced, horse=ConfiguredLegs):
        assert type(registry.get("duck")()) is Voiced
        assert type(registry.from_mapping({"name": "duck", "voice": "baa"}).build()) is Voiced
        assert 3 == registry.from_mapping({"name": "horse", "shoes": 3}).build().legs()
    assert ["zoo.animals.config"] == imported("zoo.animals")
    assert ["horse", "duck", "donald", "hen"] == sorted(
        registry, key=["horse", "duck", "donald", "hen"].index
    )
    assert 4 == registry.from_mapping({"name": "horse"}).build().legs()


class Shod(Protocol):
    """The config of the horse, whose module isn't imported here."""

    shoes: int


class ConfiguredLegs:
    def __init__(self, config: Shod) -> None:
        self.config = config

    def legs(self) -> int:
        return self.config.shoes


class Voiced(Legs):
    def __init__(self, voice: str = "moo") -> None:
        self.voice = voice


def test_late_config(folder: Path) -> None:
    """A config class that only the component's module has is looked up, and demanded, when it is needed."""
    source = """
from attrs import frozen
from zoo.registries import ANIMALS

@frozen
class CowConfig:
    spots: int = 3

@ANIMALS.register("cow", config=CowConfig)
class Cow:
    def __init__(self, config: CowConfig) -> None: ...
    def legs(self) -> int: return 4
"""
    plant(folder, {**ZOO, "zoo/animals/cow.py": source})
    registry = ducks()
    for refused in (Legs, TwoConfigs):
        with (
            pytest.raises(ConformanceError, match=r"called with \(its config\)"),
            registry.override(cow=refused),
        ):
            pass
    with registry.override("cow", Counting):
        assert [] == imported("zoo.animals")
        with pytest.raises(ConformanceError, match=r"takes int, is given CowConfig"):
            registry.from_mapping({"name": "cow"})
    with registry.override("cow", Spotted):
        assert 2 == registry.from_mapping({"name": "cow", "spots": 2}).build().legs()
    assert 4 == registry.from_mapping({"name": "cow", "spots": 2}).build().legs()


class TwoConfigs(Legs):
    def __init__(self, config: object, other: object) -> None: ...


class Counting(Legs):
    def __init__(self, config: int) -> None: ...


class HasSpots(Protocol):
    """The config of the cow, whose module isn't imported here."""

    spots: int


class Spotted:
    def __init__(self, config: HasSpots) -> None:
        self.config = config

    def legs(self) -> int:
        return self.config.spots


def test_spec_of_an_unimported_component(folder: Path) -> None:
    """A spec of a component that isn't imported is built with the settings that the override takes."""
    plant(folder)
    registry = ducks()
    spec = registry.from_mapping({"name": "horse", "shoes": 3})
    with registry.override("horse", Gilded, config=GildedConfig):
        assert 3 == spec.build().legs()
    assert 3 == spec.build().legs()


@frozen
class GildedConfig:
    shoes: int
    is_gilded: bool = True


class Gilded:
    def __init__(self, config: GildedConfig) -> None:
        assert config.is_gilded
        self.config = config

    def legs(self) -> int:
        return self.config.shoes


def test_imported_meanwhile(folder: Path) -> None:
    """A module that is imported in the block doesn't end the override, and its component comes after it."""
    plant(folder, ZOO)
    registry = ducks()
    with registry.override("duck", Legs):
        module = importlib.import_module("zoo.animals.duck")
        assert registry.get("duck") is Legs
        importlib.reload(module)
        assert registry.get("duck") is Legs
    assert registry.get("duck") is module.Duck


def test_failed_meanwhile(folder: Path) -> None:
    """A module that fails in the block after it has registered leaves nothing behind."""
    plant(folder, {**ZOO, "zoo/animals/duck.py": ZOO["zoo/animals/duck.py"] + "\nraise ValueError\n"})
    registry = ducks()
    with registry.override("duck", Legs):
        with pytest.raises(BrokenModuleError):
            import_module("zoo.animals.duck")
        assert registry.get("duck") is Legs
    assert not registry.entries["duck"].is_imported


def test_registry_made_anew(folder: Path) -> None:
    """A registry that takes the place of an overridden one takes over the component, not the override."""
    plant(folder, ZOO)
    module = importlib.import_module("zoo.registries")
    module.ANIMALS.register("one")(Legs)
    with module.ANIMALS.override(one=Legs):
        importlib.reload(module)
        assert module.ANIMALS.get("one") is Legs
