"""The view in `typings/`: of an environment in which the plugin is installed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.stubs.command import ROOT, run
from tests.typing.warm_cache import copy_cache

BIN = Path(sys.executable).parent
PROGRAM = """\
from posttrain.config import ExperimentConfig
from posttrain.registries import ALGORITHMS

ALGORITHMS.components["dpo"]
ALGORITHMS.components["orpo"]
ExperimentConfig.no_such_attribute
"""


def mypy(site: Path, folder: Path) -> list[str]:
    settings = f"[mypy]\nmypy_path = typings, {site}\nstrict = True\nenable_error_code = deprecated\n"
    (folder / "mypy.ini").write_text(settings)
    if not (folder / ".mypy_cache").exists():
        copy_cache(folder / ".mypy_cache")
    return ["mypy", "--hide-error-codes"]


def pyright(site: Path, folder: Path) -> list[str]:
    settings = {"venvPath": str(BIN.parents[1]), "venv": BIN.parent.name, "extraPaths": [str(site)]}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    return ["pyright"]


def ty(site: Path, folder: Path) -> list[str]:
    paths = [str(path) for path in (folder / "typings", site) if path.is_dir()]
    settings = f'[environment]\npython = "{BIN.parent}"\nextra-paths = {json.dumps(paths)}\n'
    (folder / "ty.toml").write_text(settings)
    return ["ty", "check", "--output-format", "concise"]


def pyrefly(site: Path, folder: Path) -> list[str]:
    paths = [str(path) for path in (folder, folder / "typings", site) if path.is_dir()]
    settings = f'python-interpreter-path = "{BIN / "python"}"\nsearch-path = {json.dumps(paths)}\n'
    (folder / "pyrefly.toml").write_text(settings)
    return ["pyrefly", "check", "--output-format", "min-text"]


def zuban(site: Path, folder: Path) -> list[str]:
    (folder / "mypy.ini").write_text(f"[mypy]\nmypy_path = typings, {site}\n")
    return ["zuban", "mypy", "--python-executable", str(BIN / "python")]


Setting = Callable[[Path, Path], list[str]]


def lines(checker: Setting, site: Path, folder: Path) -> set[int]:
    """The lines of the program in which the checker finds a mistake."""
    (folder / "program.py").write_text(PROGRAM)
    name, *options = checker(site, folder)
    command = [str(BIN / name), *options, "program.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    said = [line.partition("program.py:")[2] for line in done.stdout.splitlines() if "error" in line.lower()]
    return {int(line.partition(":")[0]) for line in said if line}


def test_fresh(site: Path) -> None:
    """The view is what the generator writes where the plugin is installed."""
    assert (0, "") == run("stubs", "--check", "--typings", "typings", "posttrain.registries", path=site)


@pytest.mark.parametrize("checker", [mypy, pyright, ty, pyrefly])
def test_known_there_and_not_without(checker: Setting, site: Path, tmp_path: Path) -> None:
    """The plugin's name is known where the view is, and only there; its other modules always are."""
    without = lines(checker, site, tmp_path)
    shutil.copytree(ROOT / "typings", tmp_path / "typings")

    assert without == {5, 6}
    assert lines(checker, site, tmp_path) == {6}


def test_limit_of_zuban(site: Path, tmp_path: Path) -> None:
    """zuban takes a folder in `typings/` for the whole package, and misses the modules that aren't in it."""
    shutil.copytree(ROOT / "typings", tmp_path / "typings")

    assert lines(zuban, site, tmp_path) == {1}
