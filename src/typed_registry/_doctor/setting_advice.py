"""Say which setting to write, in the syntax of the file that configures a checker."""

from __future__ import annotations

import re

from typed_registry._doctor.checker_config import CheckerConfig
from typed_registry._doctor.checkers import Checker


def change(checker: Checker, config: CheckerConfig | None, setting: str, **values: str) -> str:
    """Return the advice to write a setting, in the syntax of the file that configures the checker.

    >>> from pathlib import Path
    >>> from typed_registry._doctor.checkers import CHECKERS
    >>> mypy = CHECKERS[0]
    >>> change(mypy, CheckerConfig(Path("mypy.ini"), ()), mypy.stub_folder, folder="typings")
    'set mypy_path = typings in mypy.ini'
    >>> change(mypy, None, mypy.stub_folder, folder="typings")
    'set mypy_path = "typings" in pyproject.toml [tool.mypy]'
    """
    place = checker.place(config)
    place = CheckerConfig(place.file, (*place.table, *checker.table))
    text = setting.format(**values)
    if place.file.suffix in {".ini", ".cfg"}:
        text = text.replace('"', "")
    if place.file.suffix == ".json":
        text = re.sub(r"(\S+) = ", r'"\1": ', text)
    return f"set {text} in {place}"
