"""`migrate` beside other commands that change the same files."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.cli.small_program import plant_program
from typed_registry._command_line import config_commands
from typed_registry._command_line.app import app
from typed_registry._distribution import DISABLE_PLUGINS

flock = pytest.importorskip("fcntl").flock


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Work in a folder with a program and a config file."""
    plant_program(tmp_path, "migrated")
    (tmp_path / "old.yaml").write_text("cost: times\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setenv(DISABLE_PLUGINS, "")  # which the command `stubs` sets for the whole process
    yield tmp_path
    sys.modules.pop("migrated", None)


def is_locked(file: Path) -> bool:
    """Return whether someone has a lock on a file."""
    with file.open() as stream:
        try:
            flock(stream, 6)  # LOCK_EX and LOCK_NB
        except BlockingIOError:
            return True
    return False


def test_lock(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is locked from before it is read until it has been written, so that `set` waits for that."""
    seen: list[bool] = []

    def noting(name: str) -> None:
        whole = getattr(config_commands, name)

        def noted(*given: object) -> object:
            seen.append(is_locked(folder / "old.yaml"))
            return whole(*given)

        monkeypatch.setattr(config_commands, name, noted)

    noting("load_file")
    noting("plan_migration")
    done = CliRunner().invoke(app, ["migrate", "old.yaml"])

    assert (0, [True, True]) == (done.exit_code, seen)
    assert "cost: scaled\n" == (folder / "old.yaml").read_text()
    assert not is_locked(folder / "old.yaml")
