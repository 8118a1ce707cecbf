"""Sources that may register what they don't show, so that their modules must be imported."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.discovery.sources import IMPORT, found

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
    "base class that a function makes": "from zoo.helpers import Made\nclass A(Made): ...",
    "container filled by a function": (
        "from zoo.helpers import FILLED\nfor r in FILLED:\n    r.register('a')(int)"
    ),
    "variable of an imported module, used twice": (
        "import importlib\nr = importlib.import_module('zoo.registries').ANIMALS\ns = r\n"
        "print(s.name)\ns.register('a')(int)"
    ),
    "global that a function sets": "from zoo.helpers import SET_LATER\nSET_LATER.register('a')(int)",
    "container filled by a class": "from zoo.helpers import HELD\nfor r in HELD:\n    r.register('a')(int)",
    "literal name in a lambda": IMPORT + "add = lambda: ANIMALS.register('a')(int)",
    "literal name in a function": IMPORT + "def f():\n    ANIMALS.register('a')(int)\n[*map(f)]",
    "default of a lambda": IMPORT + "f = lambda r=ANIMALS: r",
    "annotated alias": IMPORT + "R: object = ANIMALS\nR.register('a')(int)",
    "call in a subscript": "from zoo.helpers import register_animal\nx = {}[1, register_animal('a')]",
    "call in a comparison": "from zoo.helpers import register_animal\nx = register_animal('a') is None",
    "call in a condition": "from zoo.helpers import register_animal\nif not register_animal('a'): ...",
    "iteration over a call": IMPORT + "[n for n in map(ANIMALS.register, 'ab')]",
    "loop over a call": IMPORT + "for n in map(ANIMALS.register, 'ab'): ...",
    "submodule by star": "from zoo import *\nhelpers.register_animal('a')(int)",
    "function that only the live module has": "from zoo.tools import dynamic_helper as r\nr('a')(int)",
    "class that only the live module has": "from zoo.tools import DynamicClass as R\nR('a')",
    "other name of a live function": "from zoo.registries import other_name as add\nadd('a')(int)",
    "object with a changed attribute": "from zoo.helpers import CHANGED\nCHANGED.use('a')",
    "object with a changed item": "from zoo.helpers import TABLE\nTABLE.get('animals')('a')",
    "attribute of a call": "from zoo.helpers import register_animal\nregister_animal('a').x = 1",
    "star of a module that isn't Python": "from zoo.broken import *\nadd('a')(int)",
    "star that may replace an import": (
        "from zoo.tools import timed as register_animal\nfrom zoo.helpers import *\nregister_animal('a')(int)"
    ),
    "helper with the name of a method": "from zoo.helpers import register\nregister('a')(int)",
    "name that isn't text": IMPORT + "ANIMALS.register(1)(int)",
    "keyword argument": IMPORT + "x = dict(a=ANIMALS)",
    "argument of a function that is returned": (
        IMPORT + "from zoo.tools import timed\ntimed(print)(ANIMALS)"
    ),
    "changed item of an object": ("from zoo.helpers import LISTS\nfor r in LISTS:\n    r.register('a')(int)"),
    "else of a loop": IMPORT + "def f():\n    for n in (): ...\n    else:\n        x = [ANIMALS]\nf()",
    "evaluated text": "eval(\"zoo.registries.ANIMALS.register('a')\")(int)",
    "metaclass that can't be followed": "from zoo.lazy import Meta\nclass A(metaclass=Meta): ...",
    "decorator of a method": IMPORT + "class A:\n    @ANIMALS.register(f'{1}')\n    def f(self): ...",
    "condition": IMPORT + 'if not ANIMALS:\n    ANIMALS.register("a")(int)',
    "condition on Python": IMPORT + "import sys\nif sys.maxsize < 0:\n    ANIMALS.register('a')(int)",
    "else of a condition": IMPORT + "if bool(): ...\nelse:\n    @ANIMALS.register('a')\n    class A: ...",
    "condition in a class": IMPORT + "class A:\n    if bool():\n        ANIMALS.register('a')(int)",
    "body of try": IMPORT + "try:\n    import nope\n    ANIMALS.register('a')(int)\nexcept ImportError: ...",
    "except": IMPORT + "try: ...\nexcept ImportError:\n    ANIMALS.register('a')(int)",
    "else of try": IMPORT
    + "try:\n    import nope\nexcept ImportError: ...\nelse:\n    ANIMALS.register('a')(int)",
    "suppressed exception": IMPORT
    + "from contextlib import suppress\nwith suppress(ImportError):\n    ANIMALS.register('a')(int)",
    "for": IMPORT + "for n in ():\n    ANIMALS.register('a')(int)",
    "while": IMPORT + "while bool():\n    ANIMALS.register('a')(int)",
    "case": IMPORT + "match 1:\n    case 2:\n        ANIMALS.register('a')(int)",
}


@pytest.mark.parametrize("source", UNCLEAR.values(), ids=UNCLEAR)
def test_unclear(folder: Path, source: str) -> None:
    """A module that may register what its source doesn't show must be imported."""
    assert ([], ["zoo.animals.one"]) == found(folder, source)
