"""The doctor's verdicts on the calls of components: which are checked, in which form, and why not."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.doctor.project import BIN, command, configure
from tests.stubs.command import SOURCES

UNTYPED = """
import sortedcontainers

from shop.registries import THINGS

THINGS.register("sorted")(sortedcontainers.SortedList)
"""
STRUCT = """
import msgspec

from shop.registries import THINGS

@THINGS.register("job")
class Job(msgspec.Struct):
    size: int
"""
OPEN = """
from shop.registries import THINGS

@THINGS.register("open")
class Open:
    def __init__(self, size: int, **more: object) -> None: ...
"""
OVERLOADED = """
from typing_extensions import overload

from shop.registries import THINGS

@overload
def over(size: int) -> object: ...
@overload
def over(size: str, width: int) -> object: ...
@THINGS.register_factory("over")
def over(size: object, width: int = 0) -> object: ...
"""
OUTSIDE = """
from shop.registries import THINGS
from outside import Base, Tensor

@THINGS.register("sized")
class Sized:
    def __init__(self, size: Tensor) -> None: ...

@THINGS.register("heir")
class Heir(Base): ...
"""
CALLED_METACLASS = """
import abc
from typing import Any, TypeVar

from shop.registries import THINGS

T = TypeVar("T")

class Typed(type):
    def __call__(cls: type[T], *args: Any, **kwargs: Any) -> T:
        return super().__call__(*args, **kwargs)

class Open(type):
    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        return super().__call__(*args, **kwargs)

@THINGS.register("typed")
class TypedThing(metaclass=Typed):
    def __init__(self, size: int) -> None: ...

@THINGS.register("open")
class OpenThing(metaclass=Open):
    def __init__(self, size: int) -> None: ...

@THINGS.register("abstract")
class AbstractThing(abc.ABC):
    def __init__(self, size: int) -> None: ...
"""
MADE_LATE = """
def __getattr__(name: str):
    return type(name, (), {})
"""
LOCAL = """
from shop.registries import THINGS

def make() -> type:
    class Local:
        def __init__(self, size: int) -> None: ...
    return Local

THINGS.register("it's local")(make())
"""
UNPACKED = """
from typing import TypedDict

from typing_extensions import Unpack

from shop.registries import THINGS

Options = TypedDict("Options", {"width": int, "class": int}, total=False)

@THINGS.register("unpacked")
class Unpacked:
    def __init__(self, **options: Unpack[Options]) -> None: ...
"""


def verdicts(said: str) -> dict[str, list[str]]:
    """Return the checkers' verdicts on each component, as `--verbose` lists them."""
    rows = (line.split("  ") for line in said.splitlines() if line.startswith("'"))
    return {name.strip("'"): cells for name, _, *cells in rows}


def offer_only_the_class(project: Path) -> None:
    """Rewrite the stub so that the component is its class, and not a Protocol with its parameters."""
    stub = project / "shop" / "registries.pyi"
    only_class = re.sub(r'("sorted": ReadOnly)\[[^]]*]+', r"\1[type[SortedList]]", stub.read_text(), count=1)
    stub.write_text(only_class)


def checked(said: str) -> dict[str, str]:
    """Return each checker's share of components whose calls it checks, as the table lists it."""
    table = said.partition("calls checked\n")[2].partition("\n\n")[0]
    return {row.split("  ")[0]: row.split("  ")[-1] for row in table.splitlines()}


def advice(said: str) -> str:
    """Return what is printed below the tables."""
    return said.rsplit("\n\n", maxsplit=1)[-1]


def test_class_of_an_untyped_package(project: Path) -> None:
    """mypy accepts any call of a class without types if the stub has only the class, which is a failure."""
    (project / "shop" / "parts" / "untyped.py").write_text(UNTYPED)
    command(project, "stubs")
    offer_only_the_class(project)

    code, said = command(project, "doctor", "--checker", "mypy", "--checker", "pyright", "--verbose")

    assert code == 1
    assert {"mypy": "2 of 3", "pyright": "3 of 3"} == checked(said)
    assert ["accepts wrong components", "checked"] == verdicts(said)["sorted"]
    assert "sortedcontainers has no py.typed" in advice(said)

    configure(project, "[tool.mypy]", "[tool.mypy]\nfollow_untyped_imports = true")
    assert command(project, "doctor", "--checker", "mypy")[0] == 0


