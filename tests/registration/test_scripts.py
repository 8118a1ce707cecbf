"""Scripts whose modules run twice: as the main module, and under their own names."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
from typing import Protocol
from typed_registry import Registry

class Loss(Protocol):
    def __call__(self) -> float: ...

LOSSES = Registry[Loss, []]("losses")

@LOSSES.register("own")
class Own:
    def __call__(self) -> float:
        return 1.0

if __name__ == "__main__":
    import losses
    print(LOSSES.list(), LOSSES.build("other")(), LOSSES.build("own")())
    print(LOSSES.from_mapping({"name": "other"}))
"""
IMPORTING = """
from train import LOSSES

@LOSSES.register("other")
class Other:
    def __call__(self) -> float:
        return 2.0
"""


@pytest.mark.parametrize(
    "command", [["train.py"], ["-c", "import runpy; runpy.run_path('train.py', run_name='__main__')"]]
)
def test_a_script_that_is_imported_too(tmp_path: Path, command: list[str]) -> None:
    """A component that registers with `train` is known to `python train.py`, which runs as another module."""
    (tmp_path / "train.py").write_text(SCRIPT)
    (tmp_path / "losses.py").write_text(IMPORTING)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )

    assert "['own', 'other'] 2.0 1.0\nSpec('other')\n" == done.stdout, done.stderr


TWO = """
from typed_registry import Registry
ONE = Registry[int, []]("parts")
OTHER = Registry[str, []]("parts")
ONE.register_factory("a")(lambda: 1)
OTHER.register_factory("b")(lambda: "s")
if __name__ == "__main__":
    import train
    print(ONE.list(), OTHER.list(), train.ONE.list(), train.OTHER.list())
"""


def test_two_registries_of_one_name_in_a_script(tmp_path: Path) -> None:
    """Registries of one name share nothing with those of the script's other run."""
    (tmp_path / "train.py").write_text(TWO)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "train.py"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=600
    )

    assert "['a'] ['b'] ['a'] ['b']\n" == done.stdout, done.stderr


LOCAL = """
from typed_registry import Registry
from typed_registry.errors import DuplicateNameError
THINGS = Registry[object, []]("things")
def make(size):
    @THINGS.register("thing")
    class Thing:
        def __init__(self, size=size): ...
make(1)
try:
    make(2)
except DuplicateNameError as error:
    print(error.name)
"""


def test_local_classes_of_a_script(tmp_path: Path) -> None:
    """Two classes that a script's function makes in one run are two, as those of a module are."""
    (tmp_path / "train.py").write_text(LOCAL)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(tmp_path / "train.py")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=600)

    assert "thing\n" == done.stdout, done.stderr


FROZEN = """
from typed_registry import Registry
PARTS = Registry[int, []]("parts")
PARTS.register_factory("a")(lambda: 1)
PARTS.deprecate("old", since="1", use="a")
PARTS.discover("parts")
PARTS.freeze()
if __name__ == "__main__":
    import train
    for register in (lambda: train.PARTS.register_factory("b"), lambda: PARTS.discover("other")):
        try:
            register()(lambda: 2)
        except RuntimeError as error:
            print(type(error).__name__)
    print(PARTS.list(), train.PARTS.build("old"))
"""


def test_frozen_script(tmp_path: Path) -> None:
    """A script that freezes its registry can be imported as well, and nothing else can be registered."""
    (tmp_path / "train.py").write_text(FROZEN)
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts/__init__.py").write_text("")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "train.py"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=600
    )

    assert "FrozenRegistryError\nFrozenRegistryError\n['a'] 1\n" == done.stdout, done.stderr
