"""Caches that forget what they have found in registries when these change."""

from __future__ import annotations

from typing import cast

import pytest

from typed_registry import Registry
from typed_registry._registration.all_registries import begin_epoch, epoch, keep_until_next_epoch


class Counting:
    """A cache that counts how often it has to forget."""

    def __init__(self) -> None:
        self.times = 0
        self.kept = 0

    def keep(self) -> None:
        """Count how often something is kept."""
        self.kept += 1

    def forget(self) -> None:
        """Count."""
        self.times += 1


@pytest.mark.parametrize("change", ["registry", "replacement", "deprecation"])
def test_forgets_once(change: str) -> None:
    """A cache forgets once: when a registry is made, a component replaced or a name deprecated."""
    registry = Registry[object, []]("things")
    registry.register_factory("thing")(lambda: 1)
    cache = Counting()
    keep_until_next_epoch(cache, epoch(), cache.keep)
    assert (1, 0) == (cache.kept, cache.times)
    if change == "registry":
        Registry[object, []]("others")
    elif change == "deprecation":
        registry.deprecate("thing", since="1")
    else:
        for _ in range(2):
            exec(compile("REG.register_factory('one')(lambda: 1)", "<cell>", "exec"), {"REG": registry})  # noqa: S102  # our own source
    assert 1 == cache.times
    begin_epoch()

    assert 1 == cache.times


def test_found_before_the_epoch() -> None:
    """A cache that began to look before a change doesn't keep what it finds after it."""
    cache, began = Counting(), epoch()
    begin_epoch()
    keep_until_next_epoch(cache, began, cache.keep)
    begin_epoch()

    assert (0, 0) == (cache.kept, cache.times)


def test_components_are_kept() -> None:
    """A component that was asked for is found without asking the registry, until it is replaced."""
    registry = Registry[object, []]("things")
    source = compile("REG.register_factory('one')(lambda: 1)", "<cell>", "exec")
    exec(source, {"REG": registry})  # noqa: S102  # our own source
    first: object = registry.components["one"]

    assert first is registry._ready["one"]  # pyright: ignore[reportPrivateUsage]  # what `build` reads
    assert first is dict.__getitem__(cast("dict[str, object]", registry.components), "one")
    exec(source, {"REG": registry})  # noqa: S102  # our own source
    assert "one" not in registry._ready  # pyright: ignore[reportPrivateUsage]  # as above
    again: object = registry.components["one"]
    assert first is not again
