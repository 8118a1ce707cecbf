"""Errors of the operating system as the commands report them."""

from __future__ import annotations

import pytest

from typed_registry._command_line.report_error import report_error


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
    assert report_error(error) == 1
    assert capsys.readouterr().err == f"typed-registry: {said}\n"
