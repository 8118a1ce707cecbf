"""The generated stubs, and the command that writes them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stubs import refused
from typed_registry.errors import StubError
from typed_registry.stubs import generate

ROOT = Path(__file__).parents[2]
COMMAND = str(Path(sys.executable).with_name("typed-registry"))
MODULE = """
from tests.stubs.shapes import Animal, Inherited
from typed_registry import Registry

ANIMALS = Registry[Animal, []]("animals")
ANIMALS.register_instance("one", Inherited(1))
"""


def run(*arguments: str, cwd: Path = ROOT) -> tuple[int, str]:
    """The exit code and the output of the command."""
    done = subprocess.run([COMMAND, *arguments], cwd=cwd, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A folder with a module that registers one animal, beside what it imports."""
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    (tmp_path / "one_animal.py").write_text(MODULE)
    return tmp_path


def test_fresh() -> None:
    """The stubs of this repository are what the generator writes now."""
    assert (0, "") == run("stubs", "--check", "posttrain.registries", "tests.stubs.zoo")


def test_life_of_a_stub(package: Path) -> None:
    """A stub is written, found fresh, found stale after a registration, and written again."""
    stub = package / "one_animal.pyi"

    assert (0, f"{stub}: written\n") == run("stubs", "one_animal", cwd=package)
    first = stub.read_text()
    assert (0, "") == run("stubs", "--check", "one_animal", cwd=package)
    assert (0, f"{stub}: up to date\n") == run("stubs", "one_animal", cwd=package)

    with (package / "one_animal.py").open("a") as module:
        module.write('ANIMALS.register_instance("two", Inherited(2))\n')
    code, printed = run("stubs", "--check", "one_animal", cwd=package)

    assert code == 1
    assert '+    def build(self, name: Literal["two"], /) -> Inherited:\n' in printed
    assert printed.endswith(f"{stub}: stale; run: typed-registry stubs one_animal\n")
    assert first == stub.read_text()
    assert (0, f"{stub}: written\n") == run("stubs", "one_animal", cwd=package)
    assert (0, "") == run("stubs", "--check", "one_animal", cwd=package)


def test_many(package: Path) -> None:
    """Above the limit there are no overloads, and the command says so."""
    code, printed = run("stubs", "--most", "0", "one_animal", cwd=package)
    text = (package / "one_animal.pyi").read_text()

    assert code == 0
    assert printed.splitlines()[0] == (
        "one_animal.ANIMALS: more than 0 components, so `components` alone and no overloads"
    )
    assert "overload" not in text
    assert "_AnimalsComponents" in text


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("LOCAL", "'local': no stub can be written: made.<locals>.Local is defined as made.<locals>.Local, "),
        ("LAMBDA", "'lambda': no stub can be written: <lambda> is defined as <lambda>, "),
        ("BESIDE", "no stub can be written: it also defines Thing, which a stub beside it would hide; "),
        ("EMPTY", "no stub can be written: it defines no registry"),
    ],
)
def test_refused(source: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has no exact stub is refused, with the component and the reason."""
    name = f"refused_{source.lower()}"
    (tmp_path / f"{name}.py").write_text(getattr(refused, source))
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(StubError) as caught:
        generate(name)

    assert str(caught.value).startswith(f"{name}: {reason}")
    assert [tmp_path / f"{name}.py"] == [path for path in tmp_path.iterdir() if path.is_file()]
    shutil.rmtree(tmp_path / "__pycache__", ignore_errors=True)
