"""Modules that are reloaded, notebook cells and scripts that run again: one consistent state is left."""

from __future__ import annotations

import gc
import importlib
import itertools
import pickle
import sys
import weakref
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from tests.samples.cells import cell
from tests.samples.zoo import plant
from typed_registry._registration.all_registries import registries_of
from typed_registry.config import from_mapping
from typed_registry.errors import BrokenModuleError, OutdatedSpecError, UnsharedRegistryError

SHOP = {
    "shop/__init__.py": "",
    "shop/registries.py": """
from typing import Protocol
from typed_registry import Registry

class Loss(Protocol):
    def __call__(self, x: float) -> float: ...

LOSSES = Registry[Loss, []]("shop losses")
""",
    "shop/losses.py": """
from shop.registries import LOSSES

@LOSSES.register("hinge")
class Hinge:
    def __init__(self, margin: float = 1.0) -> None:
        self.margin = margin
    def __call__(self, x: float) -> float:
        return max(0.0, self.margin - x)
""",
    "shop/config.py": """
from attrs import frozen
from shop.registries import Loss
from typed_registry import Spec

@frozen
class Config:
    loss: Spec[Loss, []]
""",
}
MODULES = ("shop.registries", "shop.losses", "shop.config")


def modules() -> list[ModuleType]:
    """The three modules as they are now."""
    return [importlib.import_module(name) for name in MODULES]


@pytest.mark.parametrize("order", [*itertools.permutations(MODULES)])
def test_reloads_in_any_order(folder: Path, order: tuple[str, ...]) -> None:
    """Once all three are reloaded, in whatever order and then in the order of their imports, they agree."""
    plant(folder, SHOP)
    modules()
    for name in (*order, *MODULES):
        importlib.reload(sys.modules[name])
    registries, losses, config = modules()
    loss = from_mapping(config.Config, {"loss": {"name": "hinge", "margin": 3}}).loss

    assert registries.LOSSES.entries is loss.entries
    assert type(loss.build()) is losses.Hinge


def test_pickle_from_before(folder: Path) -> None:
    """A registry whose module has run again can't be pickled: the error says that there is another."""
    plant(folder, SHOP)
    registries, _, _ = modules()
    former = registries.LOSSES
    importlib.reload(registries)
    with pytest.raises(UnsharedRegistryError, match="another one has taken its place there"):
        pickle.dumps(former)
    assert registries.LOSSES is pickle.loads(pickle.dumps(registries.LOSSES))  # noqa: S301  # what was pickled here


def test_component_alone(folder: Path) -> None:
    """After the component's module is reloaded, configs build the new class."""
    plant(folder, SHOP)
    _, losses, config = modules()
    first = losses.Hinge
    spec = from_mapping(config.Config, {"loss": "hinge"}).loss
    assert type(spec.build()) is first
    importlib.reload(sys.modules["shop.losses"])
    again = from_mapping(config.Config, {"loss": "hinge"}).loss

    assert type(again.build()) is sys.modules["shop.losses"].Hinge is not first


def test_spec_from_before(folder: Path) -> None:
    """A spec from before a reload builds the new class if that takes the same settings."""
    plant(folder, SHOP)
    _, losses, config = modules()
    spec = from_mapping(config.Config, {"loss": {"name": "hinge", "margin": 3}}).loss
    importlib.reload(losses)

    assert type(spec.build()) is losses.Hinge
    assert 3.0 == spec.build().margin


@pytest.mark.parametrize("changed", ["width: float", "margin: int"])
def test_spec_from_before_other_settings(folder: Path, changed: str) -> None:
    """A spec from before a reload is refused if the new class takes other settings."""
    plant(folder, SHOP)
    registries, losses, _ = modules()
    spec = registries.LOSSES.from_mapping({"name": "hinge", "margin": 3})
    spec.build()
    name = changed.partition(":")[0]
    source = SHOP["shop/losses.py"].replace("margin: float", changed).replace("self.margin", f"self.{name}")
    (folder / "shop/losses.py").write_text(source.replace("= margin", f"= {name}"))
    importlib.reload(losses)
    with pytest.raises(OutdatedSpecError) as caught:
        spec.build()

    assert ("shop losses", "hinge") == (caught.value.registry, caught.value.name)
    assert registries.LOSSES.entries["hinge"].place == caught.value.place
    assert 1.0 == vars(registries.LOSSES.from_mapping({"name": "hinge"}).build())[name]


