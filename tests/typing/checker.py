"""Run the six checkers, each in strict mode with settings of its own."""

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
    """An error, or a revealed type, in a line."""

    file: Path
    line: int
    rule: str
    """Empty for a revealed type, which is in `text`."""
    text: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.text}" if self.rule else f"reveals: {self.text}"


@frozen
class Checker:
    """One of the six checkers."""

    name: str
    command: tuple[str, ...]
    read: Callable[[str], Iterator[Said]]

    def check(self, files: Sequence[Path]) -> list[Finding]:
        """Return what the checker says of these files, in one run."""
        program = str(Path(sys.executable).with_name(self.command[0]))
        full = [program, *self.command[1:], *map(str, files)]
        done = subprocess.run(full, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode not in {0, 1}:
            raise ChildProcessError(f"{self.name} failed:\n{done.stdout}{done.stderr}")
        return [finding for said in self.read(done.stdout) for finding in _findings(*said)]


_REVEALED = re.compile(r"""(?:[Rr]evealed type(?: is)?:?|Type of ".*" is) ["`]?(.*?)["`]?$""")


def _findings(file: str, line: int, rule: str, message: str) -> Iterator[Finding]:
    """Yield an error, or a revealed type. Other notes are left out."""
    first = message.partition("\n")[0]
    revealed = _REVEALED.search(first)
    if rule:
        yield Finding((ROOT / file).resolve(), line, rule, first)
    elif revealed:
        yield Finding((ROOT / file).resolve(), line, "", normal(revealed[1]))


def _checker(
    words: str, settings: tuple[str, str], python: str, read: Callable[[str], Iterator[Said]]
) -> Checker:
    """Return a checker by its command and its options for settings and for an interpreter."""
    option, file = settings
    name, *_ = words.split()
    where = (python, sys.executable) if python else ()
    return Checker(name, (*words.split(), option, str(SETTINGS / file), *where), read)


_ALL = (
    _checker("mypy --output json", ("--config-file", "mypy.ini"), "", printed.mypy),
    _checker("pyright --outputjson", ("--project", "pyright.json"), "--pythonpath", printed.pyright),
    _checker("basedpyright --outputjson", ("--project", "pyright.json"), "--pythonpath", printed.pyright),
    _checker("ty check --output-format gitlab", ("--config-file", "ty.toml"), "--python", printed.ty),
    _checker(
        "pyrefly check --output-format json --summary none --min-severity warn",
        ("--config", "pyrefly.toml"),
        "--python-interpreter-path",
        printed.pyrefly,
    ),
    _checker("zuban mypy", ("--config-file", "mypy.ini"), "--python-executable", printed.zuban),
)
CHECKERS = {checker.name: checker for checker in _ALL}
