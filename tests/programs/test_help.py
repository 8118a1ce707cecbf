"""The help on a program's config and components."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pytest
from attrs import frozen

from tests.programs.program import remix
from typed_registry import Registry, Spec
from typed_registry._programs.help_text import config_help

FIELDS = """\
Config (AudioConfig):
  chain: list, each one of effects (required)   The effects, the first one first.
  sink: one of sinks = text                     Where the sound goes.
  fade: Fade = {seconds: 0.1, both_ends: true}  How it begins and ends.
  fade.seconds: float = 0.1                     How long it takes.
  fade.both_ends: bool = true
  quality: draft | full = full
  folder: Path = out
  title: str | None = null                      The name of the sound.

Components:
  effects  bus, echo, gain
  sinks    count, text
  --help-for NAME shows the settings of a component.
"""
COMPONENT = """\
effects.echo
  An echo.
    delay: timedelta = 200ms                  The time until the echo.
    times: int = 1                            How often it is heard.
    curve: linear | exponential = linear      How it fades.
"""


def test_config(folder: Path) -> None:
    """The fields are listed with types, defaults, docs, and the names to choose from."""
    ending = remix(folder, "run", "--help")
    lines = ending.out[ending.out.index("Config (") :].splitlines()
    expected = FIELDS.splitlines()

    assert [line for line in expected if "  effects" not in line and "  sinks" not in line] == [
        line for line in lines if "  effects" not in line and "  sinks" not in line
    ]
    for kind in ("effects", "sinks"):
        listed = [[*line.replace(",", "").split()] for line in (*expected, *lines) if f"  {kind}  " in line]
        assert sorted(listed[0]) == sorted(listed[1])


def test_component(folder: Path) -> None:
    """The settings of a component are shown, by its name alone or behind its registry's."""
    bare, path = (remix(folder, "run", "--help-for", name) for name in ("echo", "effects.echo"))

    assert bare == path
    assert [line.split() for line in COMPONENT.splitlines()] == [
        line.split() for line in bare.out.splitlines()
    ]


def test_component_without_config_class(folder: Path) -> None:
    """The docs of a component's parameters are read from its own docstring."""
    ending = remix(folder, "run", "--help-for", "gain")

    assert (
        """\
effects.gain
  Changes the volume.
    db: float = 0.0  Decibels; less than 0 is quieter.
"""
        == ending.out
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [("sinks", "sinks (2)\n"), ("fade", "  fade: Fade = "), ("fade.seconds", "  fade.seconds: float = 0.1")],
)
def test_registry_and_field(folder: Path, name: str, expected: str) -> None:
    """A registry and a part of the config have help too."""
    ending = remix(folder, "run", "--help-for", name)

    assert 0 == ending.code
    assert ending.out.startswith(expected)


def test_unknown(folder: Path) -> None:
    """A name that there isn't is refused with the nearest."""
    ending = remix(folder, "run", "--help-for", "eco")

    assert (2, "") == (ending.code, ending.out)
    assert "did you mean 'echo'?" in ending.err


def test_narrow(folder: Path) -> None:
    """In a terminal, or with COLUMNS, lines are wrapped."""
    ending = remix(folder, "run", "--help", COLUMNS="60")

    assert max(map(len, ending.out[ending.out.index("Config (") :].splitlines())) <= 60


MANY = Registry[object, []]("many")


@frozen
class Chooser:
    one: Annotated[Spec[object, []], MANY]


def test_many_components() -> None:
    """Of many names, the first are listed, with the option that lists all."""
    for number in range(40):
        MANY.register_factory(f"n{number}")(object)

    assert "  many  n0, n1, " in config_help(Chooser)
    assert ", n29 and 10 more: --help-for many\n" in config_help(Chooser)
