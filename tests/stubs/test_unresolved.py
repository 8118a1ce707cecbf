"""Components with types that mypy can't resolve: refused, left out of the stub, or with `Any`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.stubs.command import SOURCES, run
from tests.stubs.unresolved import PROBLEMS, write_zoo

PROGRAM = """
from zoo.registries import ANYTHING, ZOO

ZOO.build("near", size=2)
ZOO.build("far", 1, thing="whatever", many=[None])
ZOO.spec("far", count=1)
ZOO.spec("configured", rate=0.5)
ZOO.components["far"](count=1)
ZOO.build("local", size=2).speak()
ZOO.spec("local", size=2)
ZOO.build("near", siez=2)
ZOO.build("far", "one")
ZOO.build("far", 1, many=None)
ZOO.spec("configured", rat=0.5)
ZOO.components["free"](siez=2)
ZOO.build("local").speek()
ZOO.build("local", siez=2)
ZOO.spec("local", siez=2)
ZOO.components["local"](siez=2)
ZOO.build("orphan", size=2)
ANYTHING.build("many", size="large")
"""
WRONG = range(11, 22)
"""The wrong lines of the program."""


@pytest.fixture(scope="module")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the package `zoo`, and with mypy's cache of it once a stub is generated."""
    folder = tmp_path_factory.mktemp("unresolved").resolve()
    write_zoo(folder)
    return folder


@pytest.fixture
def settings(zoo: Path) -> Path:
    """Return the file of the project's settings, which doesn't exist, nor does the stub."""
    for name in ("pyproject.toml", "zoo/registries.pyi"):
        (zoo / name).unlink(missing_ok=True)
    return zoo / "pyproject.toml"


def test_all_are_reported(zoo: Path, settings: Path) -> None:
    """All problems are reported at once, each with its component, parameter, file and line."""
    assert not settings.exists()
    code, printed = run("stubs", "zoo.registries", cwd=zoo)
    first, *lines = printed.splitlines()

    assert code == 1
    assert first.endswith("the stub can't be written, because of 8 problems:")
    assert [f"  {each}" for each in PROBLEMS] == lines[:8]
    assert 'unresolved-components = { "zoo.registries.ZOO.far" = "omit" }' in lines
    assert not (zoo / "zoo" / "registries.pyi").exists()


def test_any(zoo: Path, settings: Path) -> None:
    """With "any", the stub has `Any` for what is missing, and every run of the command lists it."""
    settings.write_text('[tool.typed-registry]\nunresolved = "any"\nmodules = ["zoo.registries"]\n')
    listed = ["zoo.registries: the stub has Any for what mypy can't resolve:", *(f"  {p}" for p in PROBLEMS)]

    for arguments, last in (((), ["zoo/registries.pyi: written"]), (("--check",), []), (("--check",), [])):
        code, printed = run("stubs", *arguments, cwd=zoo)
        assert (0, [*listed, *last]) == (code, printed.splitlines())

    stub = (zoo / "zoo" / "registries.pyi").read_text()
    assert "# 'far' has Any: thing: Thing | None: mypy can't resolve zoo.animals.Thing\n" in stub
    assert str(zoo) not in stub
    (zoo / "program.py").write_text(PROGRAM)
    command = [sys.executable, "-m", "mypy", "--config-file=", "--strict", "program.py"]
    done = subprocess.run(
        command, cwd=zoo, env={"MYPYPATH": SOURCES}, capture_output=True, text=True, check=False
    )
    found = [line.split(":")[1] for line in done.stdout.splitlines() if line.startswith("program.py:")]
    assert [*map(str, WRONG)] == [*dict.fromkeys(found)]


def test_omit(zoo: Path, settings: Path) -> None:
    """With "omit", the stub has the other components, and says in a comment why some aren't there."""
    assert not settings.exists()
    command = ("stubs", "zoo.registries", "--unresolved", "omit")
    code, printed = run(*command, "--check", cwd=zoo)
    assert code == 1
    assert printed.endswith(f"zoo/registries.pyi: missing; run: typed-registry {' '.join(command)}\n")

    code, printed = run(*command, cwd=zoo)
    stub = (zoo / "zoo" / "registries.pyi").read_text()

    assert code == 0
    assert printed.splitlines() == [
        "zoo.registries: the stub leaves these components out:",
        *(f"  {problem}" for problem in PROBLEMS),
        "zoo/registries.pyi: written",
    ]
    assert '_ZooName: TypeAlias = Literal["near", "free"]\n' in stub
    assert "# 'local' is left out: made.<locals>.Local is defined" in stub
    assert '"far"' not in stub


