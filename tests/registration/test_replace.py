"""Components that replace others, are removed, or come too late."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.samples.ducks import ZOO, Legs, ducks
from tests.samples.losses import Fake, FocalConfig, Hinge, Loss, Wide, losses
from tests.samples.zoo import imported, plant
from typed_registry import Registry
from typed_registry.errors import (
    DuplicateNameError,
    FrozenRegistryError,
    OverriddenNameError,
    UnknownNameError,
)


def test_whichever_comes_first() -> None:
    """The component that is registered with `replace=True` is used, even if the other one comes later."""
    for first in (True, False):
        registry = Registry[Loss, []]("losses")
        for replaces in (first, not first):
            registry.register("hinge", replace=replaces)(Fake if replaces else Hinge)
        assert registry.get("hinge") is Fake
        assert ["hinge"] == registry.list()


def test_each_way_to_register() -> None:
    """Classes with or without a config, functions and objects can replace others."""
    registry, fake = losses(), Fake()
    registry.register("focal", config=FocalConfig, replace=True)(Wrapped)
    registry.register_factory("hinge", replace=True)(make := lambda: fake)
    assert (Wrapped, make) == (registry.get("focal"), registry.get("hinge"))
    registry = losses()
    registry.register_instance("hinge", fake, replace=True)
    assert fake is registry.get("hinge")()
    registry.register("focal", types={"margin": str}, replace=True)(Wide)
    assert "1" == vars(registry.from_mapping({"name": "focal", "margin": "1"}).build())["margin"]


class Wrapped:
    def __init__(self, config: FocalConfig) -> None: ...
    def loss(self, logit: float) -> float:
        return logit


def test_two_of_a_kind() -> None:
    """Two components that replace, and two that don't, are duplicates; the same one may come again."""
    registry = losses()
    registry.register("hinge", replace=True)(Fake)
    registry.register("hinge", replace=True)(Fake)
    registry.register("hinge")(Hinge)
    for replace in (True, False):
        with pytest.raises(DuplicateNameError):
            registry.register("hinge", replace=replace)(Wide)
    assert registry.get("hinge") is Fake


def test_specs_of_the_replaced() -> None:
    """A spec that was made before builds the replacing component if that takes the same settings."""
    registry = losses()
    spec = registry.from_mapping({"name": "hinge", "margin": 2.0})
    registry.register("hinge", replace=True)(Margin)
    assert type(spec.build()) is Margin


class Margin(Hinge):
    def __init__(self, margin: float = 2.0) -> None:
        super().__init__(margin)


REPLACING = """
from zoo.registries import ANIMALS

@ANIMALS.register("duck", replace=True)
class Robot:
    def legs(self) -> int: return 8
"""


@pytest.mark.parametrize("order", [("duck", "robot"), ("robot", "duck"), ()])
def test_discovered(folder: Path, order: tuple[str, ...]) -> None:
    """A source shows which component replaces the other; nothing is imported to list them."""
    plant(folder, {**ZOO, "zoo/animals/robot.py": REPLACING})
    for name in order:
        importlib.import_module(f"zoo.animals.{name}")
    registry = ducks()
    assert ["duck"] == registry.list()
    assert sorted(f"zoo.animals.{name}" for name in order) == imported("zoo.animals")
    assert 8 == registry.get("duck")().legs()


def test_failing_replacement(folder: Path) -> None:
    """A component that replaces another one and fails on import doesn't let that one appear."""
    plant(folder, {**ZOO, "zoo/animals/robot.py": f"{REPLACING}\nraise ValueError('no robots')\n"})
    registry = ducks()
    with pytest.raises(ImportError, match="no robots"):
        registry.get("duck")
    with pytest.raises(ImportError, match="no robots"):
        registry.get("duck")


# Unregistering


def test_unregister() -> None:
    """The name is unknown, and its specs and the error say so; it can be registered again."""
    registry = losses()
    spec = registry.from_mapping({"name": "hinge"})
    assert type(spec.build()) is Hinge
    registry.unregister("hinge")
    assert ["focal"] == registry.list()
    for ask in (spec.build, lambda: registry.get("hinge"), lambda: registry.unregister("hinge")):
        with pytest.raises(UnknownNameError) as unknown:
            ask()
        assert unknown.value.unregistered is not None
        assert __file__ == unknown.value.unregistered.file
    registry.register("hinge")(Fake)
    assert registry.get("hinge") is Fake
    with pytest.raises(UnknownNameError):
        registry.unregister("other")


def test_unregister_replacement() -> None:
    """A component and the one that it replaces are removed together."""
    registry = losses()
    registry.register("hinge", replace=True)(Fake)
    registry.unregister("hinge")
    assert "hinge" not in registry
    registry.register("hinge")(Wide)
    assert registry.get("hinge") is Wide


