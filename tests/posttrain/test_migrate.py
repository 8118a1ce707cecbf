"""The command that rewrites what is outdated in config files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

COMMAND = str(Path(sys.executable).with_name("typed-registry"))
PROGRAM = """
from typing import Annotated
from attrs import field, frozen
from typed_registry import Registry, Spec
from typed_registry.config.outdated import renamed

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
"""
OUTDATED = """\
old.yaml:2:9: shape.name: the name 'box' is deprecated since 0.2; write 'square'
old.yaml:3:3: shape.size: the key 'size' is deprecated since 0.3; write 'side'
"""


def test_migrate(tmp_path: Path) -> None:
    """Outdated words are told by `check`, refused by `migrate --check` and rewritten by `migrate`."""
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
