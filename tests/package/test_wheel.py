"""The wheel is whole, and the library needs little."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

from tests.package.interpreter import ROOT, environment, install, run

SNIPPET = """
from attrs import frozen
from typed_registry import Registry, Spec
from typed_registry.config import from_mapping
R = Registry[object, []]("things")
@R.register("thing")
class Thing:
    def __init__(self, size: int = 1) -> None:
        self.size = size
print(R.from_mapping({"name": "thing", "size": 3}).build().size)
"""


def test_contents(wheel: Path) -> None:
    """The wheel holds every module of both packages, the stub and the marks of typed packages."""
    packaged = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info" not in name}
    kept = [path for path in (ROOT / "src").rglob("*") if path.suffix in (".py", ".pyi", ".typed")]

    assert {path.relative_to(ROOT / "src").as_posix() for path in kept} == packaged
    assert {"typed_registry/py.typed", "posttrain/py.typed", "posttrain/registries.pyi"} <= packaged


def test_bare_install(wheel: Path, tmp_path: Path) -> None:
    """With attrs and typing-extensions alone, the library is imported and builds components."""
    python = environment(Path(sys.executable), tmp_path / "environment")
    install(python, wheel)
    installed = run(python, "-m", "pip", "list", "--format", "freeze").splitlines()

    assert {"attrs", "pip", "setuptools", "typed-registry", "typing_extensions"} >= {
        line.partition("==")[0] for line in installed
    }
    assert run(python, "-c", SNIPPET) == "3\n"


def test_missing_extras(wheel: Path, tmp_path: Path) -> None:
    """Without the extras, the commands and the readers say what to install."""
    python = environment(Path(sys.executable), tmp_path / "environment")
    install(python, wheel)
    (tmp_path / "config.yaml").write_text("a: 1\n")
    program = (
        "from attrs import make_class\n"
        "from typed_registry import RegistryError\n"
        "from typed_registry.config import load\n"
        "try: load(make_class('C', ['a'], frozen=True), 'config.yaml')\n"
        "except RegistryError as error: print(error)\n"
    )

    assert run(python, "-c", program, cwd=tmp_path) == (
        "reading YAML needs ruamel.yaml, which isn't installed: pip install 'typed-registry[config]'\n"
    )
    for command in ("typed-registry", "posttrain"):
        text = f"import sys, runpy; sys.argv = [{command!r}]\n"
        entry = "typed_registry._command_line" if command == "typed-registry" else "posttrain.cli"
        text += f"from {entry} import main\ntry: main()\nexcept SystemExit as error: print(error)\n"
        extra = "cli" if command == "typed-registry" else "posttrain"

        assert run(python, "-c", text) == (
            f"{command}: the command needs typer: pip install 'typed-registry[{extra}]'\n"
        )
