"""The six checkers: how each is called, where it is configured, and which setting names a folder of stubs."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Literal, TypeAlias

from attrs import evolve, frozen

from typed_registry._doctor.checker_config import CheckerConfig, ConfigLocation, damage, user_wide

CheckerName: TypeAlias = Literal["mypy", "pyright", "basedpyright", "ty", "pyrefly", "zuban"]


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
    merges: bool = False
    """True if it reads its own settings and those of another checker where a folder has both."""
    user_wide: tuple[str, ...] = ()
    """The files with a user's settings for all projects, of which the first that exists counts."""
    merges_user_wide: bool = False
    """True if a user's settings count beside the project's; False if they count without those alone."""

    def config(self, folder: Path) -> CheckerConfig | None:
        """Return where the checker finds its settings for the project in `folder`; None if it finds none."""
        return next(iter(self.configs(folder)), None)

    def configs(self, folder: Path) -> tuple[CheckerConfig, ...]:
        """Return where the checker finds its settings for the project in `folder`, the decisive ones first.

        Those are in the folder or above it. Settings of the checker's own come first where it translates
        those of others. Only few checkers read more than one place.
        """
        found = [*self._found(folder)]
        beside = [each for each in found if self.merges and each.file.parent == found[0].file.parent]
        counting = beside or found[:1]
        of_project = ([each for each in counting if each.is_own is own][:1] for own in (True, False))
        of_user = user_wide(self.user_wide) if self.merges_user_wide or not found else None
        return (*chain.from_iterable(of_project), *filter(None, [of_user]))

    def damaged(self, folder: Path) -> Iterator[str]:
        """Yield why TOML files can't be read in which the checker looks before it finds its settings."""
        first = next(self._found(folder), None)
        for place in self._folders(folder):
            tables = (each for each in self.locations if each.table and (each.above or place == folder))
            files = dict.fromkeys(place / each.file for each in tables if each.file.endswith(".toml"))
            yield from filter(None, (damage(file) for file in files if file.is_file()))
            if first is not None and first.file.parent == place:
                return

    def place(self, config: CheckerConfig | None) -> CheckerConfig:
        """Return where a new setting belongs, given where the project configures the checker."""
        if config is not None and not config.is_user_wide and (config.is_own or not self.translates):
            return config
        file = "pyproject.toml"
        table = next(each.table for each in self.locations if each.is_own and each.file == file)
        return CheckerConfig(Path(file), table)

    def _found(self, folder: Path) -> Iterator[CheckerConfig]:
        """Yield the settings of the project, the decisive ones first."""
        groups = [[each] for each in self.locations]
        if self.nearest:
            own = [each for each in self.locations if each.is_own or not self.translates]
            groups = [own, [each for each in self.locations if each not in own]]
        places = [*self._folders(folder)]
        found = (
            location.found_in(place)
            for group in groups
            for place in places
            for location in group
            if location.above or place == folder
        )
        return filter(None, found)

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
        user_wide=("{config}/mypy/config", "~/.config/mypy/config", "~/.mypy.ini"),
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
        user_wide=("{config}/ty/ty.toml",),
        merges_user_wide=True,
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
        merges=True,
    ),
)
