"""The six checkers: how each is called, where it is configured, and which setting names a folder of stubs."""

from __future__ import annotations

import configparser
import os
import shutil
import sys
from collections.abc import Iterator
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
    above: bool = True
    """True if the checker also looks in the folders above the project."""
    is_own: bool = True
    """True if the settings there are this checker's, not those of another one that it reads as well."""


@frozen
class CheckerConfig:
    """The file, and the table in it, in which a project configures a checker."""

    file: Path
    table: tuple[str, ...]
    is_own: bool = True
    """True if they are the checker's own settings, not those of another checker."""

    def __str__(self) -> str:
        file = os.path.relpath(self.file)
        return f"{file} [{'.'.join(self.table)}]" if self.table else file


@frozen
class Checker:
    """A type checker, as a command."""

    name: CheckerName
    command: tuple[str, ...]
    locations: tuple[ConfigLocation, ...]
    """In the order in which the checker searches them in a folder."""
    stub_folder: str
    """The setting that names a `{folder}` of stubs, as written in a TOML file."""
    environment: str
    """The setting that names an environment by `{prefix}`, by `{parent}` and `{name}`, or by `{python}`."""
    table: tuple[str, ...] = ()
    """The table below the checker's own in which these settings belong."""
    untyped_packages: str = ""
    """The setting by which it reads packages without types; empty if it does so anyway."""
    roots: tuple[str, ...] = ()
    """It looks in no folder above one that contains one of these."""
    nearest: bool = True
    """True if it prefers the nearest folder with settings; False if it prefers the first location."""
    translates: bool = False
    """True if it translates another checker's settings, beside which its own can't be written."""

    def config(self, folder: Path) -> CheckerConfig | None:
        """Return where the project in `folder` configures the checker, there or above it; None if it doesn't.

        Settings of the checker's own come first where it translates those of others.
        """
        groups = [[each] for each in self.locations]
        if self.nearest:
            own = [each for each in self.locations if each.is_own or not self.translates]
            groups = [own, [each for each in self.locations if each not in own]]
        places = [*self._folders(folder)]
        found = (
            CheckerConfig(place / location.file, location.table, location.is_own)
            for group in groups
            for place in places
            for location in group
            if (location.above or place == folder) and _is_there(place / location.file, location.table)
        )
        return next(found, None)

    def place(self, config: CheckerConfig | None) -> CheckerConfig:
        """Return where a new setting belongs, given where the project configures the checker."""
        if config is not None and (config.is_own or not self.translates):
            return config
        file = "pyproject.toml"
        table = next(each.table for each in self.locations if each.is_own and each.file == file)
        return CheckerConfig(Path(file), table)

    def _folders(self, folder: Path) -> Iterator[Path]:
        """Yield the folders in which the checker looks for its settings, the nearest first."""
        for each in (folder, *folder.parents):
            yield each
            if any((each / root).exists() for root in self.roots):
                return

    @property
    def executable(self) -> str | None:
        """The path of the command, preferably in this environment; None if it isn't installed."""
        beside = shutil.which(self.command[0], path=str(Path(sys.executable).parent))
        return beside or shutil.which(self.command[0])


_MYPY = (
    ConfigLocation("mypy.ini"),
    ConfigLocation(".mypy.ini"),
    ConfigLocation("pyproject.toml", ("tool", "mypy")),
    ConfigLocation("setup.cfg", ("mypy",)),
)
_UNTYPED = "follow_untyped_imports = true"
_MYPY_SETTINGS = ('mypy_path = "{folder}"', 'python_executable = "{python}"')
_PYRIGHT = (
    ConfigLocation("pyrightconfig.json"),
    ConfigLocation("pyproject.toml", ("tool", "pyright")),
)
_PYRIGHT_SETTINGS = ('stubPath = "{folder}"', 'venvPath = "{parent}", venv = "{name}"')

CHECKERS = (
    Checker(
        "mypy",
        ("mypy", "--no-error-summary"),
        _MYPY,
        *_MYPY_SETTINGS,
        untyped_packages=_UNTYPED,
        roots=(".git", ".hg"),
    ),
    Checker("pyright", ("pyright",), _PYRIGHT, *_PYRIGHT_SETTINGS, nearest=False),
    Checker(
        "basedpyright",
        ("basedpyright",),
        (
            evolve(_PYRIGHT[0], is_own=False),
            ConfigLocation("pyproject.toml", ("tool", "basedpyright")),
            evolve(_PYRIGHT[1], is_own=False),
        ),
        *_PYRIGHT_SETTINGS,
        nearest=False,
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
        (
            ConfigLocation("pyrefly.toml"),
            ConfigLocation("pyproject.toml", ("tool", "pyrefly")),
            ConfigLocation("mypy.ini", above=False, is_own=False),
            ConfigLocation("pyrightconfig.json", above=False, is_own=False),
            ConfigLocation("pyproject.toml", ("tool", "mypy"), is_own=False),
            ConfigLocation("pyproject.toml", ("tool", "pyright"), is_own=False),
        ),
        'search-path = ["{folder}"]',
        'python-interpreter-path = "{python}"',
        translates=True,
    ),
    Checker(
        "zuban",
        ("zuban", "mypy", "--no-error-summary"),
        (
            *(evolve(location, is_own=False) for location in _MYPY[:2]),
            ConfigLocation("pyproject.toml", ("tool", "zuban")),
            *(evolve(location, is_own=False) for location in _MYPY[2:]),
        ),
        *_MYPY_SETTINGS,
        untyped_packages=_UNTYPED,
        roots=("pyproject.toml",),
    ),
)


def _is_there(file: Path, table: tuple[str, ...]) -> bool:
    return file.is_file() and _has_table(file, table)


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
