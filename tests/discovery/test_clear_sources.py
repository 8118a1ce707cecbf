"""Sources that show what they register, so that their modules need not be imported."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.discovery.sources import IMPORT, found

CLEAR: dict[str, tuple[str, list[str]]] = {
    "nothing": ("", []),
    "decorator": (IMPORT + '@ANIMALS.register("a")\nclass A: ...', ["a"]),
    "call": ('import zoo.registries\nzoo.registries.ANIMALS.register_factory("a")(lambda: 1)', ["a"]),
    "call of a helper's class": (
        IMPORT + 'from zoo.helpers import Ordinary\nANIMALS.register("a")(Ordinary)',
        ["a"],
    ),
    "config": (
        IMPORT + "from zoo.helpers import Ordinary\nANIMALS.register('a', config=Ordinary)(int)",
        ["a"],
    ),
    "instance": (IMPORT + 'ANIMALS.register_instance("a", object())', ["a"]),
    "keyword": (IMPORT + 'ANIMALS.register_instance(name="a", instance=1)', ["a"]),
    "star": ('from zoo.registries import *\n@ANIMALS.register("a")\nclass A: ...', ["a"]),
    "star of a star": ('from zoo.exported import *\n@BEASTS.register("a")\nclass A: ...', ["a"]),
    "other name": ('from zoo.exported import BEASTS as B\n@B.register("a")\nclass A: ...', ["a"]),
    "relative": ('from ..registries import ANIMALS\n@ANIMALS.register("a")\nclass A: ...', ["a"]),
    "finally": (IMPORT + "try: ...\nfinally:\n    ANIMALS.register('a')(int)", ["a"]),
    "try without except": (IMPORT + "try:\n    ANIMALS.register('a')(int)\nfinally: ...", ["a"]),
    "with": (
        IMPORT + "import warnings\nwith warnings.catch_warnings():\n    ANIMALS.register('a')(int)",
        ["a"],
    ),
    "not for types": (
        IMPORT + "import typing\nif typing.TYPE_CHECKING: ...\nelse:\n    ANIMALS.register('a')(int)",
        ["a"],
    ),
    "not a program": (
        IMPORT + "if __name__ == '__main__': ...\nelse:\n    ANIMALS.register('a')(int)",
        ["a"],
    ),
    "condition for something else": (
        IMPORT + "if bool():\n    A = int\nelse:\n    A = str\nANIMALS.register('a')(A)",
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
    "executed text": ("exec('x = 1')\ny = eval('x', 1)", []),
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
    "annotated with a registry": (IMPORT + "x: ANIMALS = 1\ny: list[ANIMALS]", []),
    "parameter of a lambda": (IMPORT + "f = lambda ANIMALS: ANIMALS.register('a')(int)", []),
    "variable of a comprehension": (
        IMPORT + "def f():\n    return [ANIMALS.register('a') for ANIMALS in ()]\nf()",
        [],
    ),
    "variable of a loop": (
        IMPORT + "def f():\n    for ANIMALS in ():\n        ANIMALS.register('a')(int)\nf()",
        [],
    ),
    "constant that can't be followed": ("from zoo.lazy import VERSION\nx = [VERSION, VERSION.major]", []),
    "parameters in a type": (
        "from typing import Callable\nfrom zoo.helpers import Ordinary\nF = Callable[[Ordinary], int]",
        [],
    ),
    "generic class in a type": ("from zoo.helpers import Ordinary\nF = list[Ordinary[int]]", []),
    "base class that a call returns": ("from zoo.tools import timed\nclass A(timed(object)): ...\nA()", []),
    "option of a class": ("from zoo.lazy import OPTION\nclass A(object, option=OPTION): ...", []),
    "for types, by an attribute": (IMPORT + "import typing\nif typing.TYPE_CHECKING:\n    R = ANIMALS", []),
    "class that is registered elsewhere": ("from zoo.helpers import Bird\nx = Bird()", []),
    "function that another module calls with the registry": ("from zoo.helpers import take\ntake(1)", []),
    "builtin beside a star": ("from zoo.registries import *\nx = int(1)", []),
    "function of no module": ("from zoo.registries import nameless\nnameless()", []),
    "object that is only read": ("from zoo.helpers import READ\nREAD.get('animals')", []),
    "object with the name of a local one": (
        "from zoo.helpers import LOCAL\nfor r in LOCAL:\n    r.register('a')(int)",
        [],
    ),
    "attributes of the registry": (IMPORT + "x = ANIMALS.name, ANIMALS.entries", []),
    "live method of another registry": (
        "from zoo.registries import method_of_another as add\nadd('a')(int)",
        [],
    ),
    "names of a module that isn't imported": (
        "import zoo.helpers\nx = zoo.helpers.__name__.upper()",
        [],
    ),
    "module in a folder without init": (
        "from zoo.folder import tools\n@tools.timed\ndef f(): ...",
        [],
    ),
    "syntax error of a template": ("{{ name }} = {% if %}", []),
}


@pytest.mark.parametrize(("source", "names"), CLEAR.values(), ids=CLEAR)
def test_clear(folder: Path, source: str, names: list[str]) -> None:
    """A module whose source shows what it registers need not be imported."""
    assert (names, []) == found(folder, source)
