"""Waiting for imports by other threads: how long, and what is true at each moment of them."""

from __future__ import annotations

import importlib
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from tests.samples.interleaved import places
from tests.samples.shop import SHOP
from tests.samples.zoo import plant
from typed_registry._discovery.entry_points import EntryPoint, InstalledDistribution
from typed_registry._registration import concurrent_imports, plugin_imports
from typed_registry._registration.entries import Entries

BOTH = {
    "shop/parts/both.py": (
        "from shop.registries import PARTS\n"
        "for name in ('bolt', 'nut'):\n"
        "    PARTS.register_factory(name)(lambda size=1: size)\n"
    ),
}

LOAD: object = getattr(sys.modules["_frozen_importlib"], "_load_unlocked")  # noqa: B009  # private to importlib


def sleep_long(_seconds: float) -> None:
    """Let as much time pass as a busy machine may."""
    time.sleep(concurrent_imports.STUCK)


def test_pauses_that_last_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread that isn't found for a moment is waited for, although the machine is busy meanwhile."""
    looks = iter((False, False, False, True))
    monkeypatch.setattr(concurrent_imports, "sleep", sleep_long)

    assert concurrent_imports.wait_for_thread(-1, "no_such_module", partial(next, looks))


def test_interrupt_while_an_import_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other threads don't wait for an import that an interrupt has ended before it began."""
    begin = plugin_imports._begin  # pyright: ignore[reportPrivateUsage]  # which no program can interrupt so exactly

    def interrupted(key: tuple[str, str]) -> None:
        begin(key)
        raise KeyboardInterrupt

    monkeypatch.setattr(plugin_imports, "_begin", interrupted)
    installed = InstalledDistribution("folder", "plugin", dict[str, str]().get)
    with pytest.raises(KeyboardInterrupt):
        plugin_imports.import_plugin(
            "no_such_module", EntryPoint("a", "b", "no_such_module", None, installed)
        )
    assert not plugin_imports.is_importing_plugin()


def test_asking_while_an_import_ends(folder: Path) -> None:
    """What a module registers isn't lost if a thread asks for it at any moment of the end of the import."""
    plant(folder, SHOP | BOTH)
    for place in places(LOAD):
        entries: object = importlib.import_module("shop.registries").PARTS.entries
        assert isinstance(entries, Entries)
        entries.read_sources()
        with place.meanwhile(partial(entries.__contains__, "bolt")):
            importlib.import_module("shop.parts.both")

        assert {"bolt", "nut"} == {*entries}
        for name in [name for name in sys.modules if name.partition(".")[0] == "shop"]:
            del sys.modules[name]
