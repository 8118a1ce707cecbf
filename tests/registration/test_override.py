"""A component replaces another one until a block ends."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Annotated, Any
from unittest.mock import Mock

import pytest
from attrs import frozen

from tests.samples.losses import Fake, FakeFocal, Focal, FocalConfig, Hinge, Loss, Wide, losses
from typed_registry import Registry, Spec
from typed_registry._typing_forms import Component
from typed_registry.config import from_mapping
from typed_registry.errors import (
    ConfigError,
    ConformanceError,
    OutdatedSpecError,
    UnknownNameError,
)

SHARED = losses()


@frozen
class Training:
    loss: Annotated[Spec[Loss, []], SHARED]


class Trainer:
    def __init__(self, loss: Annotated[Loss, SHARED]) -> None:
        self.loss = loss


TRAINERS = Registry[Trainer, []]("trainers of losses")
TRAINERS.register("trainer")(Trainer)


def built(registry: Registry[Loss, []], name: str) -> type:
    """Return the class of the object that a registry builds."""
    return type(registry.get(name)())


def test_all_ways_to_a_component() -> None:
    """Every way to a component leads to the override, and to the component once the block has ended."""
    registry = losses()
    for _ in range(2):
        assert (Hinge, Hinge) == (registry.get("hinge"), dict[str, object](registry.components)["hinge"])
        with registry.override("hinge", Fake):
            assert (Fake, Fake) == (registry.get("hinge"), dict[str, object](registry.components)["hinge"])
            assert registry.entries["hinge"].component is Fake
            assert type(registry.from_mapping({"name": "hinge"}).build()) is Fake
            with pytest.raises(ConfigError):
                registry.from_mapping({"name": "hinge", "margin": 2.0})
        assert 2.0 == vars(registry.from_mapping({"name": "hinge", "margin": 2.0}).build())["margin"]
    assert ["hinge", "focal"] == registry.list()


def test_place() -> None:
    """The entry of the name says which line overrides it."""
    registry = losses()
    with registry.override("hinge", Fake):
        place = registry.entries["hinge"].place

    assert __file__ == place.file
    assert 'registry.override("hinge", Fake)' in Path(__file__).read_text().splitlines()[place.line - 1]
    assert place != registry.entries["hinge"].place


def test_configs() -> None:
    """A loaded config and a component inside another one are built with the override."""
    before = from_mapping(Training, {"loss": {"name": "hinge"}})
    with SHARED.override(hinge=Fake):
        assert type(before.loss.build()) is Fake
        assert type(from_mapping(Training, {"loss": "hinge"}).loss.build()) is Fake
        trainer = TRAINERS.from_mapping({"name": "trainer", "loss": "hinge"}).build()
        assert type(trainer.loss) is Fake
    assert type(before.loss.build()) is Hinge


def test_several() -> None:
    """Several components are replaced by keyword, also one called as a parameter is."""
    registry = losses()
    registry.register("config")(Hinge)
    with registry.override(hinge=Fake, config=Fake):
        assert (Fake, Fake) == (built(registry, "hinge"), built(registry, "config"))
    with registry.override(focal=FakeFocal, hinge=Fake):
        assert (FakeFocal, Fake) == (registry.get("focal"), registry.get("hinge"))
    assert [Hinge, Focal, Hinge] == [registry.get(name) for name in registry]


@pytest.mark.parametrize(
    ("given", "keywords", "shown"),
    [
        ((), {}, ""),
        (("hinge",), {}, "'hinge'"),
        (("hinge", Fake), {"config": 3}, f"'hinge', {Fake!r}, config=3"),
        (("hinge", Fake), {"focal": FakeFocal}, f"'hinge', {Fake!r}, focal={FakeFocal!r}"),
        ((), {"config": 3}, "config=3"),
    ],
)
def test_other_arguments(given: tuple[Any, ...], keywords: dict[str, Any], shown: str) -> None:  # type: ignore[explicit-any]  # any arguments
    """A name needs a component, and the config has to be a class; the error says what was given instead."""
    with pytest.raises(TypeError, match=re.escape(f"; got override({shown})")):
        losses().override(*given, **keywords)


def test_all_or_nothing() -> None:
    """Nothing is replaced if one name is unknown or one component doesn't fit."""
    registry = losses()
    with pytest.raises(UnknownNameError, match="hinges"), registry.override(focal=FakeFocal, hinges=Fake):
        pass
    misfit: Any = int  # type: ignore[explicit-any]  # a component that no checker accepts
    with pytest.raises(ConformanceError, match="int can't be registered as 'hinge'"):
        registry.override(focal=FakeFocal, hinge=misfit).__enter__()
    assert [Hinge, Focal] == [registry.get(name) for name in registry]


def test_declared_config() -> None:
    """A component takes the config class that is declared for the other one, unless another is stated."""
    registry = losses()
    before = registry.from_mapping({"name": "focal", "gamma": 3.0})
    with registry.override("focal", FakeFocal):
        assert FocalConfig(3.0) == vars(before.build())["config"]
        assert FocalConfig(4.0) == registry.from_mapping({"name": "focal", "gamma": 4.0}).config
        with registry.override("focal", fake_of, config=Training):
            assert Training is registry.entries["focal"].config
            with registry.override("focal", fake_of):
                assert Training is registry.entries["focal"].config
    with pytest.raises(ConformanceError, match=r"called with \(FocalConfig\)"), registry.override(focal=Fake):
        pass