def test_package_of_another_environment(project: Path) -> None:
    """If a checker doesn't find the package of a class or of its base, it accepts any call of the class."""
    (project / "shop" / "parts" / "untyped.py").write_text(UNTYPED)
    (project / "shop" / "parts" / "struct.py").write_text(STRUCT)
    command(project, "stubs")
    offer_only_the_class(project)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(project / "other")], check=True)
    sources = f'python = "other"\nextra-paths = ["{SOURCES}"]'
    configure(project, f'[tool.ty.environment]\npython = "{BIN.parent}"', f"[tool.ty.environment]\n{sources}")

    code, said = command(project, "doctor", "--checker", "ty", "--verbose")

    assert code == 1
    assert [["accepts wrong components"]] * 2 == [verdicts(said)[name] for name in ("sorted", "job")]
    assert "ty: msgspec, sortedcontainers aren't found; set python = " in said
    assert "'sorted' through components: it doesn't find sortedcontainers, and takes its classes" in said
    assert "'job' through components: it doesn't find msgspec, and takes its classes" in said


def test_outdated_stub(stubbed: Path) -> None:
    """If a parameter has another name than in the stub, right calls by name are refused."""
    bolt = stubbed / "shop" / "parts" / "bolt.py"
    bolt.write_text(bolt.read_text().replace("size", "length"))

    code, said = command(stubbed, "doctor", "--checker", "ty", "--verbose")

    assert code == 1
    assert {"ty": "1 of 2"} == checked(said)
    assert {"bolt": ["refuses right build, specs, spec"], "nut": ["checked"]} == verdicts(said)
    assert advice(said).endswith("if the component has changed, run: typed-registry stubs shop.registries\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("size", "length"),  # no call of the stub's passes
        ("width", "breadth"),  # those of the other overload pass
    ],
)
def test_outdated_overloads(project: Path, old: str, new: str) -> None:
    """The call of each overload must pass, whether or not some checker would accept `*a, **a`."""
    over = project / "shop" / "parts" / "over.py"
    over.write_text(OVERLOADED)
    (project / "shop" / "parts" / "open.py").write_text(OPEN)
    command(project, "stubs")
    over.write_text(OVERLOADED.replace(old, new))

    code, said = command(project, "doctor", "--checker", "ty", "--checker", "mypy", "--verbose")

    assert code == 1
    assert {"ty": "3 of 4", "mypy": "3 of 4"} == checked(said)
    assert ["refuses right components, build, specs, spec"] * 2 == verdicts(said)["over"]


def test_outdated_stub_of_any_keyword(project: Path) -> None:
    """A renamed parameter is noticed though the component takes any keyword."""
    part = project / "shop" / "parts" / "open.py"
    part.write_text(OPEN)
    command(project, "stubs")
    part.write_text(OPEN.replace("size", "length"))

    code, said = command(project, "doctor", "--checker", "ty", "--checker", "mypy", "--verbose")

    assert (1, {"ty": "2 of 3", "mypy": "2 of 3"}) == (code, checked(said))
    assert ["refuses right build, specs, spec"] * 2 == verdicts(said)["open"]


def test_any_keyword(project: Path) -> None:
    """A component that takes any keyword is listed as such, and is no failure."""
    parts = project / "shop" / "parts"
    (parts / "open.py").write_text(OPEN)
    command(project, "stubs")

    code, said = command(project, "doctor")

    assert code == 0
    assert "THINGS: takes any keyword, as its signature says: 'open' (shop/parts/open.py:6)" in said
    assert {"3 of 3"} == {*checked(said).values()}


def test_any_keyword_of_a_builtin(project: Path) -> None:
    """A class without a signature takes any keyword if the stub says so, and is no failure."""
    builtin = (
        "import functools\nfrom shop.registries import THINGS\nTHINGS.register('cut')(functools.partial)\n"
    )
    (project / "shop" / "parts" / "builtin.py").write_text(builtin)
    command(project, "stubs")

    code, said = command(project, "doctor", "--checker", "ty", "--checker", "mypy")

    assert code == 0
    assert "takes any keyword, as its signature says: 'cut' (shop/parts/builtin.py:3)" in said
    assert {"ty": "2 of 2", "mypy": "2 of 2"} == checked(said)


def test_component_that_is_left_out(project: Path) -> None:
    """A component that the stub leaves out on purpose is listed with the reason, and is no failure."""
    (project / "shop" / "parts" / "local.py").write_text(LOCAL)
    configure(project, "[tool.mypy]", 'unresolved = "omit"\n\n[tool.mypy]')
    command(project, "stubs")

    code, said = command(project, "doctor", "--checker", "ty")

    assert code == 0
    assert """THINGS: left out of the stub: "it's local" (make.<locals>.Local is defined as """ in said
    assert {"ty": "2 of 2"} == checked(said)


