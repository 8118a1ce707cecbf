"""Registries of other kinds than a Protocol, and of other dependencies than one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TypeAlias

from typing_extensions import reveal_type

from tests.typing.zoo.components import Adam, Hinge, Plain
from tests.typing.zoo.config import AdamConfig, MarginConfig
from tests.typing.zoo.protocols import Loss, Optimizer
from typed_registry import Registry, Spec


class Model(ABC):
    @abstractmethod
    def forward(self, x: float) -> float: ...


class Linear(Model):
    def forward(self, x: float) -> float:
        return x


class Unrelated:
    def forward(self, x: float) -> float:
        return x


Rewarder: TypeAlias = Callable[[str], float]

MODELS = Registry[Model, []]("models")
REWARDS = Registry[Rewarder, []]("rewards")
SIZES = Registry[int, []]("sizes")
EITHER = Registry[Loss | Optimizer, []]("either")
CLASSES = Registry[type[Model], []]("classes")

# A class by descent.


@MODELS.register("linear")
class Registered(Linear):
    def only_registered(self) -> str:
        return ""


reveal_type(Registered().only_registered())  # reveals: str
reveal_type(MODELS.build(Linear))  # reveals: Linear; limit: metaclass
reveal_type(MODELS.from_mapping({"name": "linear"}).build().forward(1.0))  # reveals: float
MODELS.register("unrelated")(Unrelated)  # rejected: misfit
MODELS.build(Unrelated)  # rejected: misfit

# A function, a number, one of two, a class.


@REWARDS.register_factory("length")
def length(scale: float = 1.0) -> Rewarder:
    return lambda text: scale * len(text)


@REWARDS.register_factory("another")  # rejected: misfit
def another(scale: float = 1.0) -> Callable[[int], float]:
    return lambda number: scale * number


def reward(text: str) -> float:
    return float(len(text))


REWARDS.register_instance("reward", reward)
REWARDS.register_instance("another function", abs)  # rejected: misfit
REWARDS.register_instance("another instance", Linear())  # rejected: misfit
reveal_type(REWARDS.from_mapping({"name": "length"}).build()("text"))  # reveals: float
REWARDS.from_mapping({"name": "length"}).build()(3)  # rejected: argument

SIZES.register_instance("small", 3)
SIZES.register_instance("large", "3")  # rejected: misfit
reveal_type(SIZES.from_mapping({"name": "small"}).build())  # reveals: int

EITHER.register("hinge", config=MarginConfig)(Hinge)
EITHER.register("plain")(Plain)
EITHER.register("neither")(Linear)  # rejected: misfit; limit: metaclass
reveal_type(EITHER.build(Plain, 3))  # reveals: Plain
reveal_type(EITHER.from_mapping({"name": "hinge"}).build())  # reveals: Loss | Optimizer

CLASSES.register_instance("linear", Linear)
CLASSES.register_instance("unrelated", Unrelated)  # rejected: misfit

# Two dependencies, in their order.

PAIRS = Registry[Optimizer, [int, str]]("pairs")


class Pair(Plain):
    def __init__(self, config: AdamConfig, size: int, name: str) -> None:
        super().__init__(size, name=name)


class Swapped(Plain):
    def __init__(self, config: AdamConfig, name: str, size: int) -> None:
        super().__init__(size, name=name)


PAIRS.register("pair", config=AdamConfig)(Pair)
PAIRS.register("swapped", config=AdamConfig)(Swapped)  # rejected: misfit
PAIRS.register("one of them", config=AdamConfig)(Adam)  # rejected: misfit
reveal_type(PAIRS.from_mapping({"name": "pair"}))  # reveals: Spec[Optimizer, [int, str]]
reveal_type(PAIRS.from_mapping({"name": "pair"}).build(3, "x"))  # reveals: Optimizer
PAIRS.from_mapping({"name": "pair"}).build("x", 3)  # rejected: argument
PAIRS.from_mapping({"name": "pair"}).build(3)  # rejected: missing
swapped: Spec[Optimizer, [str, int]] = PAIRS.from_mapping({"name": "pair"})  # rejected: assignment
