"""A small program with a registry and a config, on which the library's commands are run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = '''\
from collections.abc import Callable
from typing import Protocol

from attrs import field, frozen

from typed_registry import Registry, Spec


class Cost(Protocol):
    def __call__(self, value: float) -> float: ...


COSTS = Registry[Cost, []]("costs")
COSTS.deprecate("times", since="0.2", use="scaled")


def same(value: float) -> float:
    """The value."""
    return value


@COSTS.register("scaled")
class Scaled:
    """A multiple."""

    def __init__(self, factor: float = 2.0, inner: Callable[[float], float] = same) -> None:
        self.factor, self.inner = factor, inner

    def __call__(self, value: float) -> float:
        return self.factor * self.inner(value)


@frozen
class Part:
    size: int = 1
    words: dict[str, str] = field(factory=dict)


@frozen
class Root:
    cost: Spec[Cost, []]
    limit: float = field(default=1.0)
    parts: tuple[Part, ...] = ()
    numbers: tuple[float, ...] = ()
    text: str = ""
'''
SETTINGS = '[tool.typed-registry]\nmodules = ["program"]\nroot = "program:Root"\n'


def plant_program(folder: Path, name: str = "program") -> None:
    """Create the program as a module of this name, its settings and a config in a folder."""
    (folder / f"{name}.py").write_text(PROGRAM)
    (folder / "pyproject.toml").write_text(SETTINGS.replace("program", name))
    (folder / "c.yaml").write_text("cost: scaled\n")


def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Return the exit code, the output and the errors of the command."""
    command = [str(Path(sys.executable).with_name("typed-registry")), *arguments]
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}  # from readline
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    lines = "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())
    return done.returncode, lines, done.stderr