def test_single_components(zoo: Path, settings: Path) -> None:
    """A component can be treated otherwise than all others."""
    settings.write_text(
        '[tool.typed-registry]\nmodules = ["zoo.registries"]\nunresolved = "omit"\n'
        '[tool.typed-registry.unresolved-components]\n"zoo.registries.ZOO.far" = "any"\n'
        '"zoo.registries.ZOO.local" = "error"\n'
    )
    code, printed = run("stubs", cwd=zoo)
    assert code == 1
    assert printed.splitlines()[0].endswith(f"the stub can't be written: {PROBLEMS[6]}")

    settings.write_text(settings.read_text().replace('"error"', '"any"'))
    code, printed = run("stubs", cwd=zoo)
    assert code == 0
    assert printed.splitlines() == [
        "zoo.registries: the stub has Any for what mypy can't resolve:",
        *(f"  {PROBLEMS[at]}" for at in (0, 1, 6)),
        "zoo.registries: the stub leaves these components out:",
        *(f"  {PROBLEMS[at]}" for at in (2, 3, 4, 5, 7)),
        "zoo/registries.pyi: written",
    ]


def test_a_single_component_that_is_not_registered(zoo: Path, settings: Path) -> None:
    """A component that the settings name must be registered; other configured modules are left alone."""
    settings.write_text(
        '[tool.typed-registry]\nmodules = ["zoo", "zoo.registries", "other"]\nunresolved = "omit"\n'
        '[tool.typed-registry.unresolved-components]\n"zoo.registries.ZOO.fra" = "any"\n'
        '"other.R.far" = "any"\n'
    )
    code, printed = run("stubs", "zoo.registries", cwd=zoo)

    assert code == 1
    assert printed == (
        "typed-registry: zoo.registries: the stub can't be written: unresolved-components names "
        "'zoo.registries.ZOO.fra', which isn't registered; did you mean 'zoo.registries.ZOO.far'?\n"
    )


def test_the_type_of_a_registry(zoo: Path, settings: Path) -> None:
    """No setting excuses a registry whose own type can't be resolved, as its components would be Any."""
    settings.write_text('[tool.typed-registry]\nunresolved = "any"\n')
    (zoo / "kindless.py").write_text(
        "from typed_registry import Registry\nfrom zoo.animals import Near, Parent\n"
        'KINDLESS = Registry[list[Parent], []]("kindless")\nNEAR = Registry[Near, [Parent]]("near")\n'
    )
    code, printed = run("stubs", "kindless", cwd=zoo)

    assert code == 1
    assert printed.splitlines() == [
        "typed-registry: kindless: the stub can't be written, because of 2 problems:",
        "  KINDLESS: mypy can't resolve zoo.animals.Parent, which the type of the registry mentions",
        "  NEAR: mypy can't resolve zoo.animals.Parent, which the type of the registry mentions",
    ]


def test_several_modules(zoo: Path, settings: Path) -> None:
    """A module whose stub can't be written doesn't keep the next from getting one."""
    assert not settings.exists()
    near = "from typed_registry import Registry\nfrom zoo.animals import Near\n\n"
    (zoo / "good.py").write_text(f'{near}GOOD = Registry[Near, []]("good")\nGOOD.register("near")(Near)\n')
    (zoo / "bad.py").write_text(f'{near}BAD = Registry[Near, []]("bad")\nclass Other: ...\n')

    code, printed = run("stubs", "zoo.registries", "bad", "good", cwd=zoo)
    assert code == 1
    assert "zoo.registries: the stub can't be written, because of 8 problems" in printed
    assert "bad: the stub can't be written: it also defines Other" in printed
    assert "good.pyi: written\n" in printed
    code, printed = run("stubs", "--check", "qqq", "good", cwd=zoo)
    assert (2, "typed-registry: qqq can't be imported: No module named 'qqq'\n") == (code, printed)
