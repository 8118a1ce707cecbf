"""A plugin's module registers in two registries of the host, and its entry point is for one or both."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.samples.distributions import EFFECT, HOST, effects, metadata, plugin, plugin_names, registering
from tests.samples.zoo import imported
from typed_registry import Registry
from typed_registry.errors import ContestedNameError, UnknownNameError, UnreadableSourceWarning

Things = Registry[object, []]
WINDOWS = """
class Window(Protocol):
    def weight(self) -> float: ...

WINDOWS = Registry[Window, []]("windows")
WINDOWS.discover("audiofx.windows")
"""
WINDOW = """
from audiofx.registries import WINDOWS

@WINDOWS.register("{0}"{1})
class Window:
    def weight(self) -> float: return 1.0
"""
TWO = {
    "audiofx/registries.py": HOST["audiofx/registries.py"] + WINDOWS,
    "audiofx/windows.py": WINDOW.format("hann", ""),
}


def both(source: str, *groups: str) -> Mapping[str, str]:
    """A distribution with this module, and an entry point for it in these groups."""
    points = "".join(f"[audiofx.{group}]\nany = audiofx_both\n" for group in groups)
    return {"audiofx_both.py": source, **metadata("audiofx-both", "1.2", points)}


def two(folder: Path, *plugins: Mapping[str, str]) -> tuple[Things, Things]:
    """The effects and the windows of the host, with these plugins."""
    registry = effects(folder, TWO, *plugins)
    windows: Things = importlib.import_module("audiofx.registries").WINDOWS
    return registry, windows


def test_module_that_is_not_there(folder: Path) -> None:
    """An entry point of one registry whose module isn't installed is no fault of the other registry."""
    registry, windows = two(folder, metadata("audiofx-bad", "9.1", "[audiofx.effects]\nany = audiofx_bad\n"))

    assert ["hann"] == windows.list()
    with pytest.warns(UnreadableSourceWarning):
        assert ["gain"] == registry.list()
    with pytest.raises(UnknownNameError) as unknown:
        windows.get("any")
    assert () == unknown.value.broken


def nothing(_effects: Things, _windows: Things) -> object:
    return None


def plugin_first(_effects: Things, _windows: Things) -> object:
    return importlib.import_module("audiofx_both")


def effect_first(effects: Things, _windows: Things) -> object:
    return effects.get("room")


def window_first(_effects: Things, windows: Things) -> object:
    return windows.list()


def host_first(_effects: Things, _windows: Things) -> object:
    return importlib.import_module("audiofx.windows")


FIRST = pytest.mark.parametrize("first", [nothing, plugin_first, effect_first, window_first, host_first])
First = Callable[[Things, Things], object]


@FIRST
@pytest.mark.parametrize("groups", [("effects",), ("windows",), ("effects", "windows")])
def test_known_to_both(folder: Path, groups: tuple[str, ...], first: First) -> None:
    """Both registries have what the module registers, whatever was asked for before."""
    registry, windows = two(folder, both(registering("room") + WINDOW.format("box", ""), *groups))
    first(registry, windows)

    assert (["gain", "room"], ["box", "hann"]) == (sorted(registry.list()), sorted(windows.list()))
    assert "audiofx-both 1.2" == str(windows.entries["box"].distribution)
    assert frozenset({"box"}) == plugin_names(windows)
    assert "audiofx_both" == windows.get("box").__module__


@FIRST
def test_name_of_the_host(folder: Path, first: First) -> None:
    """A name of the host in the other registry is contested, and nothing else is disturbed."""
    registry, windows = two(folder, both(registering("room") + WINDOW.format("hann", ""), "effects"))
    first(registry, windows)

    assert callable(registry.get("room"))
    assert ["hann"] == windows.list()
    with pytest.raises(ContestedNameError) as caught:
        windows.get("hann")
    assert ["None", "audiofx-both 1.2"] == [str(each.distribution) for each in caught.value.claimants]


@FIRST
def test_replacement_in_the_other_registry(folder: Path, first: First) -> None:
    """`replace=True` holds in the other registry as well."""
    source = registering("room") + WINDOW.format("hann", ", replace=True")
    registry, windows = two(folder, both(source, "effects"))
    first(registry, windows)

    assert "audiofx_both" == windows.get("hann").__module__ == windows.entries["hann"].module


COMPUTED = f"{registering()}{EFFECT.format('A')}for n in 'ab': EFFECTS.register(n)(A)\n"


@pytest.mark.parametrize(
    "source", ["", registering("room"), COMPUTED, "(\n"], ids=["nothing", "clear", "computed", "syntax"]
)
def test_other_registry_imports_nothing(folder: Path, source: str) -> None:
    """A registry neither imports plugins of another one that don't mention it, nor warns of them."""
    _, windows = two(folder, plugin("audiofx-room", source))

    assert ["hann"] == windows.list()
    assert callable(windows.get("hann"))
    assert "nothing" not in windows
    assert [] == imported("audiofx_room")


def test_computed_name_in_the_other_registry(folder: Path) -> None:
    """A module that computes a name of the other registry is imported before names of that are used."""
    source = WINDOW.format("box", "") + "for n in ('a', 'b'): WINDOWS.register(n)(Window)\n"
    _, windows = two(folder, both(source, "effects"))

    assert ["a", "b", "box", "hann"] == sorted(windows.list())


def test_switched_off_for_the_other_registry(folder: Path) -> None:
    """A registry that denies the plugin doesn't read what it registers, although another registry does."""
    registry, windows = two(folder, both(registering("room") + WINDOW.format("box", ""), "effects"))
    windows.deny_plugins("audiofx-both")

    assert (["gain", "room"], ["hann"]) == (sorted(registry.list()), windows.list())
    for name, disabled in (("box", ["deny_plugins"]), ("bax", [])):
        with pytest.raises(UnknownNameError) as caught:
            windows.get(name)
        assert disabled == [each.switch for each in caught.value.disabled]
