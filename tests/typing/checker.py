"""The six checkers: how each is run, strict and with settings of its own."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from attrs import frozen

from tests.typing import printed
from tests.typing.printed import Said
from tests.typing.shown import normal

ROOT = Path(__file__).parents[2]
SETTINGS = Path(__file__).with_name("settings")


@frozen
class Finding:
    """What a checker says of a line."""

    file: Path
    line: int
    rule: str
    """Empty for a revealed type, which `text` then is."""
    text: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.text}" if self.rule else f"reveals: {self.text}"


@frozen
class Checker:
    """One of the six."""

    name: str
    command: tuple[str, ...]
    read: Callable[[str], Iterator[Said]]

    def check(self, files: Sequence[Path]) -> list[Finding]:
        """What it says of these files, in one run."""
        program = str(Path(sys.executable).with_name(self.command[0]))
        full = [program, *self.command[1:], *map(str, files)]
        done = subprocess.run(full, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode not in {0, 1}:
            raise ChildProcessError(f"{self.name} failed:\n{done.stdout}{done.stderr}")
        return [finding for said in self.read(done.stdout) for finding in _findings(*said)]


_REVEALED = re.compile(r"""(?:[Rr]evealed type(?: is)?:?|Type of ".*" is) ["`]?(.*?)["`]?$""")


def _findings(file: str, line: int, rule: str, message: str) -> Iterator[Finding]:
    """An error, or a revealed type; any other note is of no interest."""
    first = message.partition("\n")[0]
    revealed = _REVEALED.search(first)
    if rule:
        yield Finding((ROOT / file).resolve(), line, rule, first)
    elif revealed:
        yield Finding((ROOT / file).resolve(), line, "", normal(revealed[1]))


def _settings(option: str, file: str) -> tuple[str, str]:
    return option, str(SETTINGS / file)


_PYTHON = sys.executable
_MYPY = _settings("--config-file", "mypy.ini")
_ALL = (
    Checker("mypy", ("mypy", *_MYPY, "--output", "json"), printed.mypy),
    Checker(
        "pyright",
        ("pyright", *_settings("--project", "pyright.json"), "--pythonpath", _PYTHON, "--outputjson"),
        printed.pyright,
    ),
    Checker(
        "basedpyright",
        ("basedpyright", *_settings("--project", "pyright.json"), "--pythonpath", _PYTHON, "--outputjson"),
        printed.pyright,
    ),
    Checker(
        "ty",
        (
            "ty",
            "check",
            *_settings("--config-file", "ty.toml"),
            "--python",
            _PYTHON,
            "--output-format",
            "gitlab",
        ),
        printed.ty,
    ),
    Checker(
        "pyrefly",
        (
            *("pyrefly", "check", *_settings("--config", "pyrefly.toml")),
            *("--python-interpreter-path", _PYTHON, "--output-format", "json", "--summary", "none"),
        ),
        printed.pyrefly,
    ),
    Checker("zuban", ("zuban", "mypy", *_MYPY, "--python-executable", _PYTHON), printed.zuban),
)
CHECKERS = {checker.name: checker for checker in _ALL}
