"""The files, and the tables in them, in which checkers look for their settings."""

from __future__ import annotations

import configparser
import os
from collections.abc import Iterable
from pathlib import Path

from attrs import frozen

from typed_registry.config._formats.read import read
from typed_registry.errors import ConfigError


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

    def found_in(self, folder: Path) -> CheckerConfig | None:
        """Return the settings in a folder; None if the file or the table isn't there, or can't be read."""
        file = folder / self.file
        if file.is_file() and _has_table(file, self.table):
            return CheckerConfig(file, self.table, self.is_own)
        return None


@frozen
class CheckerConfig:
    """The file, and the table in it, in which a project or a user configures a checker."""

    file: Path
    table: tuple[str, ...]
    is_own: bool = True
    """True if they are the checker's own settings, not those of another checker."""
    is_user_wide: bool = False
    """True if they are a user's settings for all projects."""

    @property
    def is_of_project(self) -> bool:
        """Return whether a project configures the checker here, by the checker's own settings."""
        return self.is_own and not self.is_user_wide

    def __str__(self) -> str:
        if self.is_user_wide and self.file.is_relative_to(Path.home()):
            return f"~/{self.file.relative_to(Path.home()).as_posix()}"
        file = os.path.relpath(self.file)
        return f"{file} [{'.'.join(self.table)}]" if self.table else file


def user_wide(files: Iterable[str]) -> CheckerConfig | None:
    """Return the settings of the user in the first of these files that exists; None if none does.

    In their paths, `{config}` is the folder that `XDG_CONFIG_HOME` names, by default `~/.config`.
    """
    config = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    paths = (Path(file.format(config=config)).expanduser() for file in files)
    return next((CheckerConfig(path, (), is_user_wide=True) for path in paths if path.is_file()), None)


def damage(file: Path) -> str:
    """Return why a TOML file can't be read, with its place; empty if it can."""
    try:
        read(file)
    except ConfigError as error:
        return str(error).replace(str(file), os.path.relpath(file))
    return ""


def _has_table(file: Path, table: tuple[str, ...]) -> bool:
    if not table:
        return True
    if file.suffix == ".toml":
        try:
            return read(file).find(table) is not None
        except ConfigError:
            return False  # which is reported by itself
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read(file, encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError):
        return False  # the checkers that read such a file report it
    return table[0] in parser