@pytest.mark.parametrize("discovers", [False, True])
def test_registry_alone(folder: Path, *, discovers: bool) -> None:
    """After the registry's module alone is reloaded, the components are still there, and can be chosen."""
    end = "LOSSES.discover('shop')\n" if discovers else ""
    plant(folder, SHOP | {"shop/registries.py": SHOP["shop/registries.py"] + end})
    modules()
    importlib.reload(sys.modules["shop.registries"])
    registries, losses, _ = modules()

    assert "hinge" == registries.LOSSES.spec(losses.Hinge).name
    assert ["hinge"] == registries.LOSSES.list()
    assert losses.Hinge is registries.LOSSES.get("hinge")
    config = importlib.reload(sys.modules["shop.config"])
    assert type(from_mapping(config.Config, {"loss": "hinge"}).loss.build()) is losses.Hinge


def test_registry_cell_alone() -> None:
    """After a notebook's cell with the registry alone runs again, the components of other cells are there."""
    module = ModuleType("notebook")
    sys.modules["notebook"] = module
    try:
        for number, source in ((1, CELL), (2, "REG.register_factory('one')(lambda: 1)"), (1, CELL)):
            exec(compile(source, cell(number), "exec"), vars(module))  # noqa: S102  # our own sources
        assert ["one"] == module.REG.list()
    finally:
        del sys.modules["notebook"]


def test_another_registry_of_the_name(folder: Path) -> None:
    """A second registry of one name in one run of a module has what is registered with it alone."""
    plant(folder, {"pair.py": PAIR})
    pair = importlib.import_module("pair")

    assert (["a"], ["b"]) == (pair.ONE.list(), pair.OTHER.list())


def test_another_registry_has_its_own_components(folder: Path) -> None:
    """What another module registers with one registry isn't taken over by a second one of the name."""
    plant(folder, {"pair.py": PAIR, "user.py": "import pair\npair.ONE.register_factory('c')(lambda: 3)\n"})
    pair = importlib.import_module("pair")
    importlib.import_module("user")

    assert (["a", "c"], ["b"]) == (pair.ONE.list(), pair.OTHER.list())


def test_registry_of_a_function(folder: Path) -> None:
    """A registry that a function makes takes over nothing from a global of the same name."""
    source = SHOP["shop/registries.py"] + "def make():\n    return Registry[Loss, []]('shop losses')\n"
    plant(folder, {**SHOP, "shop/registries.py": source})
    registries, *_ = modules()
    made = registries.make()
    assert ["hinge"] == registries.LOSSES.list()
    vars(registries).pop("LOSSES")

    assert [] == made.list()


def test_former_registry_is_freed(folder: Path) -> None:
    """The registry from before a reload is freed when its components have been taken over."""
    plant(folder, SHOP)
    registries, *_ = modules()
    former = weakref.ref(registries.LOSSES)
    importlib.reload(registries)
    assert ["hinge"] == registries.LOSSES.list()
    for name in MODULES[1:]:
        importlib.reload(sys.modules[name])
    gc.collect()

    assert former() is None


def test_taken_over_before_others_are_looked_for(folder: Path) -> None:
    """After a reload of the registry's module, a component is found without importing modules for names."""
    end = "LOSSES.discover('shop')\n"
    unclear = "from shop.registries import LOSSES\nfor n in 'ab':\n    LOSSES.register(n)(int)\n"
    shop = SHOP | {"shop/registries.py": SHOP["shop/registries.py"] + end, "shop/unclear.py": unclear}
    plant(folder, shop)
    modules()
    importlib.reload(sys.modules["shop.registries"])

    assert sys.modules["shop.losses"].Hinge is sys.modules["shop.registries"].LOSSES.get("hinge")
    assert "shop.unclear" not in sys.modules


def test_found_names_are_not_taken_over(folder: Path) -> None:
    """A component that was never imported isn't imported when its registry is made anew."""
    end = "LOSSES.discover('shop')\n"
    plant(folder, SHOP | {"shop/registries.py": SHOP["shop/registries.py"] + end})
    registries = importlib.import_module("shop.registries")
    assert ["hinge"] == registries.LOSSES.list()
    importlib.reload(registries)

    assert ["hinge"] == registries.LOSSES.list()
    assert "shop.losses" not in sys.modules


