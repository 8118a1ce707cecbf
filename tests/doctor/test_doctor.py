"""The command that finds out which checkers see the stubs of a project's registries."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

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
SET = """
from shop.registries import THINGS
from shop.parts.bolt import Bolt
from typed_registry import Registry

BOLTS = Registry[Bolt, [int]]("bolts")

@THINGS.register("set")
class Set:
    def __init__(self, **parts) -> None:
        self.parts = parts

@THINGS.register("box")
class Box:
    def __init__(self, bolt: Bolt) -> None: ...
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
WITHOUT_STUB = """\
shop.registries: 2 names in THINGS
  the stub beside the module: none
  the stub of this environment: none

checker  version  configured in  shop.registries
mypy  V  pyproject.toml [tool.mypy]  no stub
pyright  V  pyproject.toml [tool.pyright]  no stub
basedpyright  V  pyproject.toml [tool.pyright]  no stub
ty  V  pyproject.toml [tool.ty]  no stub
pyrefly  V  pyproject.toml [tool.pyrefly]  no stub
zuban  V  pyproject.toml [tool.mypy]  no stub

mypy, pyright, basedpyright, ty, pyrefly, zuban: THINGS: no stub has 'bolt', 'nut'; run: typed-registry \
stubs shop.registries
"""
HEALTHY = """\
shop.registries: 2 names in THINGS
  the stub beside the module: shop/registries.pyi, 2 names
  the stub of this environment: none

checker  version  configured in  shop.registries
mypy  V  pyproject.toml [tool.mypy]  2 of 2 names
pyright  V  pyproject.toml [tool.pyright]  2 of 2 names
basedpyright  V  pyproject.toml [tool.pyright]  2 of 2 names
ty  V  pyproject.toml [tool.ty]  2 of 2 names
pyrefly  V  pyproject.toml [tool.pyrefly]  2 of 2 names
zuban  V  pyproject.toml [tool.mypy]  2 of 2 names
"""
STALE = """\
shop.registries: 3 names in THINGS
  the stub beside the module: shop/registries.pyi, 2 names
  the stub of this environment: none

checker  version  configured in  shop.registries
mypy  V  pyproject.toml [tool.mypy]  2 of 3 names
pyright  V  pyproject.toml [tool.pyright]  2 of 3 names
basedpyright  V  pyproject.toml [tool.pyright]  2 of 3 names
ty  V  pyproject.toml [tool.ty]  2 of 3 names
pyrefly  V  pyproject.toml [tool.pyrefly]  2 of 3 names
zuban  V  pyproject.toml [tool.mypy]  2 of 3 names

mypy, pyright, basedpyright, ty, pyrefly, zuban: THINGS: no stub has 'screw'; run: typed-registry \
stubs shop.registries
"""
ASIDE = """\
shop.registries: 2 names in THINGS
  the stub beside the module: none
  the stub of this environment: typings/shop/registries.pyi, 2 names

checker  version  configured in  shop.registries
mypy  V  pyproject.toml [tool.mypy]  no stub
pyright  V  pyproject.toml [tool.pyright]  2 of 2 names
basedpyright  V  pyproject.toml [tool.pyright]  2 of 2 names
ty  V  pyproject.toml [tool.ty]  no stub
pyrefly  V  pyproject.toml [tool.pyrefly]  no stub
zuban  V  pyproject.toml [tool.mypy]  no stub

mypy: typings/shop/registries.pyi isn't read; mypy prefers the project's own source; run: typed-registry \
stubs shop.registries

ty: typings/shop/registries.pyi isn't read; set extra-paths = ["typings"] in pyproject.toml \
[tool.ty.environment]

pyrefly: typings/shop/registries.pyi isn't read; set search-path = ["typings"] in pyproject.toml \
[tool.pyrefly]

zuban: typings/shop/registries.pyi isn't read; zuban would take its folder for the whole package
"""


PROGRAM = (
    f"import sys; sys.path.insert(0, {SOURCES!r}); from typed_registry._command_line import main; main()"
)
"""Runs the command without PYTHONPATH, with which checkers would find the library in any environment."""
PATH = f"{BIN}{os.pathsep}{os.environ['PATH']}"