def test_component_with_any(project: Path) -> None:
    """Components for which the stub has `Any`, as the user chose, are listed with reasons, and no failure."""
    (project / "shop" / "parts" / "outside.py").write_text(OUTSIDE)
    (project / "outside.py").write_text(MADE_LATE)
    configure(project, "[tool.mypy]", 'unresolved = "any"\n\n[tool.mypy]')
    assert command(project, "stubs")[0] == 0

    code, said = command(project, "doctor", "--checker", "mypy", "--checker", "ty", "--verbose")

    assert code == 0, said
    line = next(line for line in said.splitlines() if "has Any in the stub" in line)
    assert "'sized' (size: Tensor: mypy can't resolve " in line
    assert "'heir' (" in line
    assert ["checked", "checked"] == verdicts(said)["sized"]
    assert ["checked", "checked"] == verdicts(said)["heir"]
    assert {"mypy": "4 of 4", "ty": "4 of 4"} == checked(said)


def test_metaclass_that_is_called(project: Path) -> None:
    """Where most checkers look at the metaclass alone, the stub has the constructor in place of the class."""
    (project / "shop" / "parts" / "called.py").write_text(CALLED_METACLASS)
    command(project, "stubs")
    stub = project / "shop" / "registries.pyi"

    code, said = command(project, "doctor", "--checker", "pyright", "--checker", "ty")

    assert (0, {"pyright": "5 of 5", "ty": "5 of 5"}) == (code, checked(said))
    assert '"open": ReadOnly[_OpenCall]' in stub.read_text()
    stub.write_text(stub.read_text().replace("ReadOnly[_OpenCall]", "ReadOnly[type[OpenThing]]"))

    code, said = command(project, "doctor", "--checker", "pyright", "--checker", "ty")

    assert (1, {"pyright": "4 of 5", "ty": "4 of 5"}) == (code, checked(said))
    assert "THINGS: accepts wrong calls of 'open'" in advice(said)
    assert "the parameters of the metaclass's Open.__call__" in advice(said)


def test_keywords_of_a_typed_dict(project: Path) -> None:
    """ty accepts a misspelt keyword if the keywords of a TypedDict can't all be written as parameters."""
    (project / "shop" / "parts" / "unpacked.py").write_text(UNPACKED)
    command(project, "stubs")

    code, said = command(project, "doctor", "--checker", "ty", "--checker", "mypy", "--verbose")

    assert code == 1
    assert {"mypy": "3 of 3", "ty": "2 of 3"} == checked(said)
    assert "Unpack" in advice(said)
    assert ["accepts wrong components, build", "checked"] == verdicts(said)["unpacked"]


def test_component_that_cannot_be_imported(stubbed: Path) -> None:
    """A component that can't be imported isn't checked, which is a failure."""
    bolt = stubbed / "shop" / "parts" / "bolt.py"
    bolt.write_text(f"{bolt.read_text()}\nimport nothing\n")

    code, said = command(stubbed, "doctor", "--checker", "ty", "--verbose")

    assert code == 1
    assert {"bolt": ["not checked"], "nut": ["checked"]} == verdicts(said)
    assert advice(said).startswith("THINGS: 'bolt' isn't checked: ")
    assert "No module named 'nothing'" in advice(said)


def test_damaged_stub(stubbed: Path) -> None:
    """A stub with a syntax error is a failure of every checker, with the line of the error."""
    stub = stubbed / "shop" / "registries.pyi"
    stub.write_text(f"<<<<<<< HEAD\n{stub.read_text()}")

    code, said = command(stubbed, "doctor", "--checker", "ty", "--checker", "pyright")

    assert code == 1
    assert "the stub beside the module: shop/registries.pyi, line 1: invalid syntax" in said
    assert advice(said).startswith("ty, pyright: shop/registries.pyi can't be read: line 1: ")


@pytest.mark.parametrize("setting", ['replace-imports-with-any = ["shop.*"]'])
def test_registry_as_any(stubbed: Path, setting: str) -> None:
    """A checker that takes the registry for Any checks nothing, and the setting is named."""
    configure(stubbed, "[tool.pyrefly]", f"[tool.pyrefly]\n{setting}")

    code, said = command(stubbed, "doctor", "--checker", "pyrefly")

    assert code == 1
    assert advice(said).startswith("pyrefly: takes THINGS for Any, so it checks nothing: ")
    assert setting.split(" ", maxsplit=1)[0] in advice(said)