def test_registry_of_a_class_with_a_constructor(folder: Path) -> None:
    """A registry belongs to the module that creates it, not to that of its class, and is taken over there."""
    named = """
from typed_registry import Registry

class Named(Registry[object, []]):
    def __init__(self, name):
        super().__init__(name)
"""
    sources = {
        "shop/__init__.py": "",
        "shop/named.py": named,
        "shop/registries.py": "from shop.named import Named\nLOSSES = Named('shop losses')\n",
        "shop/losses.py": "from shop.registries import LOSSES\nLOSSES.register('hinge')(int)\n",
    }
    plant(folder, sources)
    importlib.import_module("shop.losses")
    registries = importlib.reload(sys.modules["shop.registries"])

    assert ["hinge"] == registries.LOSSES.list()


FAILS_ONCE = """
import os
from part.registries import PARTS

@PARTS.register("late")
class Late:
    def __init__(self, {parameter}: int = 1) -> None: ...

PARTS.from_mapping({{"name": "late", "{parameter}": 2}}).build()
if "PART_FAILS" in os.environ:
    raise RuntimeError
"""


def test_nothing_is_left_of_a_failed_module(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A component has the config of its present module, not of one that failed after it was used."""
    plant(folder, {**FAILING, "part/all/late.py": FAILS_ONCE.format(parameter="size")})
    monkeypatch.setenv("PART_FAILS", "1")
    parts = importlib.import_module("part.registries").PARTS
    with pytest.raises(BrokenModuleError):
        parts.get("late")
    monkeypatch.delenv("PART_FAILS")
    (folder / "part/all/late.py").write_text(FAILS_ONCE.format(parameter="length"))
    spec = parts.from_mapping({"name": "late", "length": 3})

    assert "Spec('late', length=3)" == repr(spec)
    assert type(spec.build()) is sys.modules["part.all.late"].Late


def test_module_under_two_names(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The registries of a file that is imported under two names share what is registered with either."""
    plant(folder, {"shapes.py": SHAPES, "kinds.py": "class Shape: ...\n"})
    one = importlib.import_module("shapes")
    spec = spec_from_file_location("shapes_again", one.__file__)
    assert spec is not None
    assert spec.loader is not None
    other = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "shapes_again", other)
    spec.loader.exec_module(other)
    other.REG.register("more")(type("More", (one.Shape,), {}))

    assert ["shape", "more"] == one.REG.list() == other.REG.list()
    assert [] == one.make().list() == other.make().list()
    assert [one.REG] == [entries.registry for entries in registries_of(one.Shape)]


def test_components_that_fit_no_longer(folder: Path) -> None:
    """What doesn't conform to the registry's new type is left out."""
    plant(folder, SHOP)
    modules()
    source = SHOP["shop/registries.py"].replace("x: float", "x: str")
    (folder / "shop/registries.py").write_text(source + "# longer\n")
    importlib.reload(sys.modules["shop.registries"])

    assert [] == modules()[0].LOSSES.list()


def test_component_that_its_module_registers_no_longer(folder: Path) -> None:
    """A component of the registry's own module is gone when the module runs again without it."""
    file = folder / "alone.py"
    source = "from typed_registry import Registry\nREG = Registry[object, []]('alone')\n"
    file.write_text(source + "REG.register_factory('one')(lambda: 1)\n")
    alone = importlib.import_module("alone")
    assert ["one"] == alone.REG.list()
    file.write_text(source)

    assert [] == importlib.reload(alone).REG.list()


SHAPES = """
from typed_registry import Registry
from kinds import Shape

def make():
    return Registry[Shape, []]("shapes")

REG = Registry[Shape, []]("shapes")
REG.register("shape")(Shape)
"""
CELL = "from typed_registry import Registry\nREG = Registry[int, []]('notebook things')\n"
PAIR = """
from typed_registry import Registry
ONE = Registry[int, []]("pair parts")
ONE.register_factory("a")(lambda: 1)
OTHER = Registry[int, []]("pair parts")
OTHER.register_factory("b")(lambda: 2)
"""
FAILING = {
    "part/__init__.py": "",
    "part/registries.py": (
        "from typed_registry import Registry\n"
        "PARTS = Registry[object, []]('failing parts')\n"
        "PARTS.discover('part.all')\n"
    ),
    "part/all/__init__.py": "",
    "part/all/late.py": (
        "from part.registries import PARTS\n"
        "@PARTS.register('late')\nclass Late: ...\n"
        "raise RuntimeError('after registering')\n"
    ),
}


def test_module_that_fails_after_registering(folder: Path) -> None:
    """A component of a module that could not be imported is not used, not at the second try either."""
    plant(folder, FAILING)
    parts = importlib.import_module("part.registries").PARTS
    for _ in range(2):
        with pytest.raises(BrokenModuleError, match="after registering") as caught:
            parts.get("late")
        assert isinstance(caught.value.__cause__, RuntimeError)
