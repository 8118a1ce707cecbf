"""A module with a stub beside it and another in `typings`: each checker reads one of them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.stubs.command import run
from tests.typing.checker import CHECKERS, Checker

PROGRAM = """
from shop.parts import bolt, screw

bolt()
screw()
"""
SETTINGS: Mapping[str, tuple[str, str]] = {
    "mypy": ("mypy.ini", "[mypy]\nmypy_path = typings\n"),
    "ty": ("ty.toml", '[environment]\nextra-paths = ["typings"]\n'),
    "pyrefly": ("pyrefly.toml", 'search-path = ["typings", "."]\n'),
}
"""The settings by which a checker finds a folder of stubs. pyright looks there by default."""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Return a project whose stub in `typings` has one function more than the one beside the module."""
    for file, text in {
        "shop/__init__.py": "",
        "shop/parts.py": "def bolt(): ...\n",
        "shop/parts.pyi": "def bolt() -> None: ...\n",
        "typings/shop/__init__.pyi": '__path__ = __import__("pkgutil").extend_path(__path__, __name__)\n',
        "typings/shop/parts.pyi": "def bolt() -> None: ...\ndef screw() -> None: ...\n",
        "program.py": PROGRAM,
    }.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text)
    return tmp_path


def reads_typings(checker: Checker, folder: Path, files: Sequence[str]) -> bool:
    """Return whether a checker finds the function that only the stub in `typings` has."""
    if checker.name in SETTINGS:
        name, text = SETTINGS[checker.name]
        (folder / name).write_text(text)
    words = ("check",) if checker.name in {"ty", "pyrefly"} else ()
    program = str(Path(sys.executable).with_name(checker.command[0]))
    done = subprocess.run([program, *words, *files], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return done.returncode == 0


@pytest.mark.parametrize(
    ("checker", "files", "expected"),
    [
        ("mypy", ["program.py"], True),
        ("mypy", ["program.py", "shop"], False),
        ("pyright", ["program.py"], True),
        ("basedpyright", ["program.py"], True),
        ("ty", ["program.py"], True),
        ("ty", ["program.py", "shop"], True),
        ("pyrefly", ["program.py"], True),
        ("pyrefly", ["program.py", "shop"], True),
    ],
)
def test_which_stub_is_read(checker: str, files: list[str], *, expected: bool, shop: Path) -> None:
    """Of a module of the project itself, mypy alone may read the stub beside it."""
    assert reads_typings(CHECKERS[checker], shop, files) is expected


def test_a_second_stub_that_is_stale(package: Path) -> None:
    """The command mentions a stub elsewhere that lacks a component or has other parameters."""
    assert run("stubs", "one_animal", cwd=package)[0] == 0
    code, printed = run("stubs", "one_animal", "--typings", "typings", cwd=package)
    assert (0, "typings/one_animal.pyi: written\n") == (code, printed)
    module = package / "one_animal.py"
    module.write_text(module.read_text() + 'ANIMALS.register("two")(Inherited)\n')

    expected = (
        "typings/one_animal.pyi: some checkers read this stub, which differs in 'two'; unless a plugin"
        " replaces them, run: typed-registry stubs one_animal --typings typings"
    )
    for arguments in ((), (), ("--check",)):
        code, printed = run("stubs", *arguments, "one_animal", cwd=package)
        assert (0, expected) == (code, printed.splitlines()[-1])
    run("stubs", "one_animal", "--typings", "typings", cwd=package)
    assert (0, "") == run("stubs", "--check", "one_animal", cwd=package)


def test_components_of_the_same_name(package: Path) -> None:
    """A component that is in one registry only differs, although another registry has its name."""
    module = package / "one_animal.py"
    module.write_text(module.read_text() + 'OTHERS = Registry[Animal, []]("others")\n')
    run("stubs", "one_animal", "--typings", "typings", cwd=package)
    module.write_text(module.read_text() + 'OTHERS.register_instance("one", Inherited(1))\n')

    _, printed = run("stubs", "one_animal", cwd=package)

    assert "which differs in 'one'" in printed


def test_components_of_plugins_are_no_difference(package: Path) -> None:
    """The stub of an environment may have more components."""
    (package / "more.py").write_text(
        "from tests.stubs.shapes import Inherited\nfrom one_animal import ANIMALS\n"
        'ANIMALS.register("more")(Inherited)\n'
    )
    run("stubs", "one_animal", "--typings", "typings", "--import", "more", cwd=package)

    assert (0, "one_animal.pyi: written\n") == run("stubs", "one_animal", cwd=package)
