"""Shell completion of the command: commands, registries, components, launchers and overrides."""

from __future__ import annotations

from pathlib import Path

import pytest

from .program import posttrain
from .small import write


def completed(folder: Path, line: str) -> list[str]:
    """Return the words that a shell is offered at the end of this line."""
    asked = {"_TYPER_COMPLETE_FISH_ACTION": "get-args", "_TYPER_COMPLETE_ARGS": f"posttrain {line}"}
    result = posttrain(folder=folder, _POSTTRAIN_COMPLETE="complete_fish", **asked)
    assert "" == result.err
    return [each.partition("\t")[0] for each in result.out.splitlines() if each]


def test_commands(tmp_path: Path) -> None:
    """The commands are offered in their order."""
    assert ["train", "list", "show", "sweep", "evaluate", "compare", "sample"] == completed(tmp_path, "")


def test_registries(tmp_path: Path) -> None:
    """The registries that begin so are offered."""
    assert ["losses", "launchers"] == completed(tmp_path, "list l")


def test_components(tmp_path: Path) -> None:
    """Components are offered by their names, each once, and behind their registry's."""
    assert ["dpo"] == completed(tmp_path, "show dp")
    assert ["losses.clipped", "losses.cross_entropy"] == completed(tmp_path, "show losses.c")


def test_launchers(tmp_path: Path) -> None:
    """The launchers that begin so are offered."""
    write(tmp_path)

    assert ["local", "ray"] == completed(tmp_path, "sweep small.yaml seed=0 --launcher ")
    assert ["ray"] == completed(tmp_path, "sweep small.yaml seed=0 --launcher r")


@pytest.mark.parametrize("command", ["train", "sweep", "evaluate"])
@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("algorithm.b", ["algorithm.batch_size=", "algorithm.beta="]),
        ("dpo.b", ["dpo.batch_size=", "dpo.beta="]),
        ("sft.loss", ["sft.loss=", "sft.loss.name=", "sft.loss.label_smoothing="]),
        ("se", ["seed="]),
        ("sorting.h", ["sorting.held_out="]),
        ("algorithm=", [f"algorithm={name}" for name in ("dpo", "grpo", "ppo", "sft", "null")]),
        ("dpo.loss.kind=", [f"dpo.loss.kind={kind}" for kind in ("sigmoid", "hinge", "ipo")]),
        ("x", []),
    ],
)
def test_overrides(tmp_path: Path, command: str, start: str, words: list[str]) -> None:
    """The paths of the file's tree are offered, by field and by section, and known values."""
    write(tmp_path)

    assert words == completed(tmp_path, f"{command} small.yaml {start}")


def test_files(tmp_path: Path) -> None:
    """Config files are offered."""
    write(tmp_path)
    (tmp_path / "small.txt").touch()

    offered = completed(tmp_path, "train s")

    assert ["small.yaml"] == offered[:1]
    assert all(word.endswith("=") for word in offered[1:])


@pytest.mark.parametrize("line", ["evaluate run ", "evaluate model --config small.yaml "])
def test_overrides_of_evaluation(tmp_path: Path, line: str) -> None:
    """What measures a run is its own config, or another that is given, as it is for a model."""
    file = write(tmp_path)
    for folder in ("run", "model"):
        (tmp_path / folder).mkdir()
    if "run" in line:
        file.rename(tmp_path / "run/config.yaml")

    assert ["sorting.held_out="] == completed(tmp_path, f"{line}sorting.h")


def test_checkpoints(tmp_path: Path) -> None:
    """The models of a run that can be measured are offered."""
    assert ["model", "start", "progress", "best"] == completed(tmp_path, "evaluate run --checkpoint ")
