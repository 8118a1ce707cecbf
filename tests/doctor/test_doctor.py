"""The command that finds out which checkers see the stubs of a project's registries."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.doctor.project import BIN, PART, command, configure

CHECKERS = ("mypy", "pyright", "basedpyright", "ty", "pyrefly", "zuban")
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
WITHOUT_STUB = """\
shop.registries: 2 names in THINGS
  the stub beside the module: none
  the stub of this environment: none

checker  version  configured in  names seen  calls checked
mypy  V  pyproject.toml [tool.mypy]  no stub  -
pyright  V  pyproject.toml [tool.pyright]  no stub  -
basedpyright  V  (pyproject.toml [tool.pyright])  no stub  -
ty  V  pyproject.toml [tool.ty]  no stub  -
pyrefly  V  pyproject.toml [tool.pyrefly]  no stub  -
zuban  V  (pyproject.toml [tool.mypy])  no stub  -

mypy, pyright, basedpyright (not configured), ty, pyrefly, zuban (not configured): THINGS: \
no stub has 'bolt', 'nut'; run: typed-registry stubs shop.registries
"""
HEALTHY = """\
shop.registries: 2 names in THINGS
  the stub beside the module: shop/registries.pyi, 2 names
  the stub of this environment: none

checker  version  configured in  names seen  calls checked
mypy  V  pyproject.toml [tool.mypy]  2 of 2  2 of 2
pyright  V  pyproject.toml [tool.pyright]  2 of 2  2 of 2
basedpyright  V  (pyproject.toml [tool.pyright])  2 of 2  2 of 2
ty  V  pyproject.toml [tool.ty]  2 of 2  2 of 2
pyrefly  V  pyproject.toml [tool.pyrefly]  2 of 2  2 of 2
zuban  V  (pyproject.toml [tool.mypy])  2 of 2  2 of 2
"""
STALE = """\
shop.registries: 3 names in THINGS
  the stub beside the module: shop/registries.pyi, 2 names
  the stub of this environment: none

checker  version  configured in  names seen  calls checked
mypy  V  pyproject.toml [tool.mypy]  2 of 3  2 of 3
pyright  V  pyproject.toml [tool.pyright]  2 of 3  2 of 3
basedpyright  V  (pyproject.toml [tool.pyright])  2 of 3  2 of 3
ty  V  pyproject.toml [tool.ty]  2 of 3  2 of 3
pyrefly  V  pyproject.toml [tool.pyrefly]  2 of 3  2 of 3
zuban  V  (pyproject.toml [tool.mypy])  2 of 3  2 of 3

mypy, pyright, basedpyright (not configured), ty, pyrefly, zuban (not configured): THINGS: \
no stub has 'screw'; run: typed-registry stubs shop.registries
"""
ASIDE = """\
shop.registries: 2 names in THINGS
  the stub beside the module: none
  the stub of this environment: typings/shop/registries.pyi, 2 names

checker  version  configured in  names seen  calls checked
mypy  V  pyproject.toml [tool.mypy]  no stub  -
pyright  V  pyproject.toml [tool.pyright]  2 of 2  2 of 2
basedpyright  V  (pyproject.toml [tool.pyright])  2 of 2  2 of 2
ty  V  pyproject.toml [tool.ty]  no stub  -
pyrefly  V  pyproject.toml [tool.pyrefly]  no stub  -
zuban  V  (pyproject.toml [tool.mypy])  no stub  -

mypy: typings/shop/registries.pyi isn't read; mypy prefers the project's own source; run: typed-registry \
stubs shop.registries

ty: typings/shop/registries.pyi isn't read; set extra-paths = ["typings"] in pyproject.toml \
[tool.ty.environment]

pyrefly: typings/shop/registries.pyi isn't read; set search-path = ["typings"] in pyproject.toml \
[tool.pyrefly]

