"""Shell completion: registries, and the paths that an override can set."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer import Context
from typer.main import get_command

from posttrain.cli.app import app
from posttrain.cli.complete import (
    KINDS,
    complete_component,
    complete_kind,
    complete_launcher,
    complete_override,
)

from .program import posttrain
from .small import write


def completed(folder: Path, line: str) -> list[str]:
    """What bash is offered at the end of this line."""
    words = {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}
    result = posttrain(folder=folder, _POSTTRAIN_COMPLETE="complete_bash", **words)
    assert "" == result.err
    return result.out.splitlines()


def test_complete_kind() -> None:
    """The registries that start so are offered."""
    assert ["losses", "launchers"] == complete_kind("l")
    assert [*KINDS] == complete_kind("")


def test_complete_component() -> None:
    """Components are offered by their names, each once, and behind their registry's."""
    assert ["dpo"] == complete_component("dp")
    assert ["losses.clipped", "losses.cross_entropy"] == sorted(complete_component("losses.c"))


def test_complete_launcher() -> None:
    """The launchers that start so are offered."""
    assert ["local", "ray"] == complete_launcher("")
    assert ["ray"] == complete_launcher("r")


@pytest.mark.parametrize(
    ("start", "paths"),
    [
        ("algorithm.b", ["algorithm.batch_size=", "algorithm.beta="]),
        ("dpo.b", ["dpo.batch_size=", "dpo.beta="]),
        ("sft.loss", ["sft.loss.name=", "sft.loss.label_smoothing="]),
        ("se", ["seed="]),
        ("sorting.e", ["sorting.examples="]),
        ("sorting.h", ["sorting.held_out="]),
        ("x", []),
    ],
)
def test_complete_override(tmp_path: Path, start: str, paths: list[str]) -> None:
    """The paths of the file's tree are offered, by field and by section."""
    context = Context(get_command(app))
    context.params["config"] = write(tmp_path)

    assert paths == complete_override(context, start)


def test_complete_same_name(tmp_path: Path) -> None:
    """No section is offered for a name that two fields have chosen, as it would be unclear."""
    context = Context(get_command(app))
    context.params["config"] = write(tmp_path, "algorithm: sft\nwarm_start: sft\n")

    assert [] == complete_override(context, "sft")


@pytest.mark.parametrize("text", ["algorithm: dpoo\n", "a: b: c\n"])
def test_complete_in_broken_file(tmp_path: Path, text: str) -> None:
    """A file that can't be loaded, or none, offers nothing and raises nothing."""
    broken, none = Context(get_command(app)), Context(get_command(app))
    broken.params["config"] = write(tmp_path, text)

    assert [] == complete_override(broken, "")
    assert [] == complete_override(none, "")


def test_complete_in_bash(tmp_path: Path) -> None:
    """Bash is offered commands, registries and a file's paths."""
    write(tmp_path)

    assert ["train", "list", "show", "sweep", "compare", "sample"] == completed(tmp_path, "posttrain ")
    assert ["optimizers"] == completed(tmp_path, "posttrain list o")
    assert ["dpo.loss.name=", "dpo.loss.kind=", "dpo.loss.label_smoothing="] == completed(
        tmp_path, "posttrain train small.yaml dpo.loss"
    )
