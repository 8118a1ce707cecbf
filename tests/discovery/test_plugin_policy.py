"""Programs and their users choose which plugins are read."""

from __future__ import annotations

import importlib
import re
import warnings
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.samples.distributions import effects, plugin, registering
from tests.samples.zoo import imported, plant
from typed_registry import Registry
from typed_registry._documentation.find_components import unknown_component
from typed_registry._documentation.listing import show_components
from typed_registry._programs.help_for import NoHelpError, help_for
from typed_registry._registration.entries import Entries
from typed_registry.errors import (
    ConfigError,
    ContestedNameError,
    PluginsReadError,
    UnknownComponent,
    UnknownNameError,
)

VARIABLE = "TYPED_REGISTRY_DISABLE_PLUGINS"
REVERB = plugin("audiofx-reverb", registering("reverb"))
HALL = plugin("audiofx-hall", registering("reverb", "hall"), "0.3")


def disabled(registry: Registry[object, []], name: str) -> list[tuple[str, str]]:
    """The plugins that the error for an unknown name says are switched off, and by what."""
    with pytest.raises(UnknownNameError) as caught:
        registry.get(name)
    return [(str(each.distribution), each.switch) for each in caught.value.disabled]


@pytest.mark.filterwarnings("ignore:TYPED_REGISTRY_DISABLE_PLUGINS names")
@pytest.mark.parametrize("value", ["audiofx-hall", "Audiofx_Hall", "other, audiofx.hall ,", "audiofx-hall,x"])
def test_variable(folder: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """A user switches off a distribution by any spelling of its name; what it contested works then."""
    monkeypatch.setenv(VARIABLE, value)
    registry = effects(folder, REVERB, HALL)

    assert ["gain", "reverb"] == registry.list()
    assert callable(registry.get("reverb"))
    assert [("audiofx-hall 0.3", VARIABLE)] == disabled(registry, "hall")
    assert [] == disabled(registry, "hell")


def test_all(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A star switches off all plugins."""
    monkeypatch.setenv(VARIABLE, "*")
    registry = effects(folder, REVERB, HALL)

    assert ["gain"] == registry.list()
    assert [("audiofx-hall 0.3", VARIABLE), ("audiofx-reverb 1.2", VARIABLE)] == disabled(registry, "reverb")
    assert [] == imported("audiofx_hall") + imported("audiofx_reverb")


def test_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty variable switches off nothing."""
    monkeypatch.setenv(VARIABLE, "")

    assert ["gain", "hall", "reverb"] == sorted(effects(folder, REVERB, HALL).list())


def test_deny(folder: Path) -> None:
    """A program denies distributions, one call after the other."""
    registry = effects(folder, REVERB, HALL)
    registry.deny_plugins("Audiofx_Hall", "others")
    registry.deny_plugins("audiofx.reverb")

    assert ["gain"] == registry.list()
    assert [("audiofx-hall 0.3", "deny_plugins")] == disabled(registry, "hall")


def test_allow(folder: Path) -> None:
    """A program allows some distributions, and no others."""
    registry = effects(folder, REVERB, HALL)
    registry.allow_plugins("audiofx-reverb")

    assert ["gain", "reverb"] == registry.list()
    assert [("audiofx-hall 0.3", "allow_plugins")] == disabled(registry, "hall")


def test_allow_none(folder: Path) -> None:
    """A program that allows no distribution has no plugins."""
    registry = effects(folder, REVERB, HALL)
    registry.allow_plugins()

    assert ["gain"] == registry.list()


def test_allow_more(folder: Path) -> None:
    """What is allowed by two calls is allowed together."""
    registry = effects(folder, REVERB, HALL)
    registry.allow_plugins("audiofx-reverb")
    registry.allow_plugins("audiofx-hall")

    with pytest.raises(ContestedNameError):
        registry.get("reverb")


def test_denied_and_allowed(folder: Path) -> None:
    """A distribution that is denied isn't read, though it is allowed as well."""
    registry = effects(folder, REVERB, HALL)
    registry.allow_plugins("audiofx-reverb", "audiofx-hall")
    registry.deny_plugins("audiofx-hall")

    assert ["gain", "reverb"] == registry.list()


@pytest.mark.parametrize("method", ["allow_plugins", "deny_plugins"])
def test_too_late(folder: Path, method: str) -> None:
    """After plugins have been read, they can't be chosen any more."""
    registry = effects(folder, REVERB)
    registry.get("gain")
    with pytest.raises(PluginsReadError) as caught:
        getattr(registry, method)("audiofx-reverb")

    assert ("effects", method) == (caught.value.registry, caught.value.method)


@pytest.mark.parametrize("method", ["allow_plugins", "deny_plugins"])
@pytest.mark.parametrize("given", [3, None, "", ["audiofx-hall"], b"audiofx-hall"])
def test_other_objects(folder: Path, method: str, given: object) -> None:
    """What isn't the name of a distribution is refused by the call, and changes nothing."""
    registry = effects(folder, REVERB)
    with pytest.raises(TypeError, match=f"effects: {method} takes the names of distributions"):
        getattr(registry, method)("audiofx-reverb", given)

    assert ["gain", "reverb"] == registry.list()


def mistakes(folder: Path, *plugins: Mapping[str, str], **lists: tuple[str, ...]) -> list[str]:
    """The misspelt names of distributions, and those that may be meant, of which a registry warns when a
    name is looked for.
    """
    registry = effects(folder, *plugins)
    for method, names in lists.items():
        getattr(registry, method)(*names)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert "gain" in registry
        assert "reverb" not in registry or "reverb" in registry.list()
    assert [__file__] * len(caught) == [each.filename for each in caught]
    assert 2 > len(caught)
    return [name for each in caught for name in re.findall(r"\B'(\S*)'", str(each.message))]


def test_misspelt_variable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user is warned once of each name that isn't installed, with the nearest one."""
    monkeypatch.setenv(VARIABLE, "Audiofx_Reverbb, pytest, audiofx-hall, zyx")

    assert ["Audiofx_Reverbb", "audiofx-reverb", "zyx"] == mistakes(folder, REVERB, HALL)
    other: Registry[object, []] = Registry("others")
    assert not other.list()


@pytest.mark.parametrize("method", ["allow_plugins", "deny_plugins"])
def test_misspelt_list(folder: Path, method: str) -> None:
    """A program is warned of a name if a plugin has a similar one, which isn't meant by another name."""
    names = ("audiofx-reverbs", "audiofx-hal", "audiofx-hall", "audiofx-delay", "zyx", "pytest")

    assert ["audiofx-reverbs", "audiofx-reverb"] == mistakes(folder, REVERB, HALL, **{method: names})


def test_warnings_are_errors(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error for a misspelt name has all of them, since it is raised once."""
    monkeypatch.setenv(VARIABLE, "yxw, wxy")
    registry = effects(folder, REVERB)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(RuntimeWarning, match=r"'yxw'(?s:.*)'wxy'"):
            registry.get("gain")
        assert ["gain", "reverb"] == sorted(registry.list())


@pytest.mark.parametrize("value", ["", " , ", "*", "*,audiofx-hall"])
def test_no_mistake(folder: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """What isn't a name isn't misspelt."""
    monkeypatch.setenv(VARIABLE, value)

    assert [] == mistakes(folder, REVERB, HALL)


def test_help(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The help on a component says what switches off the plugin that has it."""
    monkeypatch.setenv(VARIABLE, "audiofx-reverb")
    effects(folder, REVERB)
    plant(folder, {"audiofx/config.py": CONFIG})
    root: type = importlib.import_module("audiofx.config").Chain
    with pytest.raises(NoHelpError, match=rf"audiofx-reverb 1\.2, which is switched off by {VARIABLE}\."):
        help_for(root, "reverb")


CONFIG = """
from typing import Annotated
from attrs import frozen
from audiofx.registries import EFFECTS, Effect
from typed_registry import Spec

@frozen
class Chain:
    first: Annotated[Spec[Effect, []], EFFECTS]
"""


def test_config(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A config that names such a component is told who would bring it."""
    monkeypatch.setenv(VARIABLE, "audiofx-hall")
    registry = effects(folder, REVERB, HALL)
    with pytest.raises(ConfigError) as caught:
        registry.from_mapping({"name": "hall"})

    [fault] = caught.value.faults
    assert isinstance(fault.problem, UnknownComponent)
    assert [("audiofx-hall 0.3", VARIABLE)] == [
        (str(each.distribution), each.switch) for each in fault.problem.disabled
    ]


@pytest.mark.parametrize("name", ["reverb", "effects.reverb"])
def test_show(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A plugin that is switched off and has the name is named."""
    monkeypatch.setenv(VARIABLE, "audiofx-reverb")
    registry = effects(folder, REVERB)
    with pytest.raises(UnknownNameError) as caught:
        show_components([name], registry)

    assert ["audiofx-reverb 1.2"] == [str(each.distribution) for each in caught.value.disabled]
    entries = registry.entries
    assert isinstance(entries, Entries)
    assert "audiofx-reverb 1.2, which is switched off by" in unknown_component([entries], name)
