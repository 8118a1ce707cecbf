"""A plugin that imports the modules of another one, which is switched off."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.samples.distributions import effects, plugin, registering
from typed_registry import Registry
from typed_registry.errors import ContestedNameError, UnknownNameError

ONE = plugin("audiofx-one", registering("hall", "one"))
TWO = plugin("audiofx-two", "import audiofx_one\n" + registering("hall", "two"))


def host(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Registry[object, []]:
    """The registry of the host, for which a user switches off the plugin that the other one imports."""
    monkeypatch.setenv("TYPED_REGISTRY_DISABLE_PLUGINS", "audiofx-one")
    return effects(folder, ONE, TWO)


ASKING: dict[str, Callable[[Registry[object, []]], object]] = {
    "nothing": lambda _: None,
    "the other plugin": lambda registry: registry.get("two"),
    "list": lambda registry: registry.list(),
    "unknown": lambda registry: "three" in registry,
}


@pytest.mark.parametrize("ask", ASKING.values(), ids=ASKING)
def test_imported_by_a_plugin(
    folder: Path, monkeypatch: pytest.MonkeyPatch, ask: Callable[[Registry[object, []]], object]
) -> None:
    """It registers nothing, and contests no name, whatever is asked for first."""
    registry = host(folder, monkeypatch)
    ask(registry)

    assert "audiofx_two" == registry.get("hall").__module__
    with pytest.raises(UnknownNameError) as caught:
        registry.get("one")
    assert ["audiofx-one"] == [each.distribution.name for each in caught.value.disabled]
    assert ["gain", "hall", "two"] == sorted(registry)


@pytest.mark.parametrize("module", ["audiofx_one", "audiofx_two"])
def test_imported_by_the_program(folder: Path, monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    """What the program itself imports is registered."""
    registry = host(folder, monkeypatch)
    importlib.import_module(module)

    assert ["gain", "hall", "one", "two"] == sorted(registry)
    with pytest.raises(ContestedNameError):
        registry.get("hall")
