"""Choices that the program gives, and those that are alternatives of a union."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

import pytest
from attrs import field, frozen

from tests.samples.experiment import LOSSES, Loss, PreferenceLoss, Sigmoid, SigmoidConfig
from tests.samples.zoo import plant
from typed_registry import Registry, Spec
from typed_registry.config import from_mapping, load
from typed_registry.errors import ConfigError, MissingKey, Refused, UnfitComponent, UnsetVariable


class Cup(Protocol):
    """Has a size."""

    def size(self) -> int:
        """Return the size."""
        ...


class Plate(Protocol):
    """Has a width."""

    def width(self) -> int:
        """Return the width."""
        ...


CUPS = Registry[Cup, []]("cups")
PLATES = Registry[Plate, []]("plates")


@CUPS.register("mug")
class Mug:
    """A cup."""

    def __init__(self, volume: int = 1) -> None:
        self.volume = volume

    def size(self) -> int:
        """Return the volume."""
        return self.volume


@PLATES.register("dish")
class Dish:
    """A plate."""

    def __init__(self, rim: int = 2) -> None:
        self.rim = rim

    def width(self) -> int:
        """Return the width of the rim."""
        return self.rim


@frozen
class Table:
    """Has one thing of two kinds, a plate by default."""

    thing: Spec[Cup, []] | Spec[Plate, []] = field(factory=lambda: PLATES.from_mapping({"name": "dish"}))


MUG, DISH = CUPS.from_mapping({"name": "mug"}), PLATES.from_mapping({"name": "dish"})


@pytest.mark.parametrize("spec", [MUG, DISH])
def test_specs_for_a_union(spec: Spec[object, []]) -> None:
    """A choice that the program gives is one of the alternative with its registry."""
    assert spec is from_mapping(Table, {"thing": spec}).thing


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("mug", "Spec('mug', volume=1)"),
        ("dish", "Spec('dish', rim=2)"),
        ({"name": "mug", "volume": 3}, "Spec('mug', volume=3)"),
        ({"rim": 3}, "Spec('dish', rim=3)"),
        ({}, "Spec('dish', rim=2)"),
    ],
)
def test_data_for_a_union(data: object, expected: str) -> None:
    """A name, or settings of the default alone, choose the alternative."""
    assert expected == repr(from_mapping(Table, {"thing": data}).thing)


@pytest.mark.parametrize("data", ["pot", {"name": "pot"}, {"name": None}, {"name": 3}, {"size": 3}, 3])
def test_data_for_neither(data: object) -> None:
    """Anything else is a fault of the field."""
    with pytest.raises(ConfigError) as caught:
        from_mapping(Table, {"thing": data})

    assert ["thing"] == [fault.path[0] for fault in caught.value.faults]


@frozen
class Narrow:
    """Has a loss that does more than others."""

    loss: Spec[PreferenceLoss, []] = field(factory=lambda: LOSSES.spec(Sigmoid, SigmoidConfig(0.1)))


def test_specs_for_a_narrower_field() -> None:
    """A choice that the program gives is judged as one by name is."""
    spec = LOSSES.from_mapping({"name": "sigmoid"})
    assert spec is from_mapping(Narrow, {"loss": spec}).loss
    with pytest.raises(ConfigError) as caught:
        from_mapping(Narrow, {"loss": LOSSES.from_mapping({"name": "cross_entropy", "weight": 2})})
    (fault,) = caught.value.faults

    assert ("loss",) == fault.path
    assert isinstance(fault.problem, UnfitComponent)


def test_spec_of_another_registry() -> None:
    """A choice from another registry is none for the field, though that has a component of the name."""
    others = Registry[Cup, []]("other cups")
    others.register("mug")(Mug)
    for spec in (DISH, others.from_mapping({"name": "mug"})):
        with pytest.raises(ConfigError):
            from_mapping(Required, {"thing": spec})

    assert MUG is from_mapping(Required, {"thing": MUG}).thing


@frozen
class Either:
    """Has a loss of one of two kinds, both of which the same registry holds."""

    loss: Spec[PreferenceLoss, []] | Spec[Loss, []]


@pytest.mark.parametrize("name", ["sigmoid", "cross_entropy"])
def test_specs_for_two_kinds_of_a_registry(name: str) -> None:
    """A choice that the program gives may be one of several alternatives."""
    spec = LOSSES.from_mapping({"name": name} if name == "sigmoid" else {"name": name, "weight": 2})

    assert spec is from_mapping(Either, {"loss": spec}).loss


@frozen
class Rim:
    """Has the same setting as a dish."""

    rim: int


@frozen
class Rimmed:
    """Has a plate, or a rim alone."""

    thing: Spec[Plate, []] | Rim = field(factory=lambda: PLATES.from_mapping({"name": "dish"}))


def test_settings_that_another_alternative_takes() -> None:
    """Settings without a name complete the default if its alternative is written first."""
    assert "Spec('dish', rim=3)" == repr(from_mapping(Rimmed, {"thing": {"rim": 3}}).thing)


@frozen
class Plain:
    """Has a plate by default."""

    thing: Spec[Plate, []] = field(factory=lambda: PLATES.from_mapping({"name": "dish"}))


@frozen
class Counted:
    """Has a number of things."""

    thing: int


@frozen
class House:
    """Has one of two."""

    it: Plain | Counted


def test_settings_of_a_default_inside_of_an_alternative() -> None:
    """Settings of a default that isn't made yet are those of its class, and of no other alternative."""
    assert Plain(PLATES.from_mapping({"name": "dish", "rim": 3})) == (
        from_mapping(House, {"it": {"thing": {"rim": 3}}}).it
    )


