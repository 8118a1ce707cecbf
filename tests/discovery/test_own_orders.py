"""What a name of the host stands for doesn't depend on what was imported or asked for before."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.samples.zoo import imported, plant
from typed_registry import Registry
from typed_registry.errors import DuplicateNameError

ORIGINAL = """
from shop.reg import R
@R.register("x")
class Original: ...
"""
SHOP = {
    "shop/__init__.py": "",
    "shop/reg.py": """
from typed_registry import Registry
R = Registry[object, []]("things")
R.discover("shop.parts")
""",
    "shop/parts/__init__.py": "",
    "shop/parts/a.py": ORIGINAL,
    "shop/parts/y.py": "from shop.reg import R\n@R.register('y')\nclass Other: ...\n",
}
REPLACING = {
    "literal": '@R.register("x", replace=True)\nclass New: ...\n',
    "computed": '@R.register("".join("x"), replace=True)\nclass New: ...\n',
    "keywords": '@R.register("".join("x"), **{"replace": True})\nclass New: ...\n',
    "keywords of a literal": 'OPTIONS = {"replace": True}\n@R.register("x", **OPTIONS)\nclass New: ...\n',
    "condition": 'if len("x"):\n    @R.register("x", replace=True)\n    class New: ...\n',
    "function": """
def add(name):
    return R.register(name, replace=True)

@add("x")
class New: ...
""",
}
BEFORE: dict[str, Callable[[Registry[object, []]], object]] = {
    "nothing": lambda _: None,
    "original": lambda _: importlib.import_module("shop.parts.a"),
    "another": lambda registry: registry.get("y"),
    "original and another": lambda registry: (importlib.import_module("shop.parts.a"), registry.get("y")),
    "list": lambda registry: registry.list(),
}


def shop(folder: Path, source: str) -> Registry[object, []]:
    """The registry of a package with a module of this source."""
    plant(folder, {**SHOP, "shop/parts/b.py": "from shop.reg import R\n" + source})
    found: Registry[object, []] = importlib.import_module("shop.reg").R
    return found


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
@pytest.mark.parametrize("source", REPLACING.values(), ids=REPLACING)
def test_replacement(folder: Path, source: str, before: Callable[[Registry[object, []]], object]) -> None:
    """A component that is registered with `replace=True` is used, however its module states that."""
    registry = shop(folder, source)
    before(registry)

    assert "shop.parts.b" == registry.entries["x"].module == registry.get("x").__module__


@pytest.mark.parametrize("keywords", ["", ", replace=False"])
def test_unclear_module_that_replaces_nothing(folder: Path, keywords: str) -> None:
    """A module isn't imported for a known name if it can't replace the component."""
    registry = shop(folder, f'@R.register("".join("z"){keywords})\nclass New: ...\n')
    registry.get("x")

    assert ["shop.parts.a"] == imported("shop.parts")
    assert ["x", "y", "z"] == sorted(registry.list())


@pytest.mark.parametrize("name", ["x", "y"])
def test_name_of_two_modules(folder: Path, name: str) -> None:
    """Two modules that register one name are an error each time that a name is used, not just at first."""
    registry = shop(folder, ORIGINAL)
    importlib.import_module("shop.parts.a")
    importlib.import_module("shop.parts.y")
    for _ in range(2):
        with pytest.raises(DuplicateNameError):
            registry.get(name)
