"""A distribution that installs a plugin into the package of its host is a plugin like any other."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.samples.distributions import effects, inside, metadata, registering
from tests.samples.zoo import imported
from typed_registry.errors import BrokenModuleError, ContestedNameError, UnknownNameError

VARIABLE = "TYPED_REGISTRY_DISABLE_PLUGINS"
OWN: Mapping[str, str] = {
    "audiofx/own.py": registering("own"),
    **metadata("audiofx", "2.0", "[audiofx.effects]\nown = audiofx.own\n"),
    "audiofx-2.0.dist-info/RECORD": "".join(
        f"audiofx/{name}.py,,\n" for name in ("__init__", "registries", "effects", "own")
    ),
}


PLUGINS = {
    "package": inside("audiofx.extra", main=registering("echo")),
    "module": inside("audiofx.extra.main", main=registering("echo")),
    "imported": inside("audiofx.extra.main", main="import audiofx.extra.a", a=registering("echo")),
    "computed": inside("audiofx.extra", main=registering("x").replace('"x"', '"ec" + "ho"')),
}


@pytest.mark.parametrize("plugin", PLUGINS.values(), ids=PLUGINS)
def test_names(folder: Path, plugin: Mapping[str, str]) -> None:
    """Its components are there, of their distribution, beside those of the host."""
    registry = effects(folder, OWN, plugin)
    found = {name: str(registry.entries[name].distribution) for name in registry}

    assert {"gain": "audiofx 2.0", "own": "audiofx 2.0", "echo": "audiofx-extra 0.1"} == found


@pytest.mark.parametrize("plugin", PLUGINS.values(), ids=PLUGINS)
@pytest.mark.parametrize("package", ["audiofx.effects", "audiofx"])
def test_switched_off(
    folder: Path, monkeypatch: pytest.MonkeyPatch, plugin: Mapping[str, str], package: str
) -> None:
    """It can be switched off, also where the host discovers its package; the host's own modules can't."""
    monkeypatch.setenv(VARIABLE, "*")
    registry = effects(folder, OWN, plugin)
    registry.discover(package)
    with pytest.raises(UnknownNameError) as caught:
        registry.get("echo")

    assert [("audiofx-extra", VARIABLE)] == [
        (each.distribution.name, each.switch) for each in caught.value.disabled
    ]
    assert {"gain", "own"} == {*registry}
    assert [] == imported("audiofx.extra")


def test_module_that_is_not_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry point of another distribution is a plugin's, also if it names a module that doesn't exist."""
    gone = metadata("audiofx-gone", "0.1", "[audiofx.effects]\nany = audiofx.gone\n")
    monkeypatch.setenv(VARIABLE, "audiofx-gone")
    registry = effects(folder, OWN, gone)

    assert ["gain", "own"] == sorted(registry)
    with pytest.raises(UnknownNameError) as caught:
        registry.get("any")
    assert ["audiofx-gone"] == [each.distribution.name for each in caught.value.disabled]


@pytest.mark.parametrize("way", ["", "audiofx.extra.main", "audiofx.effects"])
@pytest.mark.parametrize("value", ["audiofx.extra", "audiofx.extra.main"])
def test_contested(folder: Path, value: str, way: str) -> None:
    """It contests a name of the host, whatever is imported first."""
    registry = effects(folder, OWN, inside(value, main=registering("gain", "echo")))
    if way:
        importlib.import_module(way)
    with pytest.raises(ContestedNameError) as caught:
        registry.get("gain")

    assert [("audiofx 2.0", False), ("audiofx-extra 0.1", True)] == [
        (str(each.distribution), each.is_plugin) for each in caught.value.claimants
    ]
    assert "audiofx.extra.main" == registry.get("echo").__module__


def test_named_object(folder: Path) -> None:
    """An entry point of it that names an object contests the host's name as well."""
    plugin = inside("audiofx.extra.main:Other", main=registering("other"))
    points = "audiofx_extra-0.1.dist-info/entry_points.txt"
    registry = effects(folder, OWN, {**plugin, points: plugin[points].replace("any", "gain")})
    with pytest.raises(ContestedNameError) as caught:
        registry.get("gain")

    assert ["audiofx", "audiofx-extra"] == [
        each.distribution and each.distribution.name for each in caught.value.claimants
    ]


FAILING = registering("echo") + "\nimport audiofx.runs\naudiofx.runs.COUNT.append(1)\nraise ValueError\n"


def test_failing(folder: Path) -> None:
    """One that fails is tried once, also where the host discovers its package."""
    registry = effects(folder, OWN, {"audiofx/runs.py": "COUNT = []"}, inside("audiofx.extra", main=FAILING))
    registry.discover("audiofx")
    for _ in range(2):
        with pytest.raises(BrokenModuleError) as caught:
            registry.get("echo")
        assert "audiofx-extra 0.1" == str(caught.value.distribution)

    assert [1] == importlib.import_module("audiofx.runs").COUNT
    assert callable(registry.get("gain"))
