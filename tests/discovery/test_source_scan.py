"""What a source shows of the names that its module registers, and when the module must be imported."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.samples.zoo import imported, plant
from typed_registry._discovery.discover import in_package

ZOO: Mapping[str, str] = {
    "zoo/__init__.py": "",
    "zoo/registries.py": """
import zoo.tools
from typed_registry import Registry

ANIMALS = Registry[object, []]("animals")
PLANTS = Registry[object, []]("plants")
BY_NAME = {"animals": ANIMALS}
SIZES = {"small": 1}

def get_registry():
    return ANIMALS

def like(registry):
    return Registry[object, []]("like")

LIKE = like(ANIMALS)

class Keeper:
    animals = ANIMALS

globals()["dynamic_method"] = ANIMALS.register
globals()["dynamic_function"] = zoo.tools.timed
""",
    "zoo/exported.py": "from zoo.registries import ANIMALS as BEASTS\nfrom zoo.helpers import *\n",
    "zoo/broken.py": "def (",
    "zoo/lazy.py": "def __getattr__(name):\n    raise AttributeError(name)\n",
    "zoo/helpers.py": """
import functools
import importlib
from zoo.registries import ANIMALS, PLANTS, get_registry
from zoo.tools import timed

def register_animal(name):
    return ANIMALS.register(name)

def register_animal_twice(name):
    return register_animal(name)

def register_known(cls):
    def inner():
        ANIMALS.register("known")(cls)
    inner()
    return cls

def register_found(name):
    return get_registry().register(name)

def register_plant(name):
    return PLANTS.register(name)

def register_loaded(name):
    return importlib.import_module("zoo.registries").ANIMALS.register(name)

def bind():
    def inner():
        global BOUND
        BOUND = ANIMALS
    inner()

def count(registry=None):
    return len(ANIMALS)

class Registrar:
    def __init__(self, registry):
        self.registry = registry
    def add(self, name):
        return self.registry.register(name)

REGISTRAR = Registrar(ANIMALS)
LATER = []
LATER.append(ANIMALS)

class Registered:
    def __init_subclass__(cls):
        ANIMALS.register(cls.__name__)(cls)

class StillRegistered(Registered):
    pass

class Meta(type):
    def __init__(cls, *args):
        ANIMALS.register(cls.__name__)(cls)

class Ordinary:
    def install(self):
        ANIMALS.register("installed")(object)
    def make(self):
        return ANIMALS.build("x")
""",
    "zoo/tools.py": """
import functools

def timed(function):
    @functools.wraps(function)
    def inner(*args):
        return function(*args)
    return inner

class Bus:
    def __init__(self):
        self.handlers = {}
    def register(self, name):
        return lambda handler: self.handlers.setdefault(name, handler)

