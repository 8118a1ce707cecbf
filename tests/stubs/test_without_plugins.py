"""The stub beside a module has the components of its own package, whatever plugins are installed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.samples.distributions import EFFECT, effects, plugin, registering
from typed_registry._stubs.collect import collect
from typed_registry._stubs.request import StubRequest

COMPUTED = registering() + EFFECT.format("Any") + "for n in ('gain', 'any'): EFFECTS.register(n)(Any)\n"
PLUGINS: Mapping[str, str] = {
    "adds": registering("reverb"),
    "contests": registering("gain", "reverb"),
    "computes": COMPUTED,
    "replaces": registering("gain", keywords=", replace=True"),
    "fails": registering("gain", "own", end="1 / 0\n"),
    "replaces and fails": registering("gain", keywords=", replace=True", end="1 / 0\n"),
    "computes and fails": f"{COMPUTED}1 / 0\n",
    "isn't Python": "def (\n",
}


@pytest.mark.parametrize("is_imported", [False, True])
@pytest.mark.parametrize("kind", PLUGINS)
def test_own_components(folder: Path, kind: str, *, is_imported: bool) -> None:
    """What a plugin adds, replaces or contests isn't in the stub, and its failure is no problem of it."""
    registry = effects(folder, plugin("audiofx-any", PLUGINS[kind]))
    if is_imported:
        assert "gain" in registry
    module = collect(StubRequest("audiofx.registries"))
    [found] = module.registries

    assert [("gain", "audiofx.effects")] == [
        (each.name, getattr(each.defined, "__module__", None)) for each in found.components
    ]
    assert [None] == [each.problem for each in found.components]
    assert () == tuple(each for each in module.problems if "names may be missing" in each.reason)


def test_every_plugin_that_fails(folder: Path) -> None:
    """The stub of an environment names every plugin whose names can't be known."""
    effects(folder, plugin("audiofx-one", "1 / 0\n"), plugin("audiofx-two", "def (\n"))
    module = collect(StubRequest("audiofx.registries", typings=folder))

    reasons = [each.reason.partition("names may be missing: ")[2] for each in module.problems]
    assert ["audiofx-one", "audiofx-two"] == [each.split()[0] for each in filter(None, reasons)]


@pytest.mark.filterwarnings("ignore::typed_registry.errors.UnreadableSourceWarning")
def test_after_it(folder: Path) -> None:
    """The plugins are back when the components are collected."""
    registry = effects(folder, plugin("audiofx-any", PLUGINS["replaces"]))
    collect(StubRequest("audiofx.registries"))

    assert "audiofx_any" == registry.get("gain").__module__
    assert "audiofx_any" == type(registry.from_mapping({"name": "gain"}).build()).__module__
