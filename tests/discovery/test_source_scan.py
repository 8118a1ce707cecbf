"""Places and configs that discovery finds in sources, and the modules that belong to a project."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast
from unittest.mock import patch

import pytest

from tests.discovery.sources import IMPORT, ZOO, found
from tests.samples.work import instructions
from tests.samples.zoo import plant
from typed_registry._discovery.discover import Found, in_package
from typed_registry._discovery.own_modules import OwnModules
from typed_registry._discovery.uses import Use


def test_place_of_what_is_unclear(folder: Path) -> None:
    """A module that must be imported is found with the first line that isn't clear."""
    plant(
        folder,
        {**ZOO, "zoo/animals/one.py": IMPORT + "\nr = ANIMALS\ns = ANIMALS\n"},
    )
    registry: object = importlib.import_module("zoo.registries").ANIMALS
    (only,) = in_package("zoo.animals", registry, "zoo.registries")

    assert (str(folder / "zoo/animals/one.py"), 3) == only.place


def test_many_registrations(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The uses of names in a module aren't compared with each other: one module may have thousands."""
    lines = (f"ANIMALS.register('a{number}')(int)\n" for number in range(20))
    plant(folder, {**ZOO, "zoo/animals/one.py": IMPORT + "".join(lines)})
    registry: object = importlib.import_module("zoo.registries").ANIMALS
    compared: list[object] = []

    def compare(one: Use, other: object) -> bool:
        compared.append(other)
        return tuple.__eq__(one, cast("Use", other))

    monkeypatch.setattr(Use, "__eq__", compare)
    every = [*in_package("zoo.animals", registry, "zoo.registries")]
    assert [f"a{number}" for number in range(20)] == [each.name for each in every]
    assert not compared


def test_registrations_with_another_registry(folder: Path) -> None:
    """They aren't followed further than those of the registry itself: a project may have many registries."""
    lines = (f"@ANIMALS.register('a{number}')\nclass A{number}: ...\n" for number in range(20))
    plant(folder, {**ZOO, "zoo/animals/one.py": IMPORT + "".join(lines)})
    registries = importlib.import_module("zoo.registries")

    def reading(registry: object) -> Callable[[], list[Found]]:
        return lambda: [*in_package("zoo.animals", registry, "zoo.registries")]

    assert 20 == len(reading(registries.ANIMALS)())
    assert not reading(registries.PLANTS)()
    assert instructions(reading(registries.PLANTS)) < 2 * instructions(reading(registries.ANIMALS))


@pytest.mark.parametrize(
    "source",
    [
        "from zoo.registries import ANIMALS, PLANTS\nPLANTS = ANIMALS\nPLANTS.register('a')(int)",
        "from zoo.registries import PLANTS, ANIMALS\nPLANTS.register('a')(ANIMALS.register('b')(int))",
    ],
)
def test_a_name_that_may_be_another_registry(folder: Path, source: str) -> None:
    """What is imported under a name isn't all that the name may stand for."""
    plant(folder, {**ZOO, "zoo/animals/one.py": source})
    registry: object = importlib.import_module("zoo.registries").ANIMALS
    assert [*in_package("zoo.animals", registry, "zoo.registries")]


@pytest.mark.parametrize(("source", "line"), [("\nANIMALS.register(", 2), ("register(\0)", 0)])
def test_place_of_a_syntax_error(folder: Path, source: str, line: int) -> None:
    """A module that isn't Python is found with the line of the error, if that is known."""
    plant(folder, {**ZOO, "zoo/animals/one.py": source})
    registry: object = importlib.import_module("zoo.registries").ANIMALS
    (only,) = in_package("zoo.animals", registry, "zoo.registries")

    assert (None, (str(folder / "zoo/animals/one.py"), line)) == (only.name, only.place)


def test_loose_modules(folder: Path) -> None:
    """A helper in a loose module beside the project's own is followed as well."""
    sources = {
        "reg.py": "from typed_registry import Registry\nR = Registry[object, []]('r')\n",
        "own_helper.py": "from reg import R\ndef add(name):\n    return R.register(name)\n",
        "parts/__init__.py": "",
        "parts/a.py": "from own_helper import add\n@add('a')\nclass A: ...\n",
    }
    plant(folder, sources)
    registry: object = importlib.import_module("reg").R

    assert [(None, "parts.a")] == [found[:2] for found in in_package("parts", registry, "reg")]


def test_both(folder: Path) -> None:
    """A module may show some of its names and hide others."""
    source = IMPORT + 'ANIMALS.register("a")(int)\nANIMALS.register(f"{1}")(int)'

    assert (["a"], ["zoo.animals.one"]) == found(folder, source)


def test_order_of_lines(folder: Path) -> None:
    """The names in a module are found in the order of their lines, however each is registered."""
    source = f"import zoo.registries as z\n{IMPORT}z.ANIMALS.register('b')(int)\nANIMALS.register('a')(int)"

    assert (["b", "a"], []) == found(folder, source)


def test_imported_modules(folder: Path) -> None:
    """A module that was imported has nothing left to show by another import."""
    plant(folder, {**ZOO, "zoo/animals/one.py": IMPORT + 'for n in "ab":\n    ANIMALS.register(n)(object)'})
    registry: object = importlib.import_module("zoo.registries").ANIMALS
    importlib.import_module("zoo.animals.one")

    assert [] == [*in_package("zoo.animals", registry, "zoo.registries")]


def test_methods_of_a_subclass(folder: Path) -> None:
    """A module that calls a method which a subclass of `Registry` defines must be imported."""
    sources = {
        "farm/__init__.py": "",
        "farm/reg.py": """
from typed_registry import Registry

class Named(Registry):
    def add(self, name):
        return self.register(name)

class Prefixed(Registry):
    def register(self, name):
        return super().register("the " + name)

ADDED = Named("added")
PREFIXED = Prefixed("prefixed")
""",
        "farm/parts/__init__.py": "",
        "farm/parts/a.py": "from farm.reg import ADDED\n@ADDED.add('a')\nclass A: ...\n",
        "farm/parts/b.py": "from farm.reg import ADDED\nADDED.register('b')(int)\nx = ADDED.list()\n",
        "farm/parts/c.py": "from farm.reg import PREFIXED\nPREFIXED.register('c')(int)\n",
    }
    plant(folder, sources)
    reg = importlib.import_module("farm.reg")
    added, prefixed = (
        [*in_package("farm.parts", registry, "farm.reg")] for registry in (reg.ADDED, reg.PREFIXED)
    )

    assert [(None, "farm.parts.a"), ("b", "farm.parts.b")] == [each[:2] for each in added]
    assert [(None, "farm.parts.c")] == [each[:2] for each in prefixed]


CONFIGS = {
    "here": ("class C: ...", "C", "zoo.animals.one.C"),
    "in a class here": ("class B:\n    class C: ...", "B.C", "zoo.animals.one.B.C"),
    "imported": ("from zoo.tools import Bus as C", "C", "zoo.tools.Bus"),
    "in a module": ("import zoo.tools as t", "t.Bus", "zoo.tools.Bus"),
    "in a package": ("import zoo", "zoo.tools.Bus", "zoo.tools.Bus"),
    "first of two": ("from zoo.tools import Bus as C\nfrom zoo import C", "C", "zoo.tools.Bus"),
    "builtin": ("", "int", "?"),
    "made": ("", "type('C', (), {})", "?"),
    "none": ("", "None", None),
}


@pytest.mark.parametrize(("source", "config", "expected"), CONFIGS.values(), ids=CONFIGS)
def test_config(folder: Path, source: str, config: str, expected: str | None) -> None:
    """A registration says where its config class is defined, if the source does."""
    source = f"{IMPORT}{source}\nANIMALS.register('a', config={config})(int)\n"
    plant(folder, {**ZOO, "zoo/animals/one.py": source})
    registry: object = importlib.import_module("zoo.registries").ANIMALS
    (only,) = in_package("zoo.animals", registry, "zoo.registries")

    assert ("a", expected) == (only.name, only.config)


@pytest.mark.parametrize("name", ["site-packages", "dist-packages"])
def test_other_distributions(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Modules of other distributions in the same folder are not followed."""
    sources = {
        f"{name}/reg.py": "from typed_registry import Registry\nR = Registry[object, []]('r')\n",
        f"{name}/stranger.py": "def __getattr__(name):\n    return print\n",
        f"{name}/parts/__init__.py": "",
        f"{name}/parts/a.py": "from stranger import add\n@add('a')\nclass A: ...\n",
    }
    plant(folder, sources)
    monkeypatch.setattr(sys, "path", [str(folder / name), *sys.path])
    registry: object = importlib.import_module("reg").R

    assert [] == [*in_package("parts", registry, "reg")]


def test_circles(folder: Path) -> None:
    """Modules that import each other, by star or by the name of a submodule, are followed to an end."""
    sources = {
        "loop/__init__.py": "from loop.one import *\nfrom .reg import reg\nfrom loop import two\n",
        "loop/reg.py": "from typed_registry import Registry\nreg = Registry[object, []]('r')\nimport loop\n",
        "loop/one.py": "from loop.two import *\nimport loop as one\n",
        "loop/two.py": "from loop.one import *\nfrom loop import two\ndef add(n): return add(n)\n",
        "loop/parts.py": """
import loop
from loop import *
from loop.one import *
@loop.two.one.two.add(loop.one.two.two)
@add("x")
@two.two.one.add
class A: ...
loop.reg.register("a")(A)
loop.one.two.one.register("b")(A)
""",
    }
    plant(folder, sources)
    registry: object = importlib.import_module("loop.reg").reg

    assert [("a", "loop.parts")] == [each[:2] for each in in_package("loop.parts", registry, "loop.reg")]


def test_script(folder: Path) -> None:
    """A part that imports its script by name registers with the registry of the script that runs."""
    script = """
from typed_registry import Registry
R = Registry[object, []]("r")
R.discover("script_parts")
if __name__ == "__main__":
    print(R.list(), R.get("a"))
"""
    part = "from script import R\n@R.register('a')\nclass A: ...\n"
    plant(folder, {"script.py": script, "script_parts/__init__.py": "", "script_parts/a.py": part})
    done = subprocess.run(
        [sys.executable, "script.py"], cwd=folder, capture_output=True, text=True, check=False
    )

    assert "['a'] <class 'script_parts.a.A'>\n" == done.stdout


def test_registry_of_the_package(folder: Path) -> None:
    """A registry may be defined in the package that is discovered."""
    source = (
        "from typed_registry import Registry\nR = Registry[object, []]('r')\n"
        "R.discover('zoo')\nR.register('a')(int)\n"
    )
    plant(
        folder, {**ZOO, "zoo/own.py": source, "zoo/user.py": "from zoo.own import R\nR.register('b')(int)\n"}
    )
    registry: object = importlib.import_module("zoo.own").R

    assert [("a", "zoo.own"), ("b", "zoo.user")] == [
        each[:2] for each in in_package("zoo", registry, "zoo.own")
    ]


@pytest.mark.parametrize("end", ["return name", "return ANIMALS.register(name)"])
def test_names_are_followed_once(folder: Path, end: str) -> None:
    """A function that many modules call is followed once, whether it registers something or not."""
    count = 30
    chain = [f"def step_{n}(name):\n    return step_{n + 1}(name)\n" for n in range(count)]
    last = f"def step_{count}(name):\n    {end}\n"
    users = {f"zoo/animals/a{n}.py": "from zoo.chain import step_0\nstep_0('a')\n" for n in range(count)}
    plant(folder, {**ZOO, **users, "zoo/chain.py": "\n".join([IMPORT, *chain, last])})
    registry: object = importlib.import_module("zoo.registries").ANIMALS
    with patch.object(OwnModules, "names", autospec=True, side_effect=OwnModules.names) as counted:
        every = [*in_package("zoo.animals", registry, "zoo.registries")]

    assert len(every) == (count if "ANIMALS" in end else 0)
    assert counted.call_count < 30 * count
