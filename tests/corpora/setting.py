"""Configure the six checkers for a folder, in strict mode."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from attrs import evolve

from tests.typing.checker import CHECKERS, SETTINGS, Checker

_VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"
_STRICT = "[mypy]\nstrict = True\nenable_error_code = deprecated\n"


def configured(folder: Path, version: str = _VERSION) -> Mapping[str, Checker]:
    """Write the settings for a version of Python, and return the checkers that read them.

    mypy keeps what it knows in `folder / "cache"`.
    """
    path, of_mypy = json.dumps([str(folder)]), f"{_STRICT}python_version = {version}\n"
    texts = {
        "mypy.ini": f"{of_mypy}mypy_path = {folder}\ncache_dir = {folder / 'cache'}\n",
        "pyright.json": json.dumps({"typeCheckingMode": "strict", "pythonVersion": version}),
        "ty.toml": f'[environment]\npython-version = "{version}"\nextra-paths = {path}\n',
        "pyrefly.toml": f'preset = "strict"\npython-version = "{version}"\nsearch-path = {path}\n',
    }
    for name, text in texts.items():
        (folder / name).write_text(text)
    return {name: _with_settings_in(folder, each) for name, each in CHECKERS.items()}


def _with_settings_in(folder: Path, checker: Checker) -> Checker:
    return evolve(checker, command=tuple(p.replace(str(SETTINGS), str(folder)) for p in checker.command))
