"""Overrides that have settings of a choice and no name, in place of a choice of a file or of the program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter
from pathlib import Path

import pytest
from attrs import frozen

from typed_registry import Registry, Spec
from typed_registry._programs.resolved_text import resolved_text
from typed_registry._spec import is_spec
from typed_registry.config import from_mapping, plain_data
from typed_registry.config._structure.load import document, make
from typed_registry.errors import ConfigError, UnknownComponent, WrongChoiceKey


class Loss:
    """The kind of the registry."""


LOSSES = Registry[Loss, []]("losses")


@LOSSES.register("hinge")
class Hinge(Loss):
    def __init__(self, margin: float = 1.0, inner: Spec[Loss, []] | None = None) -> None: ...


@LOSSES.register("power")
class Power(Loss):
    def __init__(self, exponent: float = 2.0, margin: float = 5.0) -> None: ...


@frozen
class Part:
    size: int = 1
    width: int = 1


DEFAULT = LOSSES.from_mapping({"name": "hinge", "margin": 3.0})


@frozen
class Root:
    loss: Spec[Loss, []] = DEFAULT
    other: Spec[Loss, []] | None = None
    several: tuple[Spec[Loss, []], ...] = ()
    part: Part = Part(7, 8)
    words: Mapping[str, str] = {}


def power(exponent: float = 2.0, margin: float = 5.0) -> Spec[Loss, []]:
    """Return the choice that is expected."""
    return LOSSES.from_mapping({"name": "power", "exponent": exponent, "margin": margin})


NESTED = {"loss": {"name": "hinge", "inner": "power"}}


@pytest.mark.parametrize(
    ("data", "overrides", "path", "expected"),
    [
        ({"loss": "power"}, ["loss={margin: 2}"], "loss", power(margin=2.0)),
        ({"loss": {"name": "power", "exponent": 3}}, ["loss={margin: 2}"], "loss", power(margin=2.0)),
        ({"loss": {"name": "power", "exponent": 3}}, ["loss={}"], "loss", power()),
        ({"other": "power"}, ["other={margin: 2}"], "other", power(margin=2.0)),
        ({"several": ["power"]}, ["several.0={margin: 2}"], "several", (power(margin=2.0),)),
        (NESTED, ["loss.inner={margin: 2}"], "loss.inner", power(margin=2.0)),
        ({}, ["loss=power", "loss={margin: 2}"], "loss", power(margin=2.0)),
        ({"loss": "power"}, ["loss={margin: 2}", "loss={exponent: 3}"], "loss", power(3.0)),
        ({"loss": "power"}, ["loss={margin: 2}", "loss.exponent=3"], "loss", power(3.0, 2.0)),
        ({"loss": "power"}, ["loss={margin: 2}", "power.exponent=3"], "loss", power(3.0, 2.0)),
        ({"loss": power(4.0)}, ["loss={margin: 2}"], "loss", power(margin=2.0)),
        ({"loss": power(4.0)}, ["loss.margin=2"], "loss", power(4.0, 2.0)),
        ({"several": [power(4.0)]}, ["several.0.margin=2"], "several", (power(4.0, 2.0),)),
        ({"part": Part(2, 3)}, ["part.width=4"], "part", Part(2, 4)),
        ({"words": {"name": "power", "a": "b"}}, ["words={c: d}"], "words", {"c": "d"}),
    ],
)
def test_kept(data: Mapping[str, object], overrides: Sequence[str], path: str, expected: object) -> None:
    """The name stays, and with it whatever else the override doesn't replace."""
    found: object = from_mapping(Root, data, overrides)
    for part in path.split("."):
        found = attrgetter(f"config.{part}" if is_spec(found) else part)(found)

    assert expected == found


def test_default() -> None:
    """Where nothing else chooses, the field's default does."""
    assert {"name": "hinge", "margin": 2.0, "inner": None} == plain_data(
        from_mapping(Root, {}, ["loss={margin: 2}"]).loss
    )


@pytest.mark.parametrize(
    ("name", "given", "problem"),
    [("powr", "loss={margin: 2}", UnknownComponent), ("power", "loss={type: hinge}", WrongChoiceKey)],
)
def test_faults(name: str, given: str, problem: type) -> None:
    """A name that isn't registered is a fault as before, and so is one under a wrong key."""
    with pytest.raises(ConfigError) as caught:
        from_mapping(Root, {"loss": name}, [given])

    assert [problem] == [type(each.problem) for each in caught.value.faults]


@pytest.mark.parametrize("section", ["", "power: {exponent: 4}\n"])
def test_origin(section: str, tmp_path: Path) -> None:
    """The origin of the name is where it is written."""
    file = tmp_path / "c.yaml"
    file.write_text(f"\nloss: power\n{section}")
    lines = resolved_text(make(Root, document(file, ["loss={margin: 2}"]))).splitlines()

    origins = {each.partition(":")[0].strip(): each.partition("# ")[2] for each in lines if "#" in each}

    assert (f"{file}:2", "command line") == (origins["name"], origins["margin"])