def command(project: Path, *arguments: str) -> tuple[int, str]:
    """Return the exit code and the output, with `V` for each version and with single gaps between columns."""
    environment = {"PATH": PATH, "HOME": str(project)}
    full = [sys.executable, "-c", PROGRAM, *arguments]
    done = subprocess.run(full, cwd=project, env=environment, capture_output=True, text=True, check=False)
    lines = (re.sub(r" {2,}", "  ", line.rstrip()) for line in done.stdout.splitlines())
    text = "".join(f"{re.sub(VERSION, 'V', line)}\n" for line in lines)

    assert not list(project.glob("typed_registry_doctor*"))
    return done.returncode, text + done.stderr


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Create a program with two components and no stub, and configure every checker."""
    parts = tmp_path / "shop" / "parts"
    parts.mkdir(parents=True)
    (parts.parent / "__init__.py").touch()
    (parts / "__init__.py").touch()
    (parts.parent / "registries.py").write_text(REGISTRIES)
    (parts / "bolt.py").write_text(PART.format(name="bolt", kind="Bolt"))
    (parts / "nut.py").write_text(PART.format(name="nut", kind="Nut"))
    (tmp_path / "pyproject.toml").write_text(SETTINGS.format(prefix=BIN.parent, python=BIN / "python"))
    return tmp_path


def test_from_no_stub_to_a_stale_one(project: Path) -> None:
    """Without a stub no checker knows a name, with a stub each knows all, and later all but the new ones."""
    assert (1, WITHOUT_STUB) == command(project, "doctor")
    command(project, "stubs")
    assert (0, HEALTHY) == command(project, "doctor")
    (project / "shop" / "parts" / "screw.py").write_text(PART.format(name="screw", kind="Screw"))
    assert (1, STALE) == command(project, "doctor")


def test_a_stub_that_is_not_looked_for(project: Path) -> None:
    """pyright finds a stub in a folder of stubs, and the advice for the others is sufficient."""
    command(project, "stubs", "--typings", "typings")
    assert (1, ASIDE) == command(project, "doctor")
    settings = (project / "pyproject.toml").read_text()
    settings = settings.replace("[tool.ty.environment]", '[tool.ty.environment]\nextra-paths = ["typings"]')
    settings = settings.replace("[tool.pyrefly]", '[tool.pyrefly]\nsearch-path = ["typings", "."]')
    (project / "pyproject.toml").write_text(settings)

    code, said = command(project, "doctor")
    lines = said.partition("\n\nmypy: ")[2].split("\n\n")
    assert code == 1
    assert said.count("2 of 2 names\n") == 4
    assert [line.partition(":")[0] for line in lines[1:]] == ["zuban"]


def test_another_environment(project: Path) -> None:
    """The advice for a checker that uses another environment names this one."""
    settings = (project / "pyproject.toml").read_text()
    other = project / "other"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(other)], check=True)
    (project / "pyproject.toml").write_text(
        settings.replace(f'python = "{BIN.parent}"', f'python = "{other}"')
    )
    command(project, "stubs")
    code, said = command(project, "doctor")

    assert code == 1
    assert said.endswith(
        f'\n\nty: typed_registry isn\'t found; set python = "{BIN.parent}" in pyproject.toml '
        "[tool.ty.environment]\n"
    )
    assert said.count("2 of 2 names\n") == 5


def test_components_that_configs_cannot_choose(project: Path) -> None:
    """A component that no config can choose, or not with all its parameters, is named with the reason."""
    (project / "shop" / "parts" / "set.py").write_text(SET)

    _, said = command(project, "doctor")

    lines = [line for line in said.splitlines() if line.startswith("  THINGS: ")]
    assert ["'box'", "'set'"] == sorted(line.split(": ")[1] for line in lines)
    assert "set.py:" in next(line for line in lines if "'set'" in line)
    assert "Callable[[int], Bolt]" in said


def test_nothing_to_examine(project: Path) -> None:
    """A module without registries is an error."""
    assert (2, "typed-registry: shop defines no registry\n") == command(project, "doctor", "shop")
