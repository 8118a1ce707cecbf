"""The checkers: how each is run, where it is configured, and how it is led to a folder of stubs."""

from __future__ import annotations

import configparser
import os
from pathlib import Path

from attrs import frozen

from typed_registry.config._formats.read import read


@frozen
class Setting:
    """A file, and the table in it, where a checker can be configured."""

    file: str
    table: tuple[str, ...] = ()
    """Empty where the whole file is the checker's."""
    above: bool = False
    """Whether folders above the project count too."""


@frozen
class Configured:
    """The place where a checker is configured."""

    file: Path
    table: tuple[str, ...]

    def __str__(self) -> str:
        file = os.path.relpath(self.file)
        return f"{file} [{'.'.join(self.table)}]" if self.table else file


@frozen
class Checker:
    """A type checker as a command."""

    name: str
    command: tuple[str, ...]
    settings: tuple[Setting, ...]
    """In the order in which the checker looks for them; the last is where a new setting would go."""
    search: str
    """What leads it to a `{folder}` of stubs, as a TOML file has it."""
    environment: str
    """What leads it to an environment: by its `{prefix}`, its `{parent}` and `{name}`, or its `{python}`."""
    table: tuple[str, ...] = ()
    """The table below its own that both stand in."""

    def configured(self, folder: Path) -> Configured | None:
        """Where this project configures it, if anywhere."""
        for setting in self.settings:
            for place in (folder, *(folder.parents if setting.above else ())):
                if (place / setting.file).is_file() and _has(place / setting.file, setting.table):
                    return Configured(place / setting.file, setting.table)
        return None


_MYPY = (
    Setting("mypy.ini"),
    Setting(".mypy.ini"),
    Setting("setup.cfg", ("mypy",)),
    Setting("pyproject.toml", ("tool", "mypy")),
)
_PYRIGHT = Setting("pyrightconfig.json", above=True)

CHECKERS = (
    Checker(
        "mypy",
        ("mypy", "--no-error-summary"),
        _MYPY,
        'mypy_path = "{folder}"',
        'python_executable = "{python}"',
    ),
    Checker(
        "pyright",
        ("pyright",),
        (_PYRIGHT, Setting("pyproject.toml", ("tool", "pyright"), above=True)),
        'stubPath = "{folder}"',
        'venvPath = "{parent}", venv = "{name}"',
    ),
    Checker(
        "basedpyright",
        ("basedpyright",),
        (
            _PYRIGHT,
            Setting("pyproject.toml", ("tool", "basedpyright"), above=True),
            Setting("pyproject.toml", ("tool", "pyright"), above=True),
        ),
        'stubPath = "{folder}"',
        'venvPath = "{parent}", venv = "{name}"',
    ),
    Checker(
        "ty",
        ("ty", "check", "--output-format", "concise"),
        (Setting("ty.toml"), Setting("pyproject.toml", ("tool", "ty"))),
        'extra-paths = ["{folder}"]',
        'python = "{prefix}"',
        ("environment",),
    ),
    Checker(
        "pyrefly",
        ("pyrefly", "check", "--output-format", "min-text"),
        (Setting("pyrefly.toml"), Setting("pyproject.toml", ("tool", "pyrefly"))),
        'search-path = ["{folder}"]',
        'python-interpreter-path = "{python}"',
    ),
    Checker(
        "zuban",
        ("zuban", "mypy", "--no-error-summary"),
        (Setting("pyproject.toml", ("tool", "zuban")), *_MYPY),
        'mypy_path = "{folder}"',
        'python_executable = "{python}"',
    ),
)


def _has(file: Path, table: tuple[str, ...]) -> bool:
    if not table:
        return True
    if file.suffix == ".toml":
        return table in read(file).values
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(file, encoding="utf-8")
    return table[0] in parser
