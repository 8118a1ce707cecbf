"""The options that print and install the scripts of shells."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.programs.program import remix
from typed_registry._programs.shell_scripts import SCRIPTS, shell_script

GIVEN = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
"""With this variable, the options of typer take the name of the shell."""


@pytest.mark.parametrize("shell", SCRIPTS)
def test_show(folder: Path, shell: str) -> None:
    """The script of a shell is printed."""
    assert shell_script("remix", shell) == remix(folder, "--show-completion", shell, **GIVEN).out


@pytest.mark.parametrize(
    ("shell", "place"),
    [
        ("bash", ".bash_completions/remix.sh"),
        ("zsh", ".zfunc/_remix"),
        ("fish", ".config/fish/completions/remix.fish"),
    ],
)
def test_install(folder: Path, shell: str, place: str) -> None:
    """The script is installed where typer installs its own, and read by the shell's own file."""
    ending = remix(folder, "--install-completion", shell, HOME=str(folder), **GIVEN)

    assert (0, "") == (ending.code, ending.err)
    assert shell_script("remix", shell) == (folder / place).read_text()
    assert f"{shell}: completion is installed in {folder / place}" in ending.out


def test_power_shell(folder: Path) -> None:
    """PowerShell has typer's own script."""
    ending = remix(folder, "--show-completion", "powershell", **GIVEN)

    assert 0 == ending.code
    assert "Register-ArgumentCompleter -Native -CommandName remix" in ending.out


def test_no_shell(folder: Path) -> None:
    """A shell that isn't known is refused."""
    assert 0 != remix(folder, "--show-completion", "tcsh", **GIVEN).code
