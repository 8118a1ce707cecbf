"""Programs whose standard output is closed."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pytest
from attrs import frozen

from typed_registry._programs.plain_program import run_plain
from typed_registry.cli import ConfigApp


@frozen
class Tone:
    hertz: float = 440.0


def _play(tone: Tone) -> None:
    print(tone.hertz)


@pytest.mark.parametrize("arguments", [["--help"], ["--print-config"], ["--help-for", "hertz"]])
def test_closed(arguments: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What would be printed is lost, and nothing fails."""
    app = ConfigApp("tone")
    app.command()(_play)
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(SystemExit) as plain:
        run_plain(Tone, arguments)
    with pytest.raises(SystemExit) as with_typer:
        app(arguments)

    assert (0, 0) == (plain.value.code, with_typer.value.code)
