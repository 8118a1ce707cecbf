"""Faults in the settings of a component that has taken the name of another one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import pytest
from attrs import frozen

from tests.samples.distributions import effects, plugin
from typed_registry import Registry, Spec
from typed_registry.config import from_mapping
from typed_registry.errors import ConfigError, Fault, MissingKey, UnknownKey, WrongType

LOUD = """\
from audiofx.registries import EFFECTS


@EFFECTS.register("gain", replace=True)
class Loud:
    def __init__(self, factor: float, limit: int = 1) -> None: ...
    def level(self) -> float: return 1.0
"""
EFFECTS = Registry[object, []]("effects")
Effect = Annotated[Spec[object, []], EFFECTS]


@EFFECTS.register("gain")
class Gain:
    def __init__(self, db: float = 0.0) -> None: ...


class Louder:
    def __init__(self, factor: float, inner: Effect | None = None) -> None: ...


@EFFECTS.register("chain")
class Chain:
    def __init__(self, first: Effect, times: int = 1) -> None: ...


@frozen
class Song:
    effect: Effect


def faults(root: type, data: Mapping[str, object]) -> dict[str, Fault]:
    """Return the faults of a config by their paths."""
    with pytest.raises(ConfigError) as caught:
        from_mapping(root, data)
    return {".".join(map(str, each.path)): each for each in caught.value.faults}


def test_plugin(folder: Path) -> None:
    """A fault in the settings of a plugin's replacement names its distribution and the line."""
    registry = effects(folder, plugin("audiofx-loud", LOUD))
    with pytest.raises(ConfigError) as caught:
        registry.from_mapping({"name": "gain", "db": 1.0, "limit": "x"})

    assert [UnknownKey, MissingKey, WrongType] == [type(each.problem) for each in caught.value.faults]
    for each in caught.value.faults:
        assert each.replacement is not None
        assert "audiofx-loud 1.2" == str(each.replacement.distribution)
        assert (str(folder / "audiofx_loud.py"), 4) == tuple(each.replacement.place)
        assert each.replacement.is_plugin
        assert f"audiofx-loud 1.2 ({folder / 'audiofx_loud.py'}:4)" in each.message


def test_override() -> None:
    """A fault in the settings of an override has its line; one beside them or inside them doesn't."""
    data = {"effect": {"name": "chain", "first": {"name": "gain", "db": 1.0}, "time": 3}}
    before = faults(Song, {"effect": {"name": "gain", "factor": 1}})
    with EFFECTS.override("gain", Louder):
        found = faults(Song, data)
        again = faults(Song, data)
        with pytest.raises(ConfigError) as caught:
            EFFECTS.from_mapping({"name": "gain", "db": 1.0})
        inside = faults(Song, {"effect": {"name": "gain", "factor": 1, "inner": {"name": "chain"}}})

    assert [None] == [each.replacement for each in before.values()]
    assert found == again
    replaced = {key for key, each in found.items() if each.replacement}
    assert {"effect.first.db", "effect.first.factor"} == replaced
    assert {"effect.time", "effect.first.db", "effect.first.factor"} == {*found}
    assert all(each.replacement for each in caught.value.faults)
    replacement = found["effect.first.db"].replacement
    assert replacement is not None
    assert __file__ == replacement.place.file
    assert [None] == [each.replacement for each in inside.values()]
    assert [*before] == [*faults(Song, {"effect": {"name": "gain", "factor": 1}})]
