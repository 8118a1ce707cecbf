"""Programs that read their config by `from_cli`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.programs.program import Ending, python

CODE = """\
import sys
sys.argv[0] = "/usr/bin/tool"
from remix.config import AudioConfig
from typed_registry.config import from_cli
print([effect.name for effect in from_cli(AudioConfig).chain])
"""
WITHOUT = """\
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"typer", "rich", "docstring_parser", "tomlkit"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
"""
"""Hides the packages of the extra `cli`."""


def test_config(folder: Path) -> None:
    """The file and the overrides are read, and overrides may have negative numbers."""
    assert Ending(0, "['gain', 'gain']\n", "") == python(
        folder, CODE, "song.yaml", "chain.1=gain", "chain.1.db=-3"
    )


def test_faults(folder: Path) -> None:
    """All faults are printed with carets, and the program ends with 2."""
    ending = python(folder, CODE, "song.yaml", "chain.0.db=loud", "qualty=draft")

    assert (2, "") == (ending.code, ending.out)
    assert "  | chain.0.db=loud\n  |            ^\n" in ending.err
    assert ending.err.endswith("tool: 2 faults\n")
    assert "Traceback" not in ending.err


@pytest.mark.parametrize("arguments", [(), ("song.yaml", "--verbose"), ("--help-for", "eco")])
def test_wrong_arguments(folder: Path, arguments: tuple[str, ...]) -> None:
    """A wrong argument is refused with the usage."""
    ending = python(folder, CODE, *arguments)

    assert (2, "") == (ending.code, ending.out)
    assert ending.err.startswith("usage: tool [OPTIONS] CONFIG [OVERRIDES]...\ntool: error: ")


@pytest.mark.parametrize("hidden", [False, True])
def test_help(folder: Path, *, hidden: bool) -> None:
    """Help lists the fields as that of an application does; without the extra, only the docs are missing."""
    ending = python(folder, (WITHOUT if hidden else "") + CODE, "--help")

    assert (0, "") == (ending.code, ending.err)
    assert "usage: tool [OPTIONS] CONFIG [OVERRIDES]..." in ending.out
    assert "  chain: list, each one of effects (required)" in ending.out
    assert ("The effects, the first one first." in ending.out) is not hidden


def test_help_for(folder: Path) -> None:
    """A component has help too."""
    ending = python(folder, CODE, "--help-for", "gain")

    assert (0, "effects.gain\n", "") == (ending.code, ending.out[: len("effects.gain\n")], ending.err)


def test_idle_section(folder: Path) -> None:
    """A section that has no effect is a comment below the resolved config."""
    (folder / "song.yaml").write_text("chain: []\ncount: {}\n")
    ending = python(folder, CODE, "song.yaml", "--print-config")

    assert 0 == ending.code
    assert ending.out.endswith("\n# count has no effect, since nothing chooses it (song.yaml:2)\n")


def test_print_config(folder: Path) -> None:
    """The resolved config is printed with origins."""
    ending = python(folder, WITHOUT + CODE, "song.yaml", "--print-config")

    assert 0 == ending.code
    assert "    name: gain         # song.yaml:2\n" in ending.out
    assert "['gain'" not in ending.out


def test_missing_extra(folder: Path) -> None:
    """An application without its extra says what to install."""
    ending = python(folder, WITHOUT + "from typed_registry.cli import ConfigApp\n")

    assert ending.err.endswith(
        "a command line needs typer, which isn't installed: pip install 'typed-registry[cli]'\n"
    )
