"""The wheels and source distributions hold one package each, and the library needs little."""

from __future__ import annotations

import sys
import tarfile
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path, PurePosixPath

import pytest

import posttrain
import typed_registry
from tests.package.interpreter import ROOT, environment, install, run

SNIPPET = """
from attrs import frozen
from typed_registry import Registry, Spec
from typed_registry.config import from_mapping
NUMBERS = Registry[int, []]("numbers")
@NUMBERS.register_factory("double")
def double(of: int = 1) -> int:
    return 2 * of
@frozen
class Root:
    number: Spec[int, []]
print(from_mapping(Root, {"number": {"name": "double", "of": 4}}).number.build())
"""
LOAD_YAML = """
from attrs import make_class
from typed_registry.config import load
from typed_registry.errors import MissingExtraError
try: load(make_class("C", ["a"], frozen=True), "config.yaml")
except MissingExtraError as error: print(error.requirement)
"""


def packaged(wheel: Path) -> set[str]:
    """The files of a wheel without its metadata."""
    return {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info" not in name}


def sources(package: str) -> set[str]:
    """The files of a package in the checkout that belong in its wheel, relative to `src`."""
    kinds = (".py", ".pyi", ".typed", ".jsonl")
    files = [path for path in (ROOT / "src" / package).rglob("*") if path.suffix in kinds]
    return {path.relative_to(ROOT / "src").as_posix() for path in files}


def metadata(wheel: Path, name: str = "METADATA") -> str:
    """The text of a file of the wheel's metadata."""
    archive = zipfile.ZipFile(wheel)
    return archive.read(next(each for each in archive.namelist() if each.endswith(f"/{name}"))).decode()


def fields(wheel: Path) -> Message:
    """The metadata's fields: `Name`, `Version`, `Requires-Dist` and so on."""
    return Parser().parsestr(metadata(wheel))


def unpacked(wheel: Path) -> set[str]:
    """The files of the source distribution beside the wheel, relative to its only folder."""
    with tarfile.open(next(wheel.parent.glob("*.tar.gz"))) as archive:
        return {str(PurePosixPath(*PurePosixPath(name).parts[1:])) for name in archive.getnames()}


@pytest.fixture
def bare(wheel: Path, tmp_path: Path) -> Path:
    """The interpreter of an environment that holds the library, without extras."""
    python = environment(Path(sys.executable), tmp_path / "environment")
    install(python, wheel)
    return python


def test_library_wheel(wheel: Path) -> None:
    """The library's wheel holds every module of the library and nothing else."""
    assert sources("typed_registry") == packaged(wheel)
    assert "typed_registry/py.typed" in packaged(wheel)


def test_posttrain_wheel(posttrain_wheel: Path) -> None:
    """The wheel of posttrain holds every module of posttrain, the stub, the data, and nothing else."""
    assert sources("posttrain") == packaged(posttrain_wheel)
    assert {
        "posttrain/py.typed",
        "posttrain/registries.pyi",
        "posttrain/datasets/data/commands.jsonl",
    } <= packaged(posttrain_wheel)


def test_source_distributions(wheel: Path, posttrain_wheel: Path) -> None:
    """Each source distribution holds its package and what belongs to it, and nothing of the other."""
    added = {".gitignore", "PKG-INFO", "README.md", "LICENSE", "pyproject.toml"}

    assert {f"src/{name}" for name in sources("typed_registry")} | added | {"CHANGELOG.md"} == unpacked(wheel)
    assert {name.removeprefix("posttrain/") for name in sources("posttrain")} | added == unpacked(
        posttrain_wheel
    )


def test_license(wheel: Path, posttrain_wheel: Path) -> None:
    """Both wheels hold the license and state it in their metadata."""
    text = (ROOT / "LICENSE").read_text()

    assert text.startswith("MIT License")
    for each in (wheel, posttrain_wheel):
        assert "MIT" == fields(each)["License-Expression"]
        assert text == metadata(each, "LICENSE")


def test_requirements(wheel: Path, posttrain_wheel: Path) -> None:
    """The library requires two packages; posttrain requires the library with its commands."""
    library = fields(wheel).get_all("Requires-Dist", [])
    application = fields(posttrain_wheel).get_all("Requires-Dist", [])

    assert ["attrs", "typing-extensions"] == [
        line.partition(">=")[0] for line in library if "extra ==" not in line
    ]
    assert ["cli", "config", "stubs"] == fields(wheel).get_all("Provides-Extra")
    assert f"typed-registry[cli]=={typed_registry.__version__.rpartition('.')[0]}.*" in application
    assert ["lora", "parquet", "smollm2", "sweep"] == fields(posttrain_wheel).get_all("Provides-Extra")


def test_versions(wheel: Path, posttrain_wheel: Path) -> None:
    """The version in a wheel's metadata is the package's own, and both have the same."""
    assert typed_registry.__version__ == fields(wheel)["Version"]
    assert posttrain.__version__ == fields(posttrain_wheel)["Version"]
    assert typed_registry.__version__ == posttrain.__version__


def test_bare_install(bare: Path) -> None:
    """With attrs and typing-extensions alone, the library builds components from a config."""
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", bare)
    installed = run(*pip, "list", "--format", "freeze").splitlines()

    assert {"attrs", "typed-registry", "typing_extensions"} == {line.partition("==")[0] for line in installed}
    assert "8\n" == run(bare, "-c", SNIPPET)


def test_missing_extras(bare: Path, tmp_path: Path) -> None:
    """Without the extras, the command and the readers say what to install."""
    (tmp_path / "config.yaml").write_text("a: 1\n")

    assert "typed-registry[config]\n" == run(bare, "-c", LOAD_YAML, cwd=tmp_path)
    code = "import typed_registry.__main__ as m\ntry: m.main()\nexcept SystemExit as error: print(error)"
    assert run(bare, "-c", code).endswith("pip install 'typed-registry[cli]'\n")


def test_command(bare: Path, wheel: Path) -> None:
    """With the extra `cli`, the command works; posttrain is not among what is installed."""
    install(bare, f"{wheel}[cli]")
    command = bare.with_name("typed-registry")

    assert f"typed-registry {typed_registry.__version__}\n" == run(command, "--version")
    assert not bare.with_name("posttrain").exists()
    run(bare, "-c", "import importlib.util as u, sys; sys.exit(u.find_spec('posttrain') is not None)")


def test_posttrain_command(bare: Path, wheel: Path, posttrain_wheel: Path) -> None:
    """Beside the library, the wheel of posttrain lists its components; torch isn't imported for that."""
    install(bare, f"{wheel}[cli]")
    install(bare, "--no-deps", posttrain_wheel)
    command = bare.with_name("posttrain")

    assert f"posttrain {posttrain.__version__}\n" == run(command, "--version")
    assert "cross_entropy" in run(command, "list", "losses")
