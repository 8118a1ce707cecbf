"""The texts for wrong arguments of the commands."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.cli.small_program import plant_program
from typed_registry._command_line.app import app


@pytest.fixture(name="folder", autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Work in a folder with a program and a config file."""
    plant_program(tmp_path, "sums")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    yield
    sys.modules.pop("sums", None)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["list", "summ"],
            "MODULE: no registry or module is called 'summ'; did you mean 'sums'? valid: 'costs', 'sums'",
        ),
        (
            ["list", "sums", "cots"],
            "KIND: no registry is called 'cots'; did you mean 'costs'? valid: 'costs'",
        ),
        (["list", "sums", "nonsense"], "KIND: no registry is called 'nonsense'; valid: 'costs'"),
        (
            ["show", "c.yaml"],
            (
                "NAME: there is no component 'c.yaml'; `typed-registry resolve c.yaml` prints the "
                "resolved config of a file"
            ),
        ),
        (
            ["show", "json.tool"],
            (
                "NAME: there is no component 'json.tool'; `typed-registry show --module json.tool NAME` "
                "shows components of a module"
            ),
        ),
        (
            ["list", "./sums.py"],
            "MODULE: './sums.py' isn't the name of a module as in an import statement; write sums",
        ),
        (
            ["conform", "sums.py"],
            "MODULE: 'sums.py' isn't the name of a module as in an import statement; write sums",
        ),
        (
            ["show", "scaled", "-m", "a/src/b/c/__init__.py"],
            "MODULE: 'a/src/b/c/__init__.py' isn't the name of a module as in an import statement; write b.c",
        ),
        (["stubs", "b/c"], "MODULE: 'b/c' isn't the name of a module as in an import statement; write b.c"),
        (
            ["list", "sums:COSTS"],
            "MODULE: 'sums:COSTS' isn't the name of a module as in an import statement; write sums",
        ),
        (["conform", ""], "MODULE: '' isn't the name of a module as in an import statement"),
        (["stubs", "."], "MODULE: '.' isn't the name of a module as in an import statement"),
        (
            ["list", "my-cost"],
            "MODULE: no registry or module is called 'my-cost'; did you mean 'costs'? valid: 'costs', 'sums'",
        ),
        (["conform", "--distribution", "none"], "--distribution: no component comes from 'none'"),
    ],
)
def test_wrong_arguments(arguments: Sequence[str], message: str) -> None:
    """What was given, what there is, and the nearest name."""
    done = CliRunner(env={"COLUMNS": "200"}).invoke(app, arguments)

    assert 2 == done.exit_code
    assert done.stderr.endswith(f"Invalid value for {message}\n")
