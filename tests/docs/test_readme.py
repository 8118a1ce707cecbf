"""What the README shows is what happens."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.docs.block import README, block, blocks
from typed_registry.errors import ConformanceError

ROOT = README.parent


@pytest.fixture
def example() -> ModuleType:
    """A module in which the README's examples run one after the other."""
    module = ModuleType("example")
    sys.modules["example"] = module
    return module


def test_examples_run(example: ModuleType) -> None:
    """The unnamed Python blocks run in their order, and what they assert holds."""
    ran = [found for found in blocks() if found.language == "python" and not found.name]
    for found in ran:
        exec(compile(found.text, "example.py", "exec"), vars(example))

    assert len(ran) >= 3


def test_refusal(example: ModuleType) -> None:
    """The class that doesn't fit is refused with the text that is shown."""
    before = [found for found in blocks() if found.language == "python" and not found.name][:2]
    for found in before:
        exec(compile(found.text, "example.py", "exec"), vars(example))
    with pytest.raises(ConformanceError) as caught:
        exec(compile(block("refused"), "example.py", "exec"), vars(example))

    assert block("refusal") == f"{caught.value}\n"


def test_mypy_output(tmp_path: Path) -> None:
    """mypy says of the faulty lines what is shown."""
    (tmp_path / "example.py").write_text(block("faults"))
    config = ROOT / "mypy.ini"
    options = ["--config-file", str(config), "--cache-dir", str(ROOT / ".mypy_cache"), "--no-error-summary"]
    command = [sys.executable, "-m", "mypy", *options, "example.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert block("mypy") == done.stdout


def test_broken_config(tmp_path: Path) -> None:
    """The broken config is refused with the text that is shown, and nothing is made."""
    (tmp_path / "experiment.yaml").write_text(block("broken"))
    command = [str(Path(sys.executable).with_name("posttrain")), "train", "experiment.yaml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert block("faults of broken") == done.stderr
    assert done.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["experiment.yaml"]


def test_paths_exist() -> None:
    """Every file of this repository that the README names is there."""
    named = {"configs/experiments/exp001.yaml", "src/posttrain/registries.pyi"}

    assert all(name in README.read_text() and (ROOT / name).exists() for name in named)
