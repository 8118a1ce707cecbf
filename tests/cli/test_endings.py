"""Errors of the operating system as the commands report them."""

from __future__ import annotations

import pytest

from typed_registry._command_line.endings import ENDINGS
from typed_registry._programs.endings import report


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(28, "No space left on device"), "[Errno 28] No space left on device"),
        (PermissionError(13, "Permission denied", "fit.pyi"), "fit.pyi: Permission denied"),
        (OSError("closed"), "closed"),
    ],
)
def test_system_errors(capsys: pytest.CaptureFixture[str], error: OSError, said: str) -> None:
    """The message begins with the file if the error has one."""
    assert report(error, ENDINGS) == 1
    assert capsys.readouterr().err == f"typed-registry: {said}\n"


def test_closed_pipe() -> None:
    """A pipe that the reader has closed isn't an error of the command."""
    with pytest.raises(BrokenPipeError):
        report(BrokenPipeError(32, "Broken pipe"), ENDINGS)
