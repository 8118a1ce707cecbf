"""A plugin that replaces a component asks for the original while it is imported, to extend or wrap it."""

from __future__ import annotations

import importlib
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.samples.distributions import HOST, effects, metadata, plugin, registering
from tests.samples.zoo import plant

WAYS = {
    "get": 'EFFECTS.get("gain")',
    "components": 'EFFECTS.components["gain"]',
    "entries": 'EFFECTS.entries["gain"].component',
    "spec": 'type(EFFECTS.spec("gain", db=2.0).build())',
    "config": 'type(EFFECTS.from_mapping({"name": "gain", "db": 2.0}).build())',
    "build": 'EFFECTS.build("gain").__class__',
}
REPLACING = registering("gain", keywords=", replace=True")


def wrapping(way: str) -> str:
    """The source of a module that keeps the component which it replaces."""
    return f"from audiofx.registries import EFFECTS\nOriginal = {way}\n{REPLACING}"


@pytest.mark.parametrize("first", ["audiofx_loud", "audiofx.effects", None])
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_original(folder: Path, way: str, first: str | None) -> None:
    """The module gets the original, in whatever way it asks, and everybody else the replacement."""
    registry = effects(folder, plugin("audiofx-loud", wrapping(way)))
    if first is not None:
        importlib.import_module(first)
    found = registry.get("gain")
    original: type = importlib.import_module("audiofx_loud").Original

    assert ("audiofx.effects", "Gain") == (original.__module__, original.__qualname__)
    built = registry.from_mapping({"name": "gain", "db": 2.0}).build()
    assert "audiofx_loud" == found.__module__ == type(built).__module__ == registry.entries["gain"].module


class Fake:
    """A component that overrides others."""

    def __init__(self, db: float = 0.0) -> None: ...

    def level(self) -> float:
        """Return the level."""
        return -1.0


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_overridden_original(folder: Path, way: str) -> None:
    """A module that is imported while the name is overridden keeps the original, not the override."""
    registry = effects(folder, plugin("audiofx-loud", wrapping(way)))
    with registry.override("gain", Fake):
        registry.from_mapping({"name": "gain", "db": 2.0}).build()
        original: type = importlib.import_module("audiofx_loud").Original
        assert registry.get("gain") is Fake

    assert ("audiofx.effects", "Gain") == (original.__module__, original.__qualname__)
    assert "audiofx_loud" == registry.get("gain").__module__


@pytest.mark.parametrize("is_overridden", [False, True])
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_own_replacement(folder: Path, way: str, *, is_overridden: bool) -> None:
    """A module of the host may wrap the component that it replaces as well, whatever was asked before."""
    registries = HOST["audiofx/registries.py"] + 'EFFECTS.discover("audiofx.loud")\n'
    registry = effects(folder, {"audiofx/registries.py": registries, "audiofx/loud.py": wrapping(way)})
    with registry.override("gain", Fake) if is_overridden else nullcontext():
        assert ["gain"] == registry.list()
        original: type = importlib.import_module("audiofx.loud").Original

    assert ("audiofx.effects", "Gain") == (original.__module__, original.__qualname__)
    assert "audiofx.loud" == registry.get("gain").__module__


CODECS = """
from typed_registry import Registry
CODECS = Registry[object, []]("codecs")
CODECS.register_factory("mp3")(dict)
"""
SLOW = """
import time
from audiofx.registries import EFFECTS
from audiofx.codecs import CODECS
time.sleep(0.5)
{0}
@{1}.register("{2}", replace=True)
class New:
    def level(self) -> float: return 1.0
"""
THREADS = """
from concurrent.futures import ThreadPoolExecutor
from audiofx.registries import EFFECTS
from audiofx.codecs import CODECS
with ThreadPoolExecutor(2) as pool:
    found = [pool.submit(EFFECTS.get, "gain"), pool.submit(CODECS.get, "mp3")]
    print(*(each.result().__module__ for each in found))
"""


def test_two_registries(tmp_path: Path) -> None:
    """Two threads that each wait for the module that the other one imports is no fault of these modules."""
    effect, codec = SLOW.format("CODECS.get('mp3')", "EFFECTS", "gain"), SLOW.format("", "CODECS", "mp3")
    codec = codec.replace("time.sleep(0.5)", "time.sleep(0.5)\nEFFECTS.get('gain')")
    entry_points = "[audiofx.codecs]\nany = audiofx_codec\n"
    plant(
        tmp_path,
        {
            **HOST,
            **plugin("audiofx-effect", effect),
            "audiofx/codecs.py": CODECS,
            "audiofx_codec.py": codec,
            **metadata("audiofx-codec", "1.0", entry_points),
            "program.py": THREADS,
        },
    )
    command = [sys.executable, "-W", "error", "program.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False)

    assert ("audiofx_effect audiofx_codec\n", "") == (done.stdout, done.stderr)
