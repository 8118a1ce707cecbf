"""Specs that contain specs of components which the receiving process doesn't know."""

# ruff: noqa: S301  # what is unpickled was pickled here

from __future__ import annotations

import importlib
import pickle
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from attrs import frozen

from tests.samples.distributions import effects, plugin, registering
from typed_registry import Registry, Spec
from typed_registry.errors import UnknownNameError


class Layer(Protocol):
    """The kind of the components."""

    def width(self) -> int: ...


LAYERS = Registry[Layer, []]("layers")


@frozen
class Both:
    """A config class with specs in a collection."""

    layers: tuple[Spec[Layer, []], ...] = ()

    def __iter__(self) -> Iterator[Spec[Layer, []]]:
        return iter(self.layers)


class Thin:
    """A component without settings."""

    def width(self) -> int:
        return 1


class Around:
    """A component that takes another one, several, or a config with several."""

    def __init__(
        self,
        layer: Layer | None = None,
        layers: tuple[Layer, ...] = (),
        later: Callable[[], Layer] | None = None,
    ) -> None:
        one = () if layer is None else (layer,)
        self.inner: tuple[Layer, ...] = (*one, *layers, *((later(),) if later else ()))

    def width(self) -> int:
        widths = [each.width() for each in self.inner]
        return 2 + sum(widths)


LAYERS.register("around")(Around)


@LAYERS.register("both", config=Both)
class Stack:
    """A component with a config class."""

    def __init__(self, config: Both) -> None:
        self.inner = [each.build() for each in config]

    def width(self) -> int:
        return sum(each.width() for each in self.inner)


def nested(form: str) -> Spec[Layer, []]:
    """A spec with another one in it."""
    thin = LAYERS.from_mapping({"name": "thin"})
    if form == "both":
        return LAYERS.from_mapping({"name": "both", "layers": [{"name": "thin"}]})
    deep = LAYERS.from_mapping({"name": "around", "layer": {"name": "thin"}})
    assert isinstance(thin, Spec)
    values = {"layer": thin, "layers": [thin], "later": thin, "deep": deep}
    key = "layer" if form == "deep" else form
    return LAYERS.from_mapping({"name": "around", key: values[form]})


FORMS = ("layer", "layers", "later", "deep", "both")


@pytest.fixture(name="unknown", autouse=True)
def _unknown() -> Iterator[None]:
    """Nobody knows the component after the test."""
    yield
    if "thin" in LAYERS:
        LAYERS.unregister("thin")


def sent(form: str) -> Spec[Layer, []]:
    """A nested spec, as a process has it that doesn't know the inner component."""
    LAYERS.register("thin")(Thin)
    pickled = pickle.dumps(nested(form))
    LAYERS.unregister("thin")
    found: Spec[Layer, []] = pickle.loads(pickled)
    return found


@pytest.mark.parametrize("form", FORMS)
def test_unknown_component(form: str) -> None:
    """The outer spec arrives, and neither builds a component nor has a config."""
    spec = sent(form)
    for ask in (spec.build, lambda: spec.config, pickle.loads(pickle.dumps(spec)).build):
        with pytest.raises(UnknownNameError) as caught:
            ask()
        assert ("layers", "thin", __name__) == (caught.value.registry, caught.value.name, caught.value.sender)


@pytest.mark.parametrize("form", FORMS)
def test_component_that_comes_later(form: str) -> None:
    """When the inner component is registered at last, the outer one is built, and sent on as a whole."""
    spec = sent(form)
    pickled = pickle.dumps(spec)
    LAYERS.register("thin")(Thin)

    assert nested(form).build().width() == spec.build().width()
    assert nested(form) == pickle.loads(pickled)


@pytest.mark.parametrize("variable", ["audiofx-reverb", "*"])
def test_plugin_that_is_switched_off(folder: Path, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    """The module of a plugin that is switched off isn't imported; the error says what switches it off."""
    reverb = plugin("audiofx-reverb", registering("reverb"))
    registry = effects(folder, reverb)
    pickled = pickle.dumps(registry.from_mapping({"name": "reverb"}))
    for name in [name for name in sys.modules if name.startswith("audiofx")]:
        del sys.modules[name]
    monkeypatch.setenv("TYPED_REGISTRY_DISABLE_PLUGINS", variable)
    spec: Spec[object, []] = pickle.loads(pickled)
    with pytest.raises(UnknownNameError) as caught:
        spec.build()

    [disabled] = caught.value.disabled
    assert ("audiofx-reverb 1.2", "TYPED_REGISTRY_DISABLE_PLUGINS") == (
        str(disabled.distribution),
        disabled.switch,
    )
    assert caught.value.sender is None
    assert "audiofx_reverb" not in sys.modules
    importlib.import_module("audiofx_reverb")  # which the program may do itself
    assert callable(spec.build)
    assert "Reverb" == type(spec.build()).__name__
