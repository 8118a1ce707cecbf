"""The command that replaces deprecated names and keys in config files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from typed_registry.config._document.deprecated_fields import (
    DeprecatedPart,
    DeprecatedUse,
    explain_replacement,
)

COMMAND = str(Path(sys.executable).with_name("typed-registry"))
PROGRAM = """
from typing import Annotated
from attrs import field, frozen
from typed_registry import Registry, Spec
from typed_registry.config._document.deprecated_fields import renamed

SHAPES = Registry[object, []]("shapes")
SHAPES.deprecate("box", since="0.2", use="square")

@frozen
class SquareConfig:
    side: float = field(default=1.0, metadata=renamed("size", since="0.3"))

@SHAPES.register("square", config=SquareConfig)
class Square:
    def __init__(self, config: SquareConfig) -> None: ...

@frozen
class Job:
    shape: Annotated[Spec[object, []], SHAPES] = field(factory=lambda: SHAPES.spec("square"))
    count: int = field(default=1, metadata=renamed("runs", since="0.4"))
"""
BOX = explain_replacement(DeprecatedUse((), DeprecatedPart.NAME, "box", "square", "0.2"))
SIZE = explain_replacement(DeprecatedUse((), DeprecatedPart.KEY, "size", "side", "0.3"))
RUNS = explain_replacement(DeprecatedUse((), DeprecatedPart.KEY, "runs", "count", "0.4"))
OUTDATED = f"old.yaml:2:9: shape.name: {BOX}\nold.yaml:3:3: shape.size: {SIZE}\n"


def test_migrate(tmp_path: Path) -> None:
    """Deprecated words are reported by `check`, refused by `migrate --check` and replaced by `migrate`."""
    (tmp_path / "job.py").write_text(PROGRAM)
    (tmp_path / "pyproject.toml").write_text('[tool.typed-registry]\nroot = "job:Job"\n')
    old = tmp_path / "old.yaml"
    old.write_text("shape:  # of old\n  name: box\n  size: 2\n")

    def command(*arguments: str) -> tuple[int, str]:
        full = [COMMAND, *arguments, "old.yaml"]
        done = subprocess.run(full, cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    assert (0, OUTDATED) == command("check")
    assert (1, OUTDATED) == command("migrate", "--check")
    assert (0, OUTDATED) == command("migrate")
    assert "shape:  # of old\n  name: square\n  side: 2\n" == old.read_text()
    assert (0, "") == command("check")
    assert (0, "") == command("migrate", "--check")


def test_what_is_left(tmp_path: Path) -> None:
    """A word that has to be edited by hand is reported as left, and is an error."""
    (tmp_path / "job.py").write_text(PROGRAM)
    (tmp_path / "pyproject.toml").write_text('[tool.typed-registry]\nroot = "job:Job"\n')
    (tmp_path / "base.yaml").write_text("shape:\n  name: &b box\nruns: 2\n")
    (tmp_path / "old.yaml").write_text("extends: base.yaml\nshape: {size: 3}\n")

    def command(*arguments: str) -> tuple[int, str]:
        full = [COMMAND, "migrate", *arguments]
        done = subprocess.run(full, cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.returncode, done.stderr

    key = f"base.yaml:3:1: runs: {RUNS}"
    name = f"base.yaml:2:9: shape.name: {BOX}"
    own = f"old.yaml:2:9: shape.size: {SIZE}"
    left = " (left: edit it by hand)"
    assert (1, f"{name}{left}\n{key}{left}\n{own}\n") == command("old.yaml")
    assert (1, f"{name}{left}\n{key}\n") == command("old.yaml", "./base.yaml")
    assert "shape:\n  name: &b box\ncount: 2\n" == (tmp_path / "base.yaml").read_text()
    assert "extends: base.yaml\nshape: {side: 3}\n" == (tmp_path / "old.yaml").read_text()
