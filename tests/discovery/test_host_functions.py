"""Plugins that register through a function of their host: what they register is theirs."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from tests.samples.distributions import EFFECT, effects, plugin
from typed_registry import Registry
from typed_registry.errors import ContestedNameError, UnknownNameError

HELPERS = {
    "audiofx/helpers.py": """
from audiofx.registries import EFFECTS

def effect(name, **options):
    def register(component):
        EFFECTS.register(name, **options)(component)
        return component
    return register

def add(**components):
    for name, component in components.items():
        EFFECTS.register(name)(component)
"""
}
BROKEN = "raise ValueError('too late')\n"


def decorating(*names: str, end: str = "") -> str:
    """The source of a module that decorates effects with a function of the host."""
    classes = [f'@effect("{name}")\n{EFFECT.format(name.capitalize())}' for name in names]
    return "from audiofx.helpers import effect\n" + "".join(classes) + end


def adding(name: str) -> str:
    """The source of a module that gives a class of another module to a function of the host."""
    return f"from audiofx.helpers import add\nfrom audiofx.effects import Gain\nadd({name}=Gain)\n"


def registry_of(folder: Path, **sources: str) -> Registry[object, []]:
    """The registry of the host with a function that registers, and plugins with these modules."""
    plugins = [plugin(f"audiofx-{name}", source) for name, source in sources.items()]
    return effects(folder, HELPERS, *plugins)


ORDERS = [(), ("audiofx_one",), ("audiofx_two",), ("audiofx.effects", "audiofx_two", "audiofx_one")]


@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
def test_contested(folder: Path, order: tuple[str, ...]) -> None:
    """Two plugins contest a name, and their other names work, whatever is imported first."""
    registry = registry_of(folder, one=decorating("hall", "first"), two=decorating("hall", "second"))
    for module in order:
        importlib.import_module(module)
    with pytest.raises(ContestedNameError) as caught:
        registry.get("hall")

    found = [(str(each.distribution), each.module) for each in caught.value.claimants]
    assert [("audiofx-one 1.2", "audiofx_one"), ("audiofx-two 1.2", "audiofx_two")] == found
    assert ["first", "gain", "hall", "second"] == sorted(registry)


@pytest.mark.parametrize("source", [decorating("reverb"), adding("reverb")], ids=["own", "another"])
def test_origin(folder: Path, source: str) -> None:
    """The entry has the module and the distribution of the plugin."""
    entry = registry_of(folder, one=source).entries["reverb"]

    assert ("audiofx_one", "audiofx-one 1.2") == (entry.module, str(entry.distribution))


def test_place(folder: Path) -> None:
    """The place is the line that decorates the class, not the one in the function."""
    entry = registry_of(folder, one=decorating("reverb")).entries["reverb"]

    assert (str(folder / "audiofx_one.py"), True) == (entry.place.file, 2 <= entry.place.line <= 3)


@pytest.mark.parametrize("source", [decorating("reverb"), adding("reverb")], ids=["own", "another"])
@pytest.mark.filterwarnings("ignore:effects. names may be missing")
def test_failing(folder: Path, source: str) -> None:
    """What a module registers before it fails doesn't count, also if other modules define it."""
    registry = registry_of(folder, one=source + BROKEN)
    with pytest.raises(UnknownNameError, match="too late"):
        registry.get("reverb")

    assert ["gain"] == registry.list()


def test_called_later(folder: Path) -> None:
    """What a function registers that a program calls is of the module of the function."""
    registry = registry_of(folder)
    helpers, module = (importlib.import_module(f"audiofx.{name}") for name in ("helpers", "effects"))
    helpers.add(more=module.Gain)

    assert "audiofx.helpers" == registry.entries["more"].module
