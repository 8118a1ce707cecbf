"""Defaults of config classes that choose a component which was replaced later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import pytest
from attrs import field, frozen

from typed_registry import Registry, Spec
from typed_registry.config import from_mapping, plain_data
from typed_registry.errors import BrokenDefault, ConfigError

EFFECTS = Registry[object, []]("effects")
Effect = Annotated[Spec[object, []], EFFECTS]


@EFFECTS.register("gain")
class Gain:
    def __init__(self, db: float = 1.0, offset: float = 0.0) -> None: ...


DEFAULT = EFFECTS.from_mapping({"name": "gain", "db": 3.0})


class Louder:
    def __init__(self, db: float = 2.0, offset: float = 0.5, limit: int = 7) -> None: ...


class Muted:
    def __init__(self, limit: int = 7) -> None: ...


@EFFECTS.register("both")
class Both:
    def __init__(self, first: Effect, others: tuple[Effect, ...] = ()) -> None:
        self.effects = (first, *others)


NESTED = EFFECTS.from_mapping(
    {"name": "both", "first": DEFAULT, "others": [{"name": "both", "first": DEFAULT}]}
)


@frozen
class Wrapping:
    effect: Effect = NESTED
    several: tuple[Effect, ...] = (NESTED,)


@frozen
class Part:
    effect: Effect = DEFAULT
    size: int = 1


@frozen
class Required:
    effect: Effect
    size: int = 1


@dataclass(frozen=True)
class Plain:
    effect: Effect = DEFAULT


@frozen
class Song:
    effect: Effect = DEFAULT
    several: tuple[Effect, ...] = (DEFAULT,)
    part: Part = Part()
    made: Part = field(factory=Part)
    required: Required = Required(DEFAULT)
    plain: Plain = Plain()


SIZES: Mapping[str, object] = {each: {"size": 2} for each in ("part", "made", "required")}
GIVEN: Mapping[str, object] = {
    "effect": "gain",
    "several": ["gain"],
    "part": {"effect": "gain"},
    "made": {"effect": "gain"},
    "required": {"effect": "gain"},
    "plain": {"effect": "gain"},
}


@pytest.mark.parametrize("data", [{}, SIZES])
def test_chosen_again(data: Mapping[str, object]) -> None:
    """The settings of the default are those of the component that has the name by now."""
    before = from_mapping(Song, data)
    with EFFECTS.override("gain", Louder):
        made = from_mapping(Song, data)
        effects = [made.effect, *made.several, made.part.effect, made.made.effect]
        effects += [made.required.effect, made.plain.effect]

        assert [{"name": "gain", "db": 3.0, "offset": 0.5, "limit": 7}] * 6 == [*map(plain_data, effects)]
        assert {Louder} == {type(each.build()) for each in effects}

    assert before == from_mapping(Song, data)


@pytest.mark.parametrize("data", [{}, SIZES])
def test_unfit(data: Mapping[str, object]) -> None:
    """A default whose settings the component doesn't take is a fault with the line of the field."""
    with EFFECTS.override("gain", Muted), pytest.raises(ConfigError) as caught:
        from_mapping(Song, data)
    found = {".".join(map(str, each.path)): each for each in caught.value.faults}

    assert {
        *("effect", "several.0", "part.effect", "made.effect", "required.effect", "plain.effect")
    } == found.keys()
    for each in found.values():
        assert isinstance(each.problem, BrokenDefault)
        assert each.origin is not None
        assert __file__ == each.origin.source
    assert {f"{__name__}.{each}" for each in ("Song", "Part", "Required", "Plain")} == {
        each.problem.config for each in found.values() if isinstance(each.problem, BrokenDefault)
    }


def test_given() -> None:
    """A config that names the component needs nothing of the default; settings alone complete it."""
    with EFFECTS.override("gain", Muted):
        effect = from_mapping(Song, GIVEN).effect
        assert {"name": "gain", "limit": 7} == plain_data(effect)
    with EFFECTS.override("gain", Louder):
        effect = from_mapping(Part, {"effect": {"limit": 1}}).effect
        assert {"name": "gain", "db": 3.0, "offset": 0.5, "limit": 1} == plain_data(effect)


@pytest.mark.parametrize("data", [{}, {"effect": {"others": []}}])
def test_chosen_again_inside(data: Mapping[str, object]) -> None:
    """A choice that is a setting of another one is chosen again as well."""
    before = from_mapping(Wrapping, data)
    with EFFECTS.override("gain", Louder):
        made = from_mapping(Wrapping, data)
        for each in (made.effect, *made.several):
            shown = str(plain_data(each))
            assert shown.count("'limit': 7") == shown.count("'db': 3.0") > 0
            built = each.build()
            assert isinstance(built, Both)
            assert isinstance(built.effects[0].build(), Louder)

    assert before == from_mapping(Wrapping, data)


def test_unfit_inside() -> None:
    """A setting of another choice whose component takes other settings is a fault of the default."""
    with EFFECTS.override("gain", Muted), pytest.raises(ConfigError) as caught:
        from_mapping(Wrapping, {})

    assert [("effect",), ("several", 0)] == [each.path for each in caught.value.faults]
    for each in caught.value.faults:
        assert isinstance(each.problem, BrokenDefault)
        assert each.problem.reason.count("db: unknown key of gain (effects)") == 2
        assert each.origin is not None
        assert __file__ == each.origin.source
    with EFFECTS.override("gain", Muted):
        assert plain_data(from_mapping(Wrapping, {"effect": "gain", "several": []}))
