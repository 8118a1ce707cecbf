"""Shell completion of the names of registries and components."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.small_program import PROGRAM, SETTINGS

COMMAND = str(Path(sys.executable).with_name("typed-registry"))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("show sc", ["scaled"]),
        ("show costs.", ["costs.scaled"]),
        ("show scaled c", ["costs.scaled"]),
        ("show -m program s", ["scaled"]),
        ("show -m nothing s", []),
        ("list program c", ["costs"]),
        ("list nothing c", []),
        ("list costs c", ["costs"]),
    ],
)
def test_names(tmp_path: Path, line: str, expected: list[str]) -> None:
    """The names that begin so are offered; none, without a word, where the modules can't be imported."""
    (tmp_path / "program.py").write_text(PROGRAM)
    (tmp_path / "pyproject.toml").write_text(SETTINGS)
    words = f"typed-registry {line}"
    variables = {
        "_TYPED_REGISTRY_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    done = subprocess.run(
        [COMMAND], cwd=tmp_path, env={**os.environ, **variables}, capture_output=True, text=True, check=False
    )

    assert (expected, "") == (done.stdout.split(), done.stderr)
