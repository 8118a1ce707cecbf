"""A small project with a registry and settings for every checker, and the command that examines it."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection
from functools import cache
from pathlib import Path

from tests.stubs.command import SOURCES

BIN = Path(sys.executable).parent
VERSION = r"\d+\.\d+\.\d+"
REGISTRIES = """
from typed_registry import Registry

THINGS = Registry[object, []]("things")
THINGS.discover("shop.parts")
"""
PART = """
from shop.registries import THINGS

@THINGS.register("{name}")
class {kind}:
    def __init__(self, size: int) -> None: ...
"""
SETTINGS = """
[tool.typed-registry]
modules = ["shop.registries"]

[tool.mypy]
python_executable = "{python}"
strict = true

[tool.pyright]
typeCheckingMode = "strict"

[tool.ty.environment]
python = "{prefix}"

[tool.pyrefly]
python-interpreter-path = "{python}"
"""
PROGRAM = f"""
import shutil, sys
sys.path.insert(0, {SOURCES!r})
real = shutil.which
shutil.which = lambda name, **options: None if name in {{missing!r}} else real(name, **options)
from typed_registry._command_line import main
main()
"""
"""Runs the command without PYTHONPATH, with which checkers would find the library in any environment."""
PATH = f"{BIN}{os.pathsep}{os.environ['PATH']}"


def command(project: Path, *arguments: str, missing: Collection[str] = ()) -> tuple[int, str]:
    """Return the exit code and the output, with `V` for each version and with single gaps between columns.

    The checkers called `missing` seem not to be installed.
    """
    environment = {"PATH": PATH, "HOME": str(project)}
    full = [sys.executable, "-c", PROGRAM.format(missing=[*missing]), *arguments]
    done = subprocess.run(full, cwd=project, env=environment, capture_output=True, text=True, check=False)
    lines = (re.sub(r" {2,}", "  ", line.rstrip()) for line in done.stdout.splitlines())
    text = "".join(f"{re.sub(VERSION, 'V', line)}\n" for line in lines)

    assert not list(project.glob("typed_registry_doctor*"))
    return done.returncode, text + done.stderr


def make_project(folder: Path) -> None:
    """Create a program with two components and no stub, configure every checker, and add mypy's caches."""
    write_project(folder)
    shutil.copytree(_examined() / ".mypy_cache", folder / ".mypy_cache")


@cache
def _examined() -> Path:
    """Return a folder with such a program and its stub, which the doctor has examined."""
    folder = Path(tempfile.mkdtemp(prefix="typed-registry-"))
    atexit.register(shutil.rmtree, folder)
    write_project(folder)
    for arguments in (("stubs",), ("doctor", "--checker", "mypy")):
        code, said = command(folder, *arguments)
        assert code == 0, said
    return folder


def write_project(folder: Path) -> None:
    """Create a program with two components and no stub, and configure every checker."""
    parts = folder / "shop" / "parts"
    parts.mkdir(parents=True)
    (parts.parent / "__init__.py").touch()
    (parts / "__init__.py").touch()
    (parts.parent / "registries.py").write_text(REGISTRIES)
    (parts / "bolt.py").write_text(PART.format(name="bolt", kind="Bolt"))
    (parts / "nut.py").write_text(PART.format(name="nut", kind="Nut"))
    (folder / "pyproject.toml").write_text(SETTINGS.format(prefix=BIN.parent, python=BIN / "python"))


def configure(project: Path, old: str, new: str) -> None:
    """Replace a text in the project's settings."""
    file = project / "pyproject.toml"
    settings = file.read_text()
    assert old in settings
    file.write_text(settings.replace(old, new))
