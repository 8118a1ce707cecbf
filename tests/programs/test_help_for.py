"""What `--help-for` shows: components, registries, fields, and the settings of what fields choose."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import pytest
from attrs import frozen

from tests.programs.program import Ending, python
from typed_registry import Registry, Spec
from typed_registry._programs.help_for import NoHelpError, help_for, help_names
from typed_registry._programs.help_text import config_help

LAMPS = Registry[object, []]("lamps")
LAMPS.deprecate("fader", since="0.2", use="fade")


@LAMPS.register("fade")
class Fade:
    """Rises from dark to full.

    Args:
        length: How long it takes.
    """

    def __init__(self, length: float = 2.0, steps: int = 1) -> None: ...


@LAMPS.register("wave")
class Wave:
    """Goes up and down."""

    def __init__(self, hertz: float = 1.0) -> None: ...


@LAMPS.register("mix")
class Mix:
    """Several lamps with their shares."""

    def __init__(self, **shares: float) -> None:
        self.shares = shares


LONG = LAMPS.from_mapping({"name": "fade", "length": 3.0})
USUAL = LAMPS.from_mapping({"name": "fade", "length": 2.0})


@frozen
class Group:
    size: int = 1


@frozen
class Show:
    lamps: tuple[Annotated[Spec[object, []], LAMPS], ...]
    """One lamp after the other."""
    main: Annotated[Spec[object, []], LAMPS] = LONG
    spare: Annotated[Spec[object, []], LAMPS] = USUAL
    groups: Mapping[str, Group] = {}
    levels: Mapping[str, float] = {}
    pair: tuple[int, str] = (1, "")


def test_default_with_settings() -> None:
    """A default that is a choice is shown with the settings that aren't the component's defaults."""
    lines = config_help(Show).splitlines()

    assert "  main: one of lamps = {name: fade, length: 3.0}" in [line.rstrip() for line in lines]
    assert "  spare: one of lamps = fade" in [line.rstrip() for line in lines]


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("main.length", "main.length of fade: float = 3.0  How long it takes."),
        ("main.steps", "main.steps of fade: int = 1"),
        ("main.hertz", "main.hertz of wave: float = 1.0"),
        ("lamps.0.hertz", "lamps.0.hertz of wave: float = 1.0"),
        ("lamps.N.length", "lamps.N.length of fade: float = 2.0  How long it takes."),
        ("lamps.N", "lamps.N: one of lamps"),
        ("groups.a", "groups.a.size: int = 1"),
        ("levels.a", "levels.a: float"),
        ("pair.1", "pair.1: str"),
        ("wave.hertz", "wave.hertz: float = 1.0"),
    ],
)
def test_setting(name: str, row: str) -> None:
    """A setting is that of the default, or else that of each component which has it."""
    assert f"  {row}\n" == help_for(Show, name)


def test_deprecated_name() -> None:
    """A deprecated name has the help of the component that it stands for, and says so."""
    old, new = (help_for(Show, name).splitlines() for name in ("fader", "lamps.fade"))

    assert ["lamps.fader", "  deprecated since 0.2; use 'fade'.", *new[1:]] == old


def test_field_and_registry_of_one_name() -> None:
    """A field that is called like a registry is shown before the registry."""
    lines = help_for(Show, "lamps").splitlines()

    assert ["Config (Show):", "  lamps: list, each one of lamps (required)"] == [
        line.partition("  One lamp")[0] for line in lines[:2]
    ]
    assert "lamps (3)" in lines


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("hertz", "'wave.hertz'"),
        ("length", "'main.length'"),
        ("main.lenght", "'main.length'"),
        ("lamps.0.herz", "'lamps.0.hertz'"),
        ("wave.herz", "'wave.hertz'"),
        ("lamps.fad", "'lamps.fade'"),
    ],
)
def test_meant(name: str, meant: str) -> None:
    """Of a misspelt path, what is beside the last part is meant; of a setting alone, that of a component."""
    with pytest.raises(NoHelpError, match=f"did you mean {meant}\\? "):
        help_for(Show, name)


def test_open_settings() -> None:
    """A component that takes other keys is shown with one row for all of them."""
    assert "    KEY: float\n" in help_for(Show, "mix")


def test_names() -> None:
    """The settings of the default can be completed as well."""
    assert {"fade", "lamps", "lamps.fade", "main", "main.length"} <= {*help_names(Show)}


PROGRAM = """\
import sys
from typing import Annotated

from attrs import frozen

from lights.registry import LAMPS
from typed_registry import Spec
from typed_registry.cli import ConfigApp
from typed_registry.config import from_cli


@frozen
class Show:
    main: Annotated[Spec[object, []], LAMPS] | None = None


app = ConfigApp("show")


@app.command()
def play(config: Show) -> None:
    print(config)


if sys.argv[1] == "plain":
    from_cli(Show, sys.argv[2:])
app(sys.argv[2:])
"""
REGISTRY = """\
from typed_registry import Registry

LAMPS = Registry[object, []]("lamps")
LAMPS.discover("lights.lamps")
"""
LASER = """\
from lights.registry import LAMPS
import no_such_module

@LAMPS.register({name})
class Laser: ...
"""


def show(folder: Path, name: str, *arguments: str) -> Ending:
    """Run a program with a component whose module can't be imported."""
    (folder / "lights" / "lamps").mkdir(parents=True)
    (folder / "lights" / "registry.py").write_text(REGISTRY)
    (folder / "lights" / "lamps" / "laser.py").write_text(LASER.format(name=name))
    return python(folder, PROGRAM, *arguments)


@pytest.mark.parametrize("kind", ["plain", "app"])
def test_component_that_fails(folder: Path, kind: str) -> None:
    """Help on a component that can't be imported ends in the message of that, without a traceback."""
    ending = show(folder, "'laser'", kind, "--help-for", "laser")

    assert (1, "") == (ending.code, ending.out)
    program = "-c" if kind == "plain" else "show"
    assert ending.err.startswith(f"{program}: lights.lamps.laser can't be imported: ")
    assert ending.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [("--help",), ("--help-for", "lamps"), ("main=null",)])
def test_warning(folder: Path, arguments: tuple[str, ...]) -> None:
    """A warning of the library is one line of the program, without the place of typer's code."""
    ending = show(folder, "'la' + 'ser'", "app", *arguments)

    assert 0 == ending.code
    for line in ending.err.splitlines():
        assert line.startswith("show: warning: lamps: names may be missing: lights.lamps.laser (")
    assert ending.err.count("\n") == (arguments != ("main=null",))