def test_settings_of_the_default() -> None:
    """Settings without a name complete the default; with another name, they are that component's."""
    spec = from_mapping(Narrow, {"loss": {"kind": "ipo"}}).loss
    named = from_mapping(Narrow, {"loss": {"name": "sigmoid", "kind": "ipo"}}).loss

    assert SigmoidConfig(0.1, "ipo") == spec.config == named.config


def test_no_name() -> None:
    """A name that is null is missing."""
    with pytest.raises(ConfigError) as caught:
        CUPS.from_mapping({"name": None})

    assert [MissingKey] == [type(fault.problem) for fault in caught.value.faults]


@frozen
class Required:
    """Has a cup."""

    thing: Spec[Cup, []]


@pytest.mark.parametrize("text", ["thing: ${env:SURELY_UNSET}\n", "thing: {name: '${env:SURELY_UNSET}'}\n"])
@pytest.mark.parametrize("config", [Table, Required])
def test_name_that_is_unset(
    config: type[Table | Required], text: str, write: Callable[[str, str], Path]
) -> None:
    """A name from a variable that isn't set is one fault, that of the variable."""
    file = write("c.yaml", text)
    with pytest.raises(ConfigError) as caught:
        load(config, file)

    assert [UnsetVariable] == [type(fault.problem) for fault in caught.value.faults]


BROKEN: Mapping[str, str] = {
    "shop/__init__.py": "",
    "shop/registries.py": """
from typing import Protocol
from attrs import frozen
from typed_registry import Registry, Spec

class Item(Protocol):
    def price(self) -> int: ...

class Gift(Item, Protocol):
    def wrap(self) -> int: ...

ITEMS = Registry[Item, []]("items")
ITEMS.discover("shop.items")

@frozen
class Settings:
    size: int = 1

@frozen
class Order:
    gift: Spec[Gift, []]

@frozen
class Parcel:
    item: Spec[Item, []]
""",
    "shop/items/__init__.py": "",
    "shop/items/book.py": """
from shop.registries import ITEMS, Settings

@ITEMS.register("book", config=Settings)
class Book:
    def __init__(self, config: Settings) -> None: ...
    def price(self) -> int: return 1
    def wrap(self) -> int: return 1
""",
    "shop/items/broken.py": """
from shop.registries import ITEMS, Settings
raise RuntimeError("broken")
ITEMS.register("broken", config=Settings)(int)
ITEMS.register("torn")(int)
""",
    "shop/items/plain.py": """
from shop.registries import ITEMS, Settings

@ITEMS.register("plain", config=Settings)
class Plain:
    def __init__(self, config: Settings) -> None: ...
    def price(self) -> int: return 1
""",
}


def test_component_that_cannot_be_judged(folder: Path) -> None:
    """A component whose module fails is refused where it must be judged, and isn't among the valid ones."""
    plant(folder, BROKEN)
    order = importlib.import_module("shop.registries").Order
    assert "Spec('book', size=1)" == repr(from_mapping(order, {"gift": "book"}).gift)
    problems: list[object] = []
    for name in ("broken", "plain"):
        with pytest.raises(ConfigError) as caught:
            from_mapping(order, {"gift": name})
        problems += [fault.problem for fault in caught.value.faults]
    broken, plain = problems

    assert isinstance(broken, Refused)
    assert "RuntimeError: broken" in broken.message
    assert isinstance(plain, UnfitComponent)
    assert ("book",) == plain.valid


def test_component_that_cannot_be_imported(folder: Path) -> None:
    """A component whose module fails is refused with the reason, where its settings must be known."""
    plant(folder, BROKEN)
    parcel = importlib.import_module("shop.registries").Parcel
    with pytest.raises(ConfigError) as caught:
        from_mapping(parcel, {"item": "torn"})
    (fault,) = caught.value.faults

    assert isinstance(fault.problem, Refused)
    assert "RuntimeError: broken" in fault.problem.message
