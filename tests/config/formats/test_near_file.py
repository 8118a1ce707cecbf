"""The file that was meant by a path that doesn't exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from typed_registry.config._formats.near_file import near_file


@pytest.fixture
def configs(tmp_path: Path) -> Path:
    """A folder with config files in a folder of it."""
    for name in ("experiments/exp001.yaml", "experiments/.hidden.yaml", "experiments/exp.txt", "data/a.yaml"):
        file = tmp_path / "configs" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")
    return tmp_path


@pytest.mark.parametrize(
    ("missing", "near"),
    [
        ("configs/experiments/exp01.yaml", "configs/experiments/exp001.yaml"),
        ("configs/experiments/exp001.yml", "configs/experiments/exp001.yaml"),
        ("confgs/experiment/exp001.yaml", "configs/experiments/exp001.yaml"),
        ("configs/exp001.yaml", "configs/experiments/exp001.yaml"),
        ("configs/nothing/exp001.yaml", "configs/experiments/exp001.yaml"),
        ("configs/experiments/hidden.yaml", None),
        ("configs/experiments/exp.tx", "configs/experiments/exp001.yaml"),
        ("configs/experiments", None),
        ("configs/experiments/exp001.yaml/more.yaml", None),
        ("quite/another.yaml", None),
    ],
)
def test_near_file(configs: Path, missing: str, near: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Misspelt parts are replaced, and left out folders added, in absolute and in relative paths."""
    monkeypatch.chdir(configs)

    assert (Path(near) if near else None) == near_file(Path(missing))
    assert (configs / near if near else None) == near_file(configs / missing)
