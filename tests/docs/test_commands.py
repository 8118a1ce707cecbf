"""The commands that the pages show without running them are right as far as that can be known."""

from __future__ import annotations

import re
import shlex

import pytest

from posttrain.config import ExperimentConfig
from posttrain.stages import stages_of
from tests.docs.page import PAGES, ROOT, blocks


def commands(program: str) -> list[list[str]]:
    """The arguments with which the pages call a program in blocks that aren't run."""
    texts = [
        block.text.replace("\\\n", " ")
        for page in PAGES
        for block in blocks(page)
        if block.directive == "not run" and block.language == "console"
    ]
    lines = (line.removeprefix("$ ") for text in texts for line in text.splitlines())
    words = (shlex.split(line, comments=True) for line in lines)
    return [each[1:] for each in words if each and each[0] == program]


TRAINED = [each for each in commands("posttrain") if each[0] == "train" and each[1].startswith("configs/")]


@pytest.mark.parametrize("arguments", TRAINED, ids=" ".join)
def test_experiments(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The config files and the overrides of experiments are valid."""
    monkeypatch.chdir(ROOT)
    file, *overrides = (each for each in arguments[1:] if not each.startswith("--"))

    assert stages_of(ExperimentConfig.load(file, overrides))


def test_targets() -> None:
    """The Makefile has the targets that the pages name."""
    targets = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)

    assert targets is not None
    assert {*targets[1].split()} == {each[0] for each in commands("make")}
