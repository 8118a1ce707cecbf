"""What is registered in a block is discarded when it ends."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TypeVar

import pytest

from tests.samples.ducks import ZOO, Legs, ducks
from tests.samples.losses import Fake, FakeFocal, Focal, Hinge, losses
from tests.samples.zoo import plant
from typed_registry import Registry
from typed_registry._registration.import_module import import_module
from typed_registry.errors import BrokenModuleError, FrozenRegistryError, UnknownPackageError

T = TypeVar("T")


def held(registry: Registry[T, []]) -> dict[str, object]:
    """Return the components of a registry in their order."""
    return {name: registry.get(name) for name in registry}


BEFORE = {"hinge": Hinge, "focal": Focal}


def test_everything_is_discarded() -> None:
    """All changes are undone: new, replaced, removed, overridden and deprecated components, and freezing."""
    registry = losses()
    spec = registry.from_mapping({"name": "hinge"})
    forgotten = registry.override(focal=FakeFocal)
    with registry.isolated():
        registry.register("fake")(Fake)
        registry.register_factory("hinge", replace=True)(Fake)
        registry.unregister("focal")
        registry.register("focal")(Fake)
        registry.deprecate("old", since="1", use="hinge")
        forgotten.__enter__()
        registry.freeze()
        assert ["hinge", "focal", "fake"] == sorted(registry, key=["hinge", "focal", "fake"].index)
    assert BEFORE == held(registry)
    assert [*BEFORE] == registry.list()
    assert not registry.entries["hinge"].deprecated
    assert "old" not in registry
    assert spec == registry.from_mapping({"name": "hinge"})
    forgotten.__exit__(None, None, None)
    assert BEFORE == held(registry)
    registry.register("late")(Fake)


def test_order_is_kept() -> None:
    """A component that was removed in the block comes back to its place."""
    registry = losses()
    with registry.isolated():
        registry.unregister("hinge")
        registry.register("hinge")(Fake)
    assert [*BEFORE] == registry.list()


def test_nested() -> None:
    """A block within another one discards what is its own; the outer one discards the rest."""
    registry = losses()
    with registry.isolated():
        registry.register("one")(Fake)
        with registry.isolated():
            registry.register("two")(Fake)
        assert "two" not in registry
        assert "one" in registry
    assert BEFORE == held(registry)


def test_ends_in_another_order() -> None:
    """When the outer block ends first, the inner one is over as well."""
    registry = losses()
    outer, inner = registry.isolated(), registry.isolated()
    outer.__enter__()
    registry.register("one")(Fake)
    inner.__enter__()
    registry.register("two")(Fake)
    outer.__exit__(None, None, None)
    assert BEFORE == held(registry)
    registry.register("three")(Fake)
    inner.__exit__(None, None, None)
    assert ["hinge", "focal", "three"] == registry.list()


def test_override_around() -> None:
    """An override of before stays, unless it has ended meanwhile."""
    registry = losses()
    with registry.override(hinge=Fake), registry.isolated():
        registry.register("hinge", replace=True)(Focal)
        assert registry.get("hinge") is Fake
    assert BEFORE == held(registry)
    override, block = registry.override(hinge=Fake), registry.isolated()
    override.__enter__()
    block.__enter__()
    override.__exit__(None, None, None)
    block.__exit__(None, None, None)
    assert BEFORE == held(registry)


def test_decorator_and_exception() -> None:
    """A decorated function is a block, which an exception ends as well."""
    registry = losses()

    @registry.isolated()
    def fail() -> None:
        registry.register("fake")(Fake)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert BEFORE == held(registry)


@pytest.mark.filterwarnings("ignore:animals. .swans. is deprecated:RuntimeWarning")
def test_imports_stay(folder: Path) -> None:
    """What a module registers that is imported in the block stays; what the block registers doesn't."""
    plant(folder, ZOO | {"zoo/more.py": MORE})
    registry = ducks()
    with registry.isolated():
        assert 2 == registry.get("duck")().legs()
        more = importlib.import_module("zoo.more")
        more.add("called")
        registry.register("leg")(Legs)
        registry.unregister("swan")
        assert ["duck", "called", "leg"] == sorted(registry, key=["duck", "called", "leg"].index)
    assert {"duck": importlib.import_module("zoo.animals.duck").Duck, "swan": more.Swan} == held(registry)
    assert "swans" in registry
    with registry.isolated():
        importlib.reload(more)
        assert registry.get("swan") is more.Swan
    assert registry.get("swan") is more.Swan


MORE = """
from zoo.registries import ANIMALS

class Swan:
    def legs(self) -> int: return 2

def add(name: str) -> None:
    ANIMALS.register(name)(Swan)

add("swan")
ANIMALS.deprecate("swans", since="1", use="swan")
"""


@pytest.mark.filterwarnings("ignore:animals. .swans. is deprecated:RuntimeWarning")
def test_failed_import(folder: Path) -> None:
    """What a module has registered that fails in the block doesn't stay."""
    plant(folder, ZOO | {"zoo/more.py": f"{MORE}\nraise ValueError\n"})
    registry = ducks()
    with registry.isolated(), pytest.raises(BrokenModuleError):
        import_module("zoo.more")
    assert ["duck"] == registry.list()


def test_found_in_the_block(folder: Path) -> None:
    """Components that discovery finds in the block can be used after it."""
    plant(folder, ZOO)
    registry = importlib.import_module("zoo.registries").ANIMALS
    with registry.isolated():
        registry.discover("zoo.animals")
        assert ["duck"] == registry.list()
    assert 2 == registry.get("duck")().legs()


def test_frozen() -> None:
    """In the block, a frozen registry takes components; after it, it is frozen again."""
    registry = losses()
    registry.freeze()
    with registry.isolated():
        registry.register("fake")(Fake)
    with pytest.raises(FrozenRegistryError):
        registry.register("fake")(Fake)
    assert BEFORE == held(registry)


def test_first_import_of_an_unregistered_component(folder: Path) -> None:
    """A component that is unregistered in the block, where its module is imported, can be used after it."""
    swan = '\n@ANIMALS.register("swan")\nclass Swan(Duck): ...\n'
    plant(folder, {**ZOO, "zoo/animals/duck.py": ZOO["zoo/animals/duck.py"] + swan})
    registry = ducks()
    with registry.isolated():
        with registry.isolated():
            registry.unregister("swan")
            registry.register("swan")(Legs)
            assert 2 == registry.get("duck")().legs()
            assert 1 == registry.get("swan")().legs()
        assert 2 == registry.get("swan")().legs()
    assert 2 == registry.get("swan")().legs()


def test_first_import_of_a_component_unregistered_before(folder: Path) -> None:
    """A component that was unregistered before the block doesn't come back by an import in it."""
    plant(folder, ZOO)
    registry = ducks()
    registry.unregister("duck")
    with registry.isolated():
        importlib.import_module("zoo.animals.duck")
    assert "duck" not in registry


def test_unknown_package() -> None:
    """A registry whose `discover` names no package can be isolated; looking for a name is the error."""
    registry = losses()
    registry.discover("tests.typo")
    with registry.isolated():
        registry.register("fake")(Fake)
        with pytest.raises(UnknownPackageError):
            registry.list()
    with pytest.raises(UnknownPackageError):
        registry.list()
    assert registry.get("hinge") is Hinge
