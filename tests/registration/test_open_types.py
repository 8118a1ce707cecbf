"""Parameters of types that no registry has yet, and that become choices when one has them."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from tests.samples.zoo import plant
from typed_registry import Registry
from typed_registry._registration import all_registries
from typed_registry._registration.all_registries import are_lasting
from typed_registry._registration.entries import Entries

if TYPE_CHECKING:
    from tests.samples.unseen import Unseen  # noqa: F401  # in quotes below


class Part:
    """A kind."""


class Other:
    """A kind."""


PARTS = Registry[Part, []]("open parts")
ANYTHING = Registry[object, []]("open anything")
UNTYPED = Registry("open untyped")  # type: ignore[var-annotated]  # of no kind  # pyright: ignore[reportUnknownVariableType]
UNRESOLVED = Registry["Unseen", []]("open unresolved")
LOCAL = Registry[Part, []]("local open parts"), Registry[Other, []]("other local open parts")
"""Registries that aren't globals themselves."""


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (PARTS.entries, True),
        (ANYTHING.entries, True),
        (UNTYPED.entries, True),
        (UNRESOLVED.entries, False),
        (LOCAL[0].entries, False),
        (LOCAL[1].entries, True),
    ],
)
def test_lasting(monkeypatch: pytest.MonkeyPatch, entries: Entries, *, expected: bool) -> None:
    """Registries of a type change without a new one if one may become a global, or its kind be resolved."""
    every = [ANYTHING.entries, entries, ANYTHING.entries]
    monkeypatch.setattr(all_registries, "every_registry", lambda: every)

    assert expected is are_lasting([Part])


SHOP = {
    "stall/__init__.py": "",
    "stall/fruit.py": "class Fruit: ...\n",
    "stall/basket.py": """
from stall.fruit import Fruit
from typed_registry import Registry

class Basket:
    def __init__(self, fruit: Fruit | None = None) -> None:
        self.fruit = fruit

BASKETS = Registry[Basket, []]("stall baskets")
BASKETS.register("basket")(Basket)
""",
    "stall/made.py": """
from stall.fruit import Fruit
from typed_registry import Registry

def make():
    made = Registry[Fruit, []]("stall fruits")
    made.register("apple")(Fruit)
    return made
""",
    "stall/quoted.py": """
from __future__ import annotations
from typing import TYPE_CHECKING
from typed_registry import Registry
from stall.fruit import Fruit as Apple

if TYPE_CHECKING:
    from stall.later import Fruit

FRUITS = Registry["Fruit", []]("stall fruits")
FRUITS.register("apple")(Apple)
""",
    "stall/later.py": "from stall.fruit import Fruit\n",
}


def basket(module: ModuleType, data: dict[str, object]) -> object:
    """Return what the basket holds that is built from this data."""
    baskets: Registry[object, []] = module.BASKETS
    found: object = vars(baskets.from_mapping({"name": "basket", **data}).build())["fruit"]
    return found


def test_registry_that_becomes_a_global(folder: Path) -> None:
    """A parameter becomes a choice when its module gets the registry as a global."""
    plant(folder, SHOP)
    baskets, made = map(importlib.import_module, ("stall.basket", "stall.made"))
    fruits = made.make()
    assert [None, None] == [basket(baskets, {}) for _ in range(2)]
    vars(made)["FRUITS"] = fruits

    assert made.Fruit is type(basket(baskets, {"fruit": "apple"}))


def test_kind_that_is_resolved_later(folder: Path) -> None:
    """A parameter becomes a choice when the module is imported that a registry's kind is written with."""
    plant(folder, SHOP)
    baskets = importlib.import_module("stall.basket")
    importlib.import_module("stall.quoted")
    assert [None, None] == [basket(baskets, {}) for _ in range(2)]
    later = importlib.import_module("stall.later")

    assert later.Fruit is type(basket(baskets, {"fruit": "apple"}))
