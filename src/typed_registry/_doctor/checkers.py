"""The six checkers: how each is run, where it is configured, and which setting names a folder of stubs."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from typed_registry.config._formats.read import read


@frozen
class ConfigLocation:
    """A file, and a table in it, in which a checker looks for its settings."""

    file: str
    table: tuple[str, ...] = ()
    """Empty if the whole file belongs to the checker."""
    above: bool = False
    """Whether the checker also looks in the folders above the project."""


@frozen
class CheckerConfig:
    """The file, and the table in it, in which a project configures a checker."""

    file: Path
    table: tuple[str, ...]

    def __str__(self) -> str:
        file = os.path.relpath(self.file)
        return f"{file} [{'.'.join(self.table)}]" if self.table else file


@frozen
class Checker:
    """A type checker, as a command."""

    name: str
    command: tuple[str, ...]
    locations: tuple[ConfigLocation, ...]
    """In the order in which the checker searches them. A new setting would go into the last."""
    stub_folder: str
    """The setting that names a `{folder}` of stubs, as written in a TOML file."""
    environment: str
    """The setting that names an environment by `{prefix}`, by `{parent}` and `{name}`, or by `{python}`."""
    table: tuple[str, ...] = ()
    """The table below the checker's own in which both settings belong."""

    def config(self, folder: Path) -> CheckerConfig | None:
        """Return where the project in `folder` configures the checker; None if it doesn't."""
        for location in self.locations:
            for place in (folder, *(folder.parents if location.above else ())):
                if (place / location.file).is_file() and _has_table(place / location.file, location.table):
                    return CheckerConfig(place / location.file, location.table)
        return None

    @property
    def executable(self) -> str | None:
        """The path of the command, preferably in this environment; None if it isn't installed."""
        beside = shutil.which(self.command[0], path=str(Path(sys.executable).parent))
        return beside or shutil.which(self.command[0])

    def version(self, folder: Path) -> str:
        """Return the version that the checker prints; empty if it prints none."""
        found = re.search(r"\d+(\.\d+)+", self.run(["--version"], folder))
        return found[0] if found else ""

    def run(self, options: Sequence[str], folder: Path) -> str:
        """Run the checker in a folder, and return what it prints."""
        environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "500"}
        command = [self.executable or self.name, *options]
        done = subprocess.run(  # noqa: S603  # a checker, with arguments of ours
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        return done.stdout + done.stderr


_MYPY = (
    ConfigLocation("mypy.ini"),
    ConfigLocation(".mypy.ini"),
    ConfigLocation("setup.cfg", ("mypy",)),
    ConfigLocation("pyproject.toml", ("tool", "mypy")),
)
_MYPY_SETTINGS = ('mypy_path = "{folder}"', 'python_executable = "{python}"')
_PYRIGHT = (
    ConfigLocation("pyrightconfig.json", above=True),
    ConfigLocation("pyproject.toml", ("tool", "basedpyright"), above=True),
    ConfigLocation("pyproject.toml", ("tool", "pyright"), above=True),
)
_PYRIGHT_SETTINGS = ('stubPath = "{folder}"', 'venvPath = "{parent}", venv = "{name}"')

CHECKERS = (
    Checker("mypy", ("mypy", "--no-error-summary"), _MYPY, *_MYPY_SETTINGS),
    Checker("pyright", ("pyright",), (_PYRIGHT[0], _PYRIGHT[-1]), *_PYRIGHT_SETTINGS),
    Checker("basedpyright", ("basedpyright",), _PYRIGHT, *_PYRIGHT_SETTINGS),
    Checker(
        "ty",
        ("ty", "check", "--output-format", "concise"),
        (ConfigLocation("ty.toml"), ConfigLocation("pyproject.toml", ("tool", "ty"))),
        'extra-paths = ["{folder}"]',
        'python = "{prefix}"',
        ("environment",),
    ),
    Checker(
        "pyrefly",
        ("pyrefly", "check", "--output-format", "min-text"),
        (ConfigLocation("pyrefly.toml"), ConfigLocation("pyproject.toml", ("tool", "pyrefly"))),
        'search-path = ["{folder}"]',
        'python-interpreter-path = "{python}"',
    ),
    Checker(
        "zuban",
        ("zuban", "mypy", "--no-error-summary"),
        (ConfigLocation("pyproject.toml", ("tool", "zuban")), *_MYPY),
        *_MYPY_SETTINGS,
    ),
)


def _has_table(file: Path, table: tuple[str, ...]) -> bool:
    if not table:
        return True
    if file.suffix == ".toml":
        return read(file).find(table) is not None
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(file, encoding="utf-8")
    return table[0] in parser