BUS = Bus()
""",
    "zoo/animals/__init__.py": "",
}

IMPORT = "from zoo.registries import ANIMALS\n"

UNCLEAR = {
    "computed name": IMPORT + 'for n in "ab":\n    ANIMALS.register(n)(object)',
    "f-string": IMPORT + '@ANIMALS.register(f"a{1}")\nclass A: ...',
    "unpacked": IMPORT + 'ANIMALS.register(*["a"])(object)',
    "bound method": IMPORT + 'register = ANIMALS.register\n@register("a")\nclass A: ...',
    "alias": IMPORT + 'R = ANIMALS\n@R.register("a")\nclass A: ...',
    "walrus": IMPORT + '(R := ANIMALS).register("a")(object)',
    "parameter": (IMPORT + "def install(r=ANIMALS):\n    r.register('a')(object)\ninstall()"),
    "argument": (IMPORT + "def install(r):\n    r.register('a')(object)\ninstall(ANIMALS)"),
    "function called": (IMPORT + "def install():\n    ANIMALS.register('a')(object)\ninstall()"),
    "lambda": IMPORT + 'add = lambda n: ANIMALS.register(n)\nadd("a")(object)',
    "comprehension": IMPORT + '[ANIMALS.register(n)(object) for n in "ab"]',
    "given away": "import atexit\nfrom zoo.registries import ANIMALS\natexit.register(print, ANIMALS)",
    "getattr": IMPORT + 'getattr(ANIMALS, "register")("a")(object)',
    "attribute of a module": 'import zoo.registries as r\ngetattr(r, "ANIMALS").register("a")(object)',
    "module given away": 'import zoo.registries as r\nprint(vars(r)["ANIMALS"])',
    "container": 'from zoo.registries import BY_NAME\nBY_NAME["animals"].register("a")(object)',
    "container filled later": 'from zoo.helpers import LATER\nLATER[0].register("a")(object)',
    "class attribute": 'from zoo.registries import Keeper\nKeeper.animals.register("a")(object)',
    "getter": 'from zoo.registries import get_registry\nget_registry().register("a")(object)',
    "imported module": (
        'from importlib import import_module\nimport_module("zoo.registries").ANIMALS.register("a")(object)'
    ),
    "helper": 'from zoo.helpers import register_animal\n@register_animal("a")\nclass A: ...',
    "helper of a helper": 'from zoo.helpers import register_animal_twice as r\n@r("a")\nclass A: ...',
    "helper in a function": "from zoo import helpers\n@helpers.register_known\nclass A: ...",
    "helper with a getter": 'from zoo.helpers import register_found\nregister_found("a")(object)',
    "helper passed on": 'from zoo.helpers import register_animal\nlist(map(register_animal, "ab"))',
    "helper re-exported by star": 'from zoo.exported import register_animal as r\n@r("a")\nclass A: ...',
    "helper by star": 'from zoo.helpers import *\n@register_animal("a")\nclass A: ...',
    "relative": 'from ..helpers import register_animal\n@register_animal("a")\nclass A: ...',
    "object with the registry": 'from zoo.helpers import REGISTRAR\n@REGISTRAR.add("a")\nclass A: ...',
    "class given the registry": (
        IMPORT + "from zoo.helpers import Registrar\nRegistrar(ANIMALS).add('a')(object)"
    ),
    "method": "from zoo.helpers import Ordinary\nOrdinary().install()",
    "base class": "from zoo.helpers import Registered\nclass A(Registered): ...",
    "base of a base class": "from zoo.helpers import StillRegistered\nclass A(StillRegistered): ...",
    "base class in the module": (
        "from zoo.helpers import Registered\nclass A(Registered): ...\nclass B(A): ..."
    ),
    "metaclass": "from zoo.helpers import Meta\nclass A(metaclass=Meta): ...",
    "class body": IMPORT + 'class A:\n    r = ANIMALS\n    r.register("a")(object)',
    "name that can't be followed": 'from zoo.lazy import register_it\n@register_it("a")\nclass A: ...',
    "base that can't be followed": "from zoo.lazy import Base\nclass A(Base): ...",
    "global of a function": (
        IMPORT + 'def bind():\n    global R\n    R = ANIMALS\nbind()\nR.register("a")(object)'
    ),
    "branch of else": (
        IMPORT + 'if __name__ == "__main__":\n    pass\nelse:\n    R = ANIMALS\n    R.register("a")(object)'
    ),
    "with": IMPORT + 'with open("x") as f:\n    ANIMALS.register(f.name)(object)',
    "try": IMPORT + "try:\n    ...\nexcept OSError:\n    r = ANIMALS",
    "match": IMPORT + "match 1:\n    case 1:\n        r = ANIMALS",
    "syntax error": IMPORT + "ANIMALS.register('x'(",
    "expression that is too deep": IMPORT + "x = 1" + " + 1" * 20_000,
    "variable with an imported module": (
        "import importlib\nr = importlib.import_module('zoo.registries')\nr.ANIMALS.register('a')(int)"
    ),
    "loaded module": "import sys\nr = sys.modules['zoo.registries']\nr.ANIMALS.register('a')(int)",
    "executed text": "exec(\"from zoo.registries import ANIMALS; ANIMALS.register('a')(int)\")",
    "by way of the entries": IMPORT + "ANIMALS.entries.registry.register('a')(int)",
    "class that is subscripted": "from zoo.helpers import Registered\nclass A(Registered[int]): ...",
    "one of two imports": (
        "try:\n    from zoo.helpers import register_animal as r\nexcept ImportError:\n"
        "    from zoo.helpers import register_plant as r\nr('a')(int)"
    ),
    "changed object": IMPORT + "from zoo.tools import BUS\nBUS.registry = ANIMALS",
    "loop over functions": "from zoo.helpers import LATER\nfor r in LATER:\n    r.register('a')(int)",
    "nested function": IMPORT + "def f():\n    def g(n):\n        ANIMALS.register(n)(int)\n    g('a')\nf()",
    "async function": IMPORT + "async def f():\n    ANIMALS.register('a')(int)\nf().send(None)",
    "default": IMPORT + "def f(r=ANIMALS): ...",
    "default of a nested function": IMPORT + "def f():\n    def g(r=ANIMALS): ...\n    return g\nf()",
    "condition of a comprehension": IMPORT + "[n for n in 'ab' if ANIMALS.register(n)(int)]",
    "method of a base class": "from zoo.helpers import Ordinary\nclass A(Ordinary): ...\nA().install()",
    "helper in a module that isn't Python": "from zoo.broken import add\nadd('a')(int)",
    "helper that loads a module": "from zoo.helpers import register_loaded\nregister_loaded('a')(int)",
    "global of an inner function": "from zoo.helpers import BOUND\nBOUND.register('a')(int)",
    "name of a live module": "from zoo.registries import dynamic_method as add\nadd('a')(int)",
    **{
        f"object by {way}": f"import zoo.registries\nr = {way}\nr.ANIMALS.register('a')(int)"
        for way in (
            "__import__('zoo').registries",
            "eval('zoo.registries')",
            "getattr(zoo, 'registries')",
            "globals()['zoo'].registries",
            "vars(zoo)['registries']",
        )
    },
    "decorator of a local class": (
        "from zoo.helpers import register_animal\ndef f():\n    @register_animal('a')\n    class A: ...\nf()"
    ),
    "base of a local class": "from zoo.helpers import Registered as R\ndef f():\n    class A(R): ...\nf()",
    "body of a local class": IMPORT + "def f():\n    class A:\n        x = [ANIMALS]\nf()",
    "decorator of a method": IMPORT + "class A:\n    @ANIMALS.register(f'{1}')\n    def f(self): ...",
}

CLEAR: dict[str, tuple[str, list[str]]] = {
    "nothing": ("", []),
    "decorator": (IMPORT + '@ANIMALS.register("a")\nclass A: ...', ["a"]),
    "call": ('import zoo.registries\nzoo.registries.ANIMALS.register_factory("a")(lambda: 1)', ["a"]),
    "call of a helper's class": (
        IMPORT + 'from zoo.helpers import Ordinary\nANIMALS.register("a")(Ordinary)',
        ["a"],
    ),
    "instance": (IMPORT + 'ANIMALS.register_instance("a", object())', ["a"]),
    "keyword": (IMPORT + 'ANIMALS.register_instance(name="a", instance=1)', ["a"]),
    "star": ('from zoo.registries import *\n@ANIMALS.register("a")\nclass A: ...', ["a"]),
    "star of a star": ('from zoo.exported import *\n@BEASTS.register("a")\nclass A: ...', ["a"]),
    "other name": ('from zoo.exported import BEASTS as B\n@B.register("a")\nclass A: ...', ["a"]),
    "relative": ('from ..registries import ANIMALS\n@ANIMALS.register("a")\nclass A: ...', ["a"]),
    "condition": (
        IMPORT + 'if not ANIMALS:\n    ANIMALS.register("a")(int)',
        ["a"],
    ),
    "class body": (
        IMPORT + 'class A:\n    @ANIMALS.register("a")\n    class B: ...',
        ["a"],
    ),
    "order of lines": (
        IMPORT + '@ANIMALS.register("b")\nclass A: ...\nANIMALS.register("a")(int)',
        ["b", "a"],
    ),
    "another registry": (
        'from typed_registry import Registry\nMINE = Registry[object, []]("x")\nMINE.register(f"{1}")(int)',
        [],
    ),
    "another registry of the project": (
        'from zoo.registries import PLANTS\nr = PLANTS.register\nPLANTS.register("a")(int)',
        [],
    ),
    "a helper of another registry": ('from zoo.helpers import register_plant\nregister_plant("a")(int)', []),
    "another's method of this name": ("import atexit\natexit.register(print)", []),
    "the project's method of this name": ('from zoo.tools import BUS\n@BUS.register("a")\ndef f(): ...', []),
    "reading": (
        (
            IMPORT + "x = ANIMALS.build('x'), len(ANIMALS), [*map(str, ANIMALS.list())]\n"
            "for name in ANIMALS: ...\ny = 'x' in ANIMALS, sorted(ANIMALS)\n"
            "z = [n for n in ANIMALS]\nz = ANIMALS is None"
        ),
        [],
    ),
    "annotations": (
        (
            IMPORT + "from typing import Annotated\nfrom typed_registry import Spec\n"
            "class C:\n    a: Annotated[Spec[object, []], ANIMALS]\nS = Annotated[int, ANIMALS]\n"
            "def f(a: ANIMALS) -> ANIMALS: ..."
        ),
        [],
    ),
    "default of a config": (
        (
            "from attrs import field, frozen\nfrom zoo.registries import ANIMALS\n"
            "@frozen\nclass C:\n    a: object = field(factory=lambda: ANIMALS.spec('x'))"
        ),
        [],
    ),
    "function that nothing calls": (
        IMPORT + "def install(n):\n    ANIMALS.register(n)(object)",
        [],
    ),
    "program": (
        IMPORT + 'if __name__ == "__main__":\n    print(dir(ANIMALS))',
        [],
    ),
    "for types": (
        IMPORT + "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    R = ANIMALS",
        [],
    ),
    "own base class": ("from zoo.helpers import Ordinary\nclass A(Ordinary): ...", []),
    "own decorator": ("from zoo.tools import timed\n@timed\ndef f(): ...", []),
    "own decorator of a module that registers": ("from zoo.helpers import timed\n@timed\ndef f(): ...", []),
    "own function": ("from zoo.helpers import count\nN = count()", []),
    "own constant": ("from zoo.registries import SIZES\nN = SIZES['small']", []),
    "standard library": (
        (
            "import logging\nfrom dataclasses import dataclass\nfrom typing import TypeVar\n"
            "T = TypeVar('T')\n"
            "log = logging.getLogger(__name__)\n@dataclass\nclass A:\n    @property\n    def x(self): ...\n"
            "    @x.setter\n    def x(self, value): ...\nclass E(RuntimeError): ..."
        ),
        [],
    ),
    "another distribution": (
        (
            "import numpy_of_nobody as np\nfrom pytest import fixture\n"
            "x = np.zeros(3)\n@fixture\ndef f(): ...\n"
            "class A(np.ndarray): ..."
        ),
        [],
    ),
    "local name of a function": (
        IMPORT + "def f(ANIMALS):\n    ANIMALS.register('a')\nf(print)",
        [],
    ),
    "name of another type": (IMPORT + "x: list[ANIMALS] = []", []),
    "local name of an exception": (
        IMPORT
        + "def f():\n    try: ...\n    except OSError as ANIMALS:\n        ANIMALS.register('a')(int)\nf()",
        [],
    ),
    "text that mentions registering": ("print('register')", []),
    "method of any object": ("x = ''.join([]).strip()", []),
    "method and function of one name": (
        IMPORT + "class A:\n    def f(self): ANIMALS.register('a')(int)\ndef f(): ...\nf()",
        [],
    ),
    "readers": (
        IMPORT
        + "x = bool(ANIMALS), callable(ANIMALS), enumerate(ANIMALS), frozenset(ANIMALS), hash(ANIMALS)\n"
        + "y = id(ANIMALS), isinstance(ANIMALS, int), issubclass(ANIMALS, int), iter(ANIMALS), len(ANIMALS)\n"
        + "z = list(ANIMALS), print(ANIMALS), repr(ANIMALS), set(ANIMALS), sorted(ANIMALS), str(ANIMALS)\n"
        + "a = tuple(ANIMALS), type(ANIMALS)",
        [],
    ),
    "loop in a function": (IMPORT + "def f():\n    for name in ANIMALS: ...\nf()", []),
    "local class of this name": (
        IMPORT + "def f():\n    class ANIMALS: ...\n    ANIMALS.register('a')(int)\nf()",
        [],
    ),
    "attribute of a local class": (
        IMPORT + "def f():\n    class A:\n        ANIMALS = {}\n        x = ANIMALS.register\nf()",
        [],
    ),
    "program, the other way round": (IMPORT + "if '__main__' == __name__:\n    x = [ANIMALS]", []),
    "own base class with arguments": ("from zoo.helpers import Ordinary\nclass A(Ordinary[int]): ...", []),
    "module without registries": ("import zoo.tools\nprint(*[zoo.tools])", []),
    "registry made from another": ("from zoo.registries import LIKE\nLIKE.register('a')(int)", []),
    "function that only the live module has": (
        "from zoo.registries import dynamic_function\n@dynamic_function\ndef f(): ...",
        [],
    ),
    "names of a module": ("import zoo.tools\nx = zoo.tools.__name__.upper()", []),
    "executed text": ("exec('x = 1')\ny = eval('x')", []),
    "imported module": (
        "import importlib\nr = importlib.import_module('zoo.tools')\nr.BUS.handle('a')(int)",
        [],
    ),
    "class attribute of this name": (
        IMPORT + "class A:\n    ANIMALS = {}\n    ANIMALS.update(a=1)\n    x = ANIMALS.register",
        [],
    ),
    "types in a subscript": (
        IMPORT + "from typing import Union\nX = Union[int | ANIMALS, list[ANIMALS]]",
        [],
    ),
    "syntax error of a template": ("{{ name }} = {% if %}", []),
}


def found(folder: Path, source: str) -> tuple[list[str], list[str]]:
    """Return the names that the source of a module shows, and the modules that must be imported."""
    plant(folder, {**ZOO, "zoo/animals/one.py": source + "\n"})
    registry: object = importlib.import_module("zoo.registries").ANIMALS
    every = [*in_package("zoo.animals", registry, "zoo.registries")]
    assert [] == imported("zoo.animals")
    names = [each.name for each in every if each.name is not None]
    return names, [each.module for each in every if each.name is None]


@pytest.mark.parametrize("source", UNCLEAR.values(), ids=UNCLEAR)
def test_unclear(folder: Path, source: str) -> None:
    """A module that may register what its source doesn't show must be imported."""
    assert ([], ["zoo.animals.one"]) == found(folder, source)