def test_specs_of_the_component() -> None:
    """A spec made before is built with the settings that the override takes by keyword."""
    registry = losses()
    default, given = (registry.from_mapping({"name": "hinge", **more}) for more in ({}, {"margin": 3}))
    with registry.override(hinge=Wide):
        assert [1.0, 3.0] == [vars(spec.build())["margin"] for spec in (default, given)]
    with registry.override(hinge=AnySettings):
        assert {"settings": {"margin": 3.0}} == vars(given.build())
    with registry.override(hinge=Fake):
        assert type(default.build()) is Fake
        with pytest.raises(OutdatedSpecError) as refused:
            given.build()
    assert (("margin",), ()) == (refused.value.unknown, refused.value.missing)
    with registry.override(hinge=Narrow), pytest.raises(OutdatedSpecError) as refused:
        given.build()
    assert (("margin",), ("width",)) == (refused.value.unknown, refused.value.missing)
    assert default == registry.from_mapping({"name": "hinge"})


def test_specs_of_the_override() -> None:
    """A spec made in the block says, after it, that its settings are those of another component."""
    registry = losses()
    with registry.override(hinge=Wide):
        spec = registry.from_mapping({"name": "hinge", "margin": 1})
    with pytest.raises(OutdatedSpecError) as refused:
        spec.build()
    assert ((), ()) == (refused.value.unknown, refused.value.missing)


def test_nested() -> None:
    """Of several overrides of a name, the innermost is seen; any of them may end first."""
    registry = losses()
    outer, inner = registry.override(hinge=Fake), registry.override(hinge=Wide)
    with outer, inner:
        assert registry.get("hinge") is Wide
    outer.__enter__()
    inner.__enter__()
    outer.__exit__(None, None, None)
    assert registry.get("hinge") is Wide
    inner.__exit__(None, None, None)
    assert registry.get("hinge") is Hinge


def test_same_block_twice() -> None:
    """A block can be entered again, within itself as well."""
    registry = losses()
    block = registry.override(hinge=Fake)
    for _ in range(2):
        with block, block:
            assert registry.get("hinge") is Fake
        assert registry.get("hinge") is Hinge


def test_exception() -> None:
    """The component is back after an exception, and after a return."""
    registry = losses()
    with pytest.raises(ZeroDivisionError), registry.override(hinge=Fake):
        raise ZeroDivisionError
    assert registry.get("hinge") is Hinge


def test_decorator() -> None:
    """The block is that of a decorated function, also of a coroutine until that ends."""
    registry = losses()

    @registry.override(hinge=Fake)
    def build(more: int) -> tuple[object, int]:
        return registry.get("hinge"), more

    @registry.override(hinge=Fake)
    async def build_later() -> object:
        await asyncio.sleep(0)
        return registry.get("hinge")

    class Building:
        """An object that can be called like a coroutine function."""

        async def __call__(self) -> object:
            return await build_plainly()

    async def build_plainly() -> object:
        await asyncio.sleep(0)
        return registry.get("hinge")

    assert (Fake, 3) == build(3)
    assert Fake is asyncio.run(build_later())
    assert Fake is asyncio.run(registry.override(hinge=Fake)(Building())())
    assert Hinge is registry.get("hinge")


def generate() -> Iterator[int]:
    """A generator runs between the blocks of others."""
    yield 1


async def generate_later() -> AsyncIterator[int]:
    """The same in a coroutine."""
    yield 1


class Generating:
    """An object that can be called like a generator function."""

    def __call__(self) -> Iterator[int]:
        """Return a generator."""
        yield 1


REFUSED: dict[str, object] = {
    "class": Hinge,
    "generator": generate,
    "async generator": generate_later,
    "static method": staticmethod(generate),
    "partial": partial(generate),
    "object": Generating(),
    "property": property(bool),
    "number": 3,
}


@pytest.mark.parametrize("refused", REFUSED.values(), ids=REFUSED)
def test_decorated_at_other_times(refused: Callable[[], object]) -> None:
    """What runs at other times than its call, or never, can't be decorated, and nothing stays overridden."""
    registry = losses()
    with pytest.raises(TypeError):
        registry.override(hinge=Fake)(refused)

    assert Hinge is registry.get("hinge")


def fake_of(training: Training) -> Fake:
    """Return a loss for a config class that no other loss has."""
    assert isinstance(training, Training)
    return Fake()


class Narrow(Fake):
    def __init__(self, width: float) -> None:
        self.width = width


class AnySettings(Fake):
    def __init__(self, **settings: float) -> None:
        self.settings = settings


def test_instance() -> None:
    """An object that can't be called is refused, with what to write instead."""
    with pytest.raises(ConformanceError) as caught, losses().override("hinge", object()):  # type: ignore[call-overload]  # refused  # pyright: ignore[reportArgumentType]  # as above
        pass

    assert ["override takes a function that returns it: lambda: ..."] == [
        each.reason for each in caught.value.mismatches
    ]


MOCKS: dict[str, Component[Loss]] = {
    "mock": Mock(),
    "specified": Mock(spec=Fake),
    "class": Mock,
    "partial": partial(Fake),
}


@pytest.mark.parametrize("fake", MOCKS.values(), ids=MOCKS)
def test_mocks(fake: Component[Loss]) -> None:
    """Mocks, functions that return them, and partials can override a component."""
    registry = losses()
    with registry.override(hinge=fake):
        assert registry.get("hinge") is fake
        assert registry.from_mapping({"name": "hinge"}).build() is not None


def test_deprecated_name() -> None:
    """Under a deprecated name, the component is overridden that it stands for."""
    registry = losses()
    registry.deprecate("margin", since="2", use="hinge")
    with registry.override(margin=Fake):
        assert registry.get("hinge") is Fake
