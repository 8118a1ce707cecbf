"""Configure the six checkers for a folder, in strict mode."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from attrs import evolve

from tests.typing.checker import CHECKERS, SETTINGS, Checker

_STRICT = "[mypy]\nstrict = True\nenable_error_code = deprecated\n"


def configured(folder: Path) -> Mapping[str, Checker]:
    """Write the settings, and return the checkers that read them."""
    path = json.dumps([str(folder)])
    texts = {
        "mypy.ini": f"{_STRICT}mypy_path = {folder}\ncache_dir = {folder / 'cache'}\n",
        "pyright.json": json.dumps({"typeCheckingMode": "strict"}),
        "ty.toml": f"[environment]\nextra-paths = {path}\n",
        "pyrefly.toml": f'preset = "strict"\nsearch-path = {path}\n',
    }
    for name, text in texts.items():
        (folder / name).write_text(text)
    return {name: _with_settings_in(folder, each) for name, each in CHECKERS.items()}


def _with_settings_in(folder: Path, checker: Checker) -> Checker:
    return evolve(checker, command=tuple(p.replace(str(SETTINGS), str(folder)) for p in checker.command))
