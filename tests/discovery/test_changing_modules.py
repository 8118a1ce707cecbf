"""Modules that add names to a registry, other than by registering components."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.samples.distributions import HOST, effects, plugin, registering
from tests.samples.zoo import imported
from typed_registry import Registry

MORE = {"audiofx_more.py": registering("more")}
OWN = {"audiofx/registries.py": HOST["audiofx/registries.py"] + 'EFFECTS.discover("audiofx.own")\n'}
BEFORE: dict[str, Callable[[Registry[object, []]], object]] = {
    "nothing": lambda _: None,
    "get": lambda registry: registry.get("gain"),
    "list": lambda registry: registry.list(),
    "import": lambda _: importlib.import_module("audiofx.effects"),
}


def changing(end: str) -> str:
    """The source of a module that registers a component and then does something else."""
    return registering("reverb") + end


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_plugin_that_deprecates(folder: Path, before: Callable[[Registry[object, []]], object]) -> None:
    """A plugin may deprecate a name that it had, whatever is asked for first."""
    source = changing('EFFECTS.deprecate("echo", since="2", use="reverb")\n')
    registry = effects(folder, plugin("audiofx-reverb", source))
    before(registry)

    assert "echo" in registry
    assert "reverb" == registry.entries["echo"].name
    assert ["gain", "reverb"] == sorted(registry)


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
def test_plugin_that_discovers(folder: Path, before: Callable[[Registry[object, []]], object]) -> None:
    """A plugin may have another module of it read."""
    registry = effects(folder, plugin("audiofx-reverb", changing('EFFECTS.discover("audiofx_more")\n')), MORE)
    before(registry)

    assert "audiofx_more" == registry.get("more").__module__
    assert ["gain", "more", "reverb"] == sorted(registry)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_host_that_deprecates(folder: Path) -> None:
    """A module of the host that deprecates a name is imported when a name isn't found, and not before."""
    source = changing('EFFECTS.deprecate("echo", since="2", use="reverb")\n')
    registry = effects(folder, {"audiofx/own.py": source}, OWN)
    registry.get("gain")
    assert [] == imported("audiofx.own")

    assert "reverb" == registry.entries["echo"].name


DEPRECATIONS = {
    "literal": 'EFFECTS.deprecate("gain", since="2", use="reverb")\n',
    "keyword": 'EFFECTS.deprecate(since="2", use="reverb", name="gain")\n',
    "function": 'def old():\n    EFFECTS.deprecate("gain", since="2", use="reverb")\nold()\n',
    "loop": 'for old in ("gain",):\n    EFFECTS.deprecate(old, since="2", use="reverb")\n',
}
USES: dict[str, Callable[[Registry[object, []]], object]] = {
    "get": lambda registry: registry.get("gain"),
    "component": lambda registry: registry.components["gain"],
    "mapping": lambda registry: registry.from_mapping({"name": "gain"}),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
@pytest.mark.parametrize("end", DEPRECATIONS.values(), ids=DEPRECATIONS)
def test_deprecated_component_of_the_host(
    folder: Path, end: str, use: Callable[[Registry[object, []]], object]
) -> None:
    """A registered name that a module of the host deprecates is deprecated, whatever is asked for first."""
    registry = effects(folder, {"audiofx/own.py": changing(end)}, OWN)
    assert registry.entries["gain"].deprecated is not None
    with pytest.warns(DeprecationWarning, match="'gain' is deprecated since 2; use 'reverb'"):
        use(registry)


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_first_use_of_a_deprecated_component(
    folder: Path, use: Callable[[Registry[object, []]], object]
) -> None:
    """The first use of the name warns as well."""
    source = changing(DEPRECATIONS["literal"])
    registry = effects(folder, {"audiofx/own.py": source}, OWN)
    with pytest.warns(DeprecationWarning, match="'gain' is deprecated since 2; use 'reverb'"):
        use(registry)