@pytest.mark.parametrize(("source", "names"), CLEAR.values(), ids=CLEAR)
def test_clear(folder: Path, source: str, names: list[str]) -> None:
    """A module whose source shows what it registers need not be imported."""
    assert (names, []) == found(folder, source)


def test_place_of_what_is_unclear(folder: Path) -> None:
    """A module that must be imported is found with the first line that isn't clear."""
    plant(
        folder,
        {**ZOO, "zoo/animals/one.py": IMPORT + "\nr = ANIMALS\ns = ANIMALS\n"},
    )
    registry: object = importlib.import_module("zoo.registries").ANIMALS
    (only,) = in_package("zoo.animals", registry, "zoo.registries")

    assert (str(folder / "zoo/animals/one.py"), 3) == only.place


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


def test_imported_modules(folder: Path) -> None:
    """A module that was imported has nothing left to show by another import."""
    plant(folder, {**ZOO, "zoo/animals/one.py": UNCLEAR["computed name"]})
    registry: object = importlib.import_module("zoo.registries").ANIMALS
    importlib.import_module("zoo.animals.one")

    assert [] == [*in_package("zoo.animals", registry, "zoo.registries")]


def test_methods_of_a_subclass(folder: Path) -> None:
    """What the methods of a registry's subclass register isn't shown, not even by `register` if it is one."""
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
    "builtin": ("", "int", None),
    "made": ("", "type('C', (), {})", None),
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
""",
    }
    plant(folder, sources)
    registry: object = importlib.import_module("loop.reg").reg

    assert [("a", "loop.parts")] == [each[:2] for each in in_package("loop.parts", registry, "loop.reg")]


def test_script(folder: Path) -> None:
    """The registry of a script that runs is that of the module of its name, for parts that import that."""
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