def test_unregister_overridden() -> None:
    """A name that is overridden can't be removed."""
    registry = losses()
    with registry.override(hinge=Fake), pytest.raises(OverriddenNameError) as refused:
        registry.unregister("hinge")
    assert (__file__, "thread MainThread") == (refused.value.place.file, refused.value.holder)
    assert registry.get("hinge") is Hinge


def test_unregistered_before_import(folder: Path) -> None:
    """Neither discovery nor the first import of its module brings a component back; another import does."""
    both = ZOO["zoo/animals/duck.py"] + "\n@ANIMALS.register('swan')\nclass Swan(Duck): ...\n"
    plant(
        folder, {**ZOO, "zoo/animals/duck.py": both, "zoo/others/__init__.py": "", "zoo/others/duck.py": both}
    )
    registry = ducks()
    registry.unregister("duck")
    assert 2 == registry.get("swan")().legs()
    assert ["swan"] == registry.list()
    importlib.reload(importlib.import_module("zoo.animals.duck"))
    assert {"duck", "swan"} == {*registry}


# Freezing


CALLS: dict[str, Callable[[Registry[Loss, []]], object]] = {
    "register": lambda registry: registry.register("new")(Fake),
    "register again": lambda registry: registry.register("hinge", replace=True)(Fake),
    "register_factory": lambda registry: registry.register_factory("new")(Fake),
    "register_instance": lambda registry: registry.register_instance("new", Fake()),
    "unregister": lambda registry: registry.unregister("hinge"),
    "deprecate": lambda registry: registry.deprecate("hinge", since="1"),
    "discover": lambda registry: registry.discover("zoo"),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_frozen(call: Callable[[Registry[Loss, []]], object], request: pytest.FixtureRequest) -> None:
    """Nothing can be changed after `freeze`; an error says where that was."""
    registry = losses()
    registry.freeze()
    with pytest.raises(FrozenRegistryError) as refused:
        call(registry)
    assert __file__ == refused.value.place.file
    assert request.node.callspec.id.startswith(refused.value.action)
    assert ["hinge", "focal"] == registry.list()
    with registry.override(hinge=Fake):
        assert registry.get("hinge") is Fake
    assert registry.get("hinge") is Hinge


def test_frozen_lazily(folder: Path) -> None:
    """Components that were discovered can still be imported; no others appear."""
    plant(folder, {**ZOO, "zoo/animals/late.py": LATE, "zoo/other.py": LATE.replace("swan", "crow")})
    registry = ducks()
    registry.freeze()
    assert ["zoo.animals.late"] == imported("zoo.animals")
    assert ["duck", "swan"] == sorted(registry)
    assert 2 == registry.get("duck")().legs()
    with pytest.raises(FrozenRegistryError):
        importlib.import_module("zoo.other")
    with registry.override(swan=Legs):
        assert registry.get("swan") is Legs


def test_frozen_and_reloaded(folder: Path) -> None:
    """A module can run again after `freeze`, as long as it registers no other component."""
    plant(folder, ZOO)
    registry = ducks()
    before = registry.get("duck")
    registry.freeze()
    module = importlib.reload(importlib.import_module("zoo.animals.duck"))
    assert module.Duck is registry.get("duck")
    assert before is not module.Duck
    with pytest.raises(FrozenRegistryError):
        registry.register("duck")(Legs)


def test_frozen_and_changed_again(folder: Path) -> None:
    """A module that deprecates a name and discovers a package can run again after `freeze`."""
    more = 'ANIMALS.deprecate("drake", since="2", use="duck")\nANIMALS.discover("zoo.other")\n'
    source = {"zoo/animals/duck.py": f"{ZOO['zoo/animals/duck.py']}\n{more}", "zoo/other.py": ""}
    plant(folder, {**ZOO, **source})
    registry = ducks()
    registry.freeze()
    module = importlib.reload(importlib.import_module("zoo.animals.duck"))
    assert module.Duck is registry.get("duck")
    for changed in (more.replace('"2"', '"3"'), more.replace("zoo.other", "zoo.more")):
        (folder / "zoo/animals/duck.py").write_text(f"{ZOO['zoo/animals/duck.py']}\n{changed}")
        with pytest.raises(FrozenRegistryError):
            importlib.reload(module)


@pytest.mark.filterwarnings("ignore::typed_registry._discovery.discover.UnreadableSourceWarning")
def test_frozen_while_a_module_fails(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A discovered module that fails when the registry is frozen can register its components later."""
    plant(folder, {**ZOO, "zoo/animals/late.py": f"import os\nos.environ['SWANS']\n{LATE}"})
    monkeypatch.delenv("SWANS", raising=False)
    registry = ducks()
    registry.freeze()
    assert ["duck"] == registry.list()
    monkeypatch.setenv("SWANS", "1")
    assert ["duck", "swan"] == sorted(registry)
    assert 2 == registry.get("swan")().legs()


LATE = """
from zoo.registries import ANIMALS

class Swan:
    def legs(self) -> int: return 2

for name in ("swa", "cro"):
    if "swan".startswith(name):
        ANIMALS.register(name + "n")(Swan)
"""
