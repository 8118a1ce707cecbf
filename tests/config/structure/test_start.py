"""How a console script begins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from typed_registry._command_line import start

Write = Callable[[str, str], Path]


def ended(module: str) -> object:
    """What the command of this module exits with."""
    with pytest.raises(SystemExit) as caught:
        start("program", module, "extra")
    return caught.value.code


@pytest.mark.usefixtures("folder")
def test_missing_package(write: Write) -> None:
    """A package that the command needs is named with what to install."""
    write("beginning.py", "import no_such_package.part\n")

    assert "program: the command needs no_such_package: pip install 'typed-registry[extra]'" == ended(
        "beginning"
    )


@pytest.mark.usefixtures("folder")
def test_own_mistake(write: Write) -> None:
    """A module of the command's own that is missing is no matter of installing."""
    write("beginning/__init__.py", "import beginning.nothing\n")
    with pytest.raises(ModuleNotFoundError, match=r"No module named 'beginning\.nothing'"):
        start("program", "beginning", "extra")


@pytest.mark.usefixtures("folder")
def test_interrupted(write: Write) -> None:
    """Ctrl-C while the command is still starting ends it as later, without a traceback."""
    write("beginning.py", "raise KeyboardInterrupt\n")

    assert 130 == ended("beginning")
