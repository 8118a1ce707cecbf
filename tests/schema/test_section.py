"""Sections whose name is that of several components: the field that chooses it decides."""

from __future__ import annotations

from typing import Annotated

import pytest
from attrs import field, frozen

from typed_registry import Registry, Spec
from typed_registry.config._document.deprecated_fields import renamed

from .judge import Judge, judge


class Machine:
    """The kind of the components in both registries."""


MILLS = Registry[Machine, []]("mills")
LATHES = Registry[Machine, []]("lathes")


@frozen
class Speed:
    """How fast it turns."""

    turns: int
    unit: str = "s"


@MILLS.register("fast")
class FastMill(Machine):
    """Has a width."""

    def __init__(self, width: int = 1) -> None: ...


@LATHES.register("fast")
class FastLathe(Machine):
    """Has a length."""

    def __init__(self, length: int = 1) -> None: ...


@frozen
class SlowConfig:
    """A config with a required speed."""

    speed: Speed


@MILLS.register("slow", config=SlowConfig)
@LATHES.register("slow", config=SlowConfig)
class Slow(Machine):
    """Is in both registries."""

    def __init__(self, config: SlowConfig) -> None: ...


@frozen
class Shop:
    """A root with two machines, one of which has a default."""

    mill: Annotated[Spec[Machine, []], MILLS]
    lathe: Annotated[Spec[Machine, []], LATHES] = field(
        factory=lambda: LATHES.from_mapping({"name": "slow", "speed": {"turns": 3}})
    )


@pytest.fixture(scope="module", name="shop")
def _shop() -> Judge:
    return judge(Shop)


@pytest.mark.parametrize(
    "data",
    [
        {"mill": "fast", "fast": {"width": 2}},
        {"mill": {"name": "slow", "speed": {"turns": 1}}, "lathe": "fast", "fast": {"length": 2}},
        {"mill": "fast", "lathe": {"name": "slow"}},
        {"mill": "fast", "lathe": {"speed": {"unit": "m"}}},
        {"mill": "fast", "slow": {"speed": {"unit": "m"}}},
        {"mill": "fast", "slow": None},
        {"mill": "slow", "lathe": "fast", "slow": {"speed": {"turns": 1}}},
    ],
    ids=repr,
)
def test_accepted(data: dict[str, object], shop: Judge) -> None:
    """A section belongs to the component that the field chooses, and completes its settings."""
    assert ((), []) == (shop.loader(data), shop.schema(data))


@pytest.mark.parametrize(
    "data",
    [
        {"mill": "fast", "fast": {"length": 2}},
        {"mill": {"name": "slow", "speed": {"turns": 1}}, "lathe": "fast", "fast": {"width": 2}},
        {"mill": "fast", "lathe": "fast", "slow": {"speed": {"unit": "m"}}},
        {"mill": "fast", "lathe": "fast", "slow": {}},
        {"mill": "fast", "lathe": "fast", "slow": None},
        {"mill": "slow", "lathe": "fast", "slow": {"speed": {"unit": "m"}}},
        {"mill": "slow", "lathe": "fast"},
        {"mill": "fast", "lathe": "fast", "fast": {"width": 2}},
    ],
    ids=repr,
)
def test_refused(data: dict[str, object], shop: Judge) -> None:
    """A section doesn't belong to another component, and is whole if no field chooses it."""
    assert (False, False) == shop.verdicts(data)


@frozen
class OldShop:
    """A root whose field has a former key."""

    mill: Annotated[Spec[Machine, []], MILLS] = field(metadata=renamed("grinder", since="0.1"))


@pytest.mark.parametrize(
    ("data", "is_valid"),
    [
        ({"grinder": "fast", "fast": {"width": 2}}, True),
        ({"grinder": "slow", "slow": {"speed": {"turns": 2}}}, True),
        ({"grinder": "slow", "slow": {}}, False),
        ({"grinder": "fast", "slow": {}}, False),
        ({"grinder": "slow"}, False),
        ({"grinder": {"width": 2}}, False),
    ],
)
@pytest.mark.filterwarnings("ignore::typed_registry.config._document.deprecated_fields.OutdatedConfigWarning")
def test_old_key(data: dict[str, object], *, is_valid: bool) -> None:
    """A field that chooses under its former key has a section, too."""
    assert (is_valid, is_valid) == judge(OldShop).verdicts(data)
