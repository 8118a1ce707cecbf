"""The library works on every supported CPython, and with the oldest versions of what it depends on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import tomllib

from tests.package.interpreter import ROOT, SUPPORTED, environment, install, interpreter, run

OTHERS = [v for v in SUPPORTED if v != f"{sys.version_info[0]}.{sys.version_info[1]}"]
FOLDERS = ("annotations", "class_libraries", "conformance")
"""The tests of what reads classes and functions, in which the versions differ most."""
FURTHER = ("config", "discovery", "messages", "registration", "testing")
"""The other tests of the library itself, which the oldest and the newest version run."""
NEEDED = (
    "docstring-parser",
    "hypothesis",
    "jsonschema",
    "msgspec",
    "numpy",
    "pydantic",
    "pytest",
    "tomlkit",
)
"""The packages that the tests need beside the library."""
OMITTED = (
    "conformance/test_agreement.py",
    "conformance/test_protocol_changes.py",
    "conformance/test_torch.py",
    "messages/test_arguments.py",
    "messages/test_programs.py",
    "messages/test_quoted_line.py",
    "registration/test_libraries.py",
)
"""Tests among them that need torch, mypy, typer, or the libraries whose classes they register."""
LONG = ("registration/test_interleaved.py",)
"""Tests of each instruction of some functions, which take as long as half of the others together."""


@pytest.mark.parametrize("version", OTHERS)
def test_library(version: str, wheel: Path, tmp_path: Path) -> None:
    """The library's own tests pass on the installed wheel."""
    found = interpreter(version)
    if found is None:
        pytest.skip(f"there is no Python {version} here, and it can't be downloaded")
    python = environment(found, tmp_path / "environment")
    install(python, f"{wheel}[config]", *NEEDED)
    folders = (*FOLDERS, *FURTHER) if version in (SUPPORTED[0], SUPPORTED[-1]) else FOLDERS
    tests = [ROOT / "tests" / folder for folder in folders]
    omitted = [f"--ignore={ROOT / 'tests' / file}" for file in (*OMITTED, *LONG)]
    options = ("-q", "-p", "no:cacheprovider", "-k", "not xdist")  # which works alike in every version
    printed = run(python, "-m", "pytest", *options, *omitted, *tests)

    assert " passed" in printed  # and not skipped; the command fails if a test does


def test_oldest_dependencies(wheel: Path, tmp_path: Path) -> None:
    """The library and its command line work with the oldest versions that its metadata admits."""
    python = environment(Path(sys.executable), tmp_path / "environment")
    tools = ("hypothesis", "jsonschema", "msgspec", "numpy", "pydantic", "pytest")
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", wheel, *_oldest(), *tools)
    tests = [ROOT / "tests" / name for name in ("annotations", "class_libraries", "programs/test_help.py")]
    ignored = ("-W", "ignore::DeprecationWarning")  # which click gives of what an old typer calls
    printed = run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *ignored, *tests)

    assert " passed" in printed  # and not skipped; the command fails if a test does


def _oldest() -> Iterator[str]:
    """Yield the oldest version of each dependency, as `attrs==25.4`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    for each in (*project["dependencies"], *extras["config"], *extras["cli"]):
        if ">=" in each:
            yield each.partition(";")[0].replace(">=", "==")
