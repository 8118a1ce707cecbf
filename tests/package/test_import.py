"""Importing the library loads little and needs two packages."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import attr
import attrs
import pytest
import typing_extensions

import typed_registry

FOLDER = TemporaryDirectory()
"""A folder that contains the library and nothing else."""
SOURCE = FOLDER.name
Path(SOURCE, "typed_registry").symlink_to(Path(typed_registry.__file__).parent)


def run(script: str, *paths: str) -> str:
    """Return the output of a script in a fresh interpreter that finds only the library and these folders."""
    head = f"import sys; sys.path[:0] = {[SOURCE, *paths]!r}\n"
    command = [sys.executable, "-I", "-S", "-c", head + script]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def two_packages(tmp_path: Path) -> str:
    """Return a folder that contains attrs and typing-extensions, the only requirements of the library."""
    for package in (attr, attrs):
        (tmp_path / package.__name__).symlink_to(Path(str(package.__file__)).parent)
    (tmp_path / "typing_extensions.py").symlink_to(str(typing_extensions.__file__))
    return str(tmp_path)


@pytest.mark.parametrize("module", ["typed_registry", "typed_registry.config"])
def test_imports_little(module: str) -> None:
    """Importing the library imports neither attrs nor typing_extensions nor inspect."""
    script = f"""
import json
before = set(sys.modules)
import {module}
print(json.dumps(sorted({{name.partition(".")[0] for name in set(sys.modules) - before}})))
"""
    tops: list[str] = json.loads(run(script))

    assert {"typed_registry"} == {*tops} - {*sys.stdlib_module_names}
    assert not {"inspect", "dataclasses", "ast", "pathlib", "re", "asyncio"} & ({*tops} - _of_typing())


def test_registry_without_anything() -> None:
    """A registry can be defined where nothing else is installed."""
    script = """
from typed_registry import Registry
class Losses(Registry[int, []]): ...
print(Registry[int, [str]]("ints"), Registry[int]("ints"), Losses("losses"), Registry("any"))
"""

    assert "Registry('ints') Registry('ints') Losses('losses') Registry('any')\n" == run(script)


def test_registers_with_two_packages(two_packages: str) -> None:
    """With attrs and typing-extensions, everything but YAML works."""
    script = """
from attrs import frozen
from typed_registry import Registry, Spec
from typed_registry.config import from_mapping
INTS = Registry[int, []]("ints")
INTS.register_factory("double")(lambda of=1: 2 * of)
@frozen
class Root:
    number: Spec[int, []]
print(from_mapping(Root, {"number": {"name": "double", "of": 4}}).number.build())
"""

    assert "8\n" == run(script, two_packages)


def test_yaml_without_its_package(two_packages: str) -> None:
    """If the package that reads YAML is missing, the error says what to install."""
    script = """
from typed_registry.errors import RegistryError
from typed_registry.config import dump, load
import pathlib, tempfile
from attrs import frozen
@frozen
class Root: ...
file = pathlib.Path(tempfile.mkdtemp(), "c.yaml")
file.write_text("{}")
for act in (lambda: load(Root, file), lambda: dump(Root())):  # what is dumped is read again
    try:
        act()
    except RegistryError as error:
        print(error)
"""

    assert (
        "reading YAML needs PyYAML, which isn't installed: pip install 'typed-registry[config]'\n"
        "reading YAML needs PyYAML, which isn't installed: pip install 'typed-registry[config]'\n"
        == run(script, two_packages)
    )


def test_json_with_overrides_without_yaml(two_packages: str, tmp_path: Path) -> None:
    """A JSON config loads without the package that reads YAML."""
    file = tmp_path / "c.json"
    file.write_text('{"steps": 3}')
    script = f"""
from typed_registry.config import load
from attrs import frozen
@frozen
class Root:
    steps: int
print(load(Root, {str(file)!r}))
"""

    assert "Root(steps=3)\n" == run(script, two_packages)


def _of_typing() -> set[str]:
    """Return the modules that `typing` itself imports on this version of Python."""
    script = "import typing, json; print(json.dumps(sorted(sys.modules)))"
    return {*json.loads(run(script))}