zuban (not configured): typings/shop/registries.pyi isn't read; zuban would take its folder for \
the whole package
"""


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
    configure(project, "[tool.ty.environment]", '[tool.ty.environment]\nextra-paths = ["typings"]')
    configure(project, "[tool.pyrefly]", '[tool.pyrefly]\nsearch-path = ["typings", "."]')

    code, said = command(project, "doctor")
    lines = said.partition("\n\nmypy: ")[2].split("\n\n")
    assert code == 1
    assert said.count("2 of 2  2 of 2\n") == 4
    assert [line.partition(":")[0] for line in lines[1:]] == ["zuban (not configured)"]


def test_another_environment(project: Path) -> None:
    """The advice for a checker that uses another environment names this one."""
    other = project / "other"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(other)], check=True)
    configure(project, f'python = "{BIN.parent}"', f'python = "{other}"')
    command(project, "stubs")
    code, said = command(project, "doctor")

    assert code == 1
    assert said.endswith(
        f'\n\nty: typed_registry isn\'t found; set python = "{BIN.parent}" in pyproject.toml '
        "[tool.ty.environment]\n"
    )
    assert said.count("2 of 2  2 of 2\n") == 5


def test_components_that_configs_cannot_choose(project: Path) -> None:
    """A component that no config can choose, or not with all its parameters, is named with the reason."""
    (project / "shop" / "parts" / "set.py").write_text(SET)

    _, said = command(project, "doctor")

    lines = [line for line in said.splitlines() if line.startswith("  THINGS: '")]
    assert ["'box'", "'set'"] == sorted(line.split(": ")[1] for line in lines)
    assert "set.py:" in next(line for line in lines if "'set'" in line)
    assert "Callable[[int], Bolt]" in said


def test_many_components_that_configs_cannot_choose(project: Path) -> None:
    """Of many such components, a few are named, and all with --verbose."""
    more = "for number in range(30):\n    THINGS.register(f'box {number}')(Box)\n"
    (project / "shop" / "parts" / "set.py").write_text(f"{SET}\n{more}")

    few, every = (command(project, "doctor", *each, missing=CHECKERS)[1] for each in ((), ("--verbose",)))

    assert 31 == every.count("can't be configured by name")
    assert few.count("can't be configured by name") < 10
    assert "more such lines, which --verbose prints" in few


def test_nothing_to_examine(project: Path) -> None:
    """A module without registries is an error, which names the modules of the package that have some."""
    said = "typed-registry: shop defines no registry, but shop.registries does\n"
    assert (2, said) == command(project, "doctor", "shop")


def test_package_without_init(stubbed: Path) -> None:
    """mypy checks the registries of a package that has no `__init__.py`."""
    (stubbed / "shop" / "__init__.py").unlink()
    (stubbed / "shop" / "parts" / "__init__.py").unlink()

    code, said = command(stubbed, "doctor", "--checker", "mypy")

    assert code == 0
    assert said.count("2 of 2  2 of 2\n") == 1


def test_missing_checkers(stubbed: Path) -> None:
    """A checker that the project configures, and that isn't installed, is a failure."""
    code, said = command(stubbed, "doctor", missing={*CHECKERS} - {"ty"})
    rows = said.partition("calls checked\n")[2].partition("\n\n")[0].splitlines()

    assert code == 1
    assert ["mypy", "pyright", "ty", "pyrefly"] == [row.split("  ")[0] for row in rows]
    assert said.endswith("\n\nmypy, pyright, pyrefly: isn't installed\n")


def test_no_checker(stubbed: Path) -> None:
    """Without any checker, nothing is checked, which is a failure."""
    (stubbed / "pyproject.toml").write_text('[tool.typed-registry]\nmodules = ["shop.registries"]\n')
    code, said = command(stubbed, "doctor", missing=CHECKERS)

    assert code == 1
    assert said.endswith("\n\nno type checker is installed\n")


def test_checkers_of_other_settings(stubbed: Path) -> None:
    """zuban fails, and mypy doesn't: the exit code is that of mypy, which alone has settings of its own."""
    settings = (stubbed / "pyproject.toml").read_text()
    (stubbed / "pyproject.toml").write_text(settings.partition("[tool.pyright]")[0])
    odd = PART.format(name="\\0", kind="Odd")
    (stubbed / "shop" / "parts" / "odd.py").write_text(odd)
    command(stubbed, "stubs")

    code, said = command(stubbed, "doctor", missing={*CHECKERS} - {"mypy", "zuban"})
    named, _ = command(stubbed, "doctor", "--checker", "zuban")

    assert (0, 1) == (code, named)
    assert "zuban (not configured): " in said.rpartition("\n\n")[2]
    assert {"mypy", "zuban"} == {row.split("  ")[0] for row in said.splitlines() if "  V  " in row}


def test_unknown_checker(stubbed: Path) -> None:
    """A checker that the doctor doesn't know is a wrong argument."""
    code, said = command(stubbed, "doctor", "--checker", "mpy")

    assert code == 2
    assert "mpy" in said
