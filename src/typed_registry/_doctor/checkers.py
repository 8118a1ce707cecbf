"""The six checkers: how each is called, where it is configured, and which setting names a folder of stubs."""

from __future__ import annotations

import configparser
import os
import shutil
import sys
from pathlib import Path
from typing import Literal, TypeAlias

from attrs import evolve, frozen

from typed_registry.config._formats.read import read

CheckerName: TypeAlias = Literal["mypy", "pyright", "basedpyright", "ty", "pyrefly", "zuban"]


@frozen
class ConfigLocation:
    """A file, and a table in it, in which a checker looks for its settings."""

    file: str
    table: tuple[str, ...] = ()
    """Empty if the whole file belongs to the checker."""
    above: bool = False
    """Whether the checker also looks in the folders above the project."""
    is_own: bool = True
    """Whether the settings there are this checker's, not those of another one that it reads as well."""


@frozen
class CheckerConfig:
    """The file, and the table in it, in which a project configures a checker."""

    file: Path
    table: tuple[str, ...]
    is_own: bool = True
    """Whether they are the checker's own settings, not those of another checker."""

    def __str__(self) -> str:
        file = os.path.relpath(self.file)
        return f"{file} [{'.'.join(self.table)}]" if self.table else file


@frozen
class Checker:
    """A type checker, as a command."""

    name: CheckerName
    command: tuple[str, ...]
    locations: tuple[ConfigLocation, ...]
    """In the order in which the checker searches them. A new setting would go into the last."""
    stub_folder: str
    """The setting that names a `{folder}` of stubs, as written in a TOML file."""
    environment: str
    """The setting that names an environment by `{prefix}`, by `{parent}` and `{name}`, or by `{python}`."""
    table: tuple[str, ...] = ()
    """The table below the checker's own in which these settings belong."""
    untyped_packages: str = ""
    """The setting by which it reads packages without types; empty if it does so anyway."""

    def config(self, folder: Path) -> CheckerConfig | None:
        """Return where the project in `folder` configures the checker; None if it doesn't."""
        for location in self.locations:
            for place in (folder, *(folder.parents if location.above else ())):
                if (place / location.file).is_file() and _has_table(place / location.file, location.table):
                    return CheckerConfig(place / location.file, location.table, location.is_own)
        return None

    @property
    def executable(self) -> str | None:
        """The path of the command, preferably in this environment; None if it isn't installed."""
        beside = shutil.which(self.command[0], path=str(Path(sys.executable).parent))
        return beside or shutil.which(self.command[0])


_MYPY = (
    ConfigLocation("mypy.ini"),
    ConfigLocation(".mypy.ini"),
    ConfigLocation("setup.cfg", ("mypy",)),
    ConfigLocation("pyproject.toml", ("tool", "mypy")),
)
_UNTYPED = "follow_untyped_imports = true"
_MYPY_SETTINGS = ('mypy_path = "{folder}"', 'python_executable = "{python}"')
_PYRIGHT = (
    ConfigLocation("pyrightconfig.json", above=True),
    ConfigLocation("pyproject.toml", ("tool", "pyright"), above=True),
)
_PYRIGHT_SETTINGS = ('stubPath = "{folder}"', 'venvPath = "{parent}", venv = "{name}"')

CHECKERS = (
    Checker("mypy", ("mypy", "--no-error-summary"), _MYPY, *_MYPY_SETTINGS, untyped_packages=_UNTYPED),
    Checker("pyright", ("pyright",), _PYRIGHT, *_PYRIGHT_SETTINGS),
    Checker(
        "basedpyright",
        ("basedpyright",),
        (
            evolve(_PYRIGHT[0], is_own=False),
            ConfigLocation("pyproject.toml", ("tool", "basedpyright"), above=True),
            evolve(_PYRIGHT[1], is_own=False),
        ),
        *_PYRIGHT_SETTINGS,
    ),
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
        (
            ConfigLocation("pyproject.toml", ("tool", "zuban")),
            *(evolve(location, is_own=False) for location in _MYPY),
        ),
        *_MYPY_SETTINGS,
        untyped_packages=_UNTYPED,
    ),
)


def _has_table(file: Path, table: tuple[str, ...]) -> bool:
    if not table:
        return True
    if file.suffix == ".toml":
        return read(file).find(table) is not None
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read(file, encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError):
        return False  # the checkers that read such a file report it
    return table[0] in parser
