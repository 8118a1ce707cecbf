"""Components are registered with a registry that has a stub. The same is checked, and types are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from attrs import frozen
from typing_extensions import reveal_type

from tests.typing.zoo.components import Adam, Plain
from tests.typing.zoo.config import DPOConfig
from tests.typing.zoo.protocols import Context
from tests.typing.zoo.registries import STEPPERS, TRAINERS

T = TypeVar("T")


class Trains:
    def train(self, steps: int) -> float:
        return 0.0


@TRAINERS.register("grpo", config=DPOConfig)
class GRPO(Trains):
    def __init__(self, config: DPOConfig, context: Context, *, groups: int = 8) -> None: ...

    def only_grpo(self) -> str:
        return ""


reveal_type(GRPO(DPOConfig(), Context(), groups=3))  # reveals: GRPO
reveal_type(GRPO(DPOConfig(), Context()).only_grpo())  # reveals: str


@TRAINERS.register("generic", config=DPOConfig)
class Box(Trains, Generic[T]):
    def __init__(self, config: DPOConfig, context: Context, value: T | None = None) -> None: ...


reveal_type(Box(DPOConfig(), Context(), 3))  # reveals: Box[int]; limit: decorated generic


@TRAINERS.register("attrs", config=DPOConfig)  # accepted; limit: early
@frozen
class Attrs(Trains):
    config: DPOConfig
    context: Context


@STEPPERS.register("dataclass")
@dataclass
class Data:
    size: int

    def step(self) -> int:
        return self.size


@TRAINERS.register_factory("function", config=DPOConfig)
def function(config: DPOConfig, context: Context) -> GRPO:
    return GRPO(config, context)


reveal_type(function(DPOConfig(), context=Context()))  # reveals: GRPO
STEPPERS.register_instance("three", Plain(3))


@TRAINERS.register("no context", config=DPOConfig)  # rejected: misfit; limit: class decorator
class NoContext(Trains):
    def __init__(self, config: DPOConfig) -> None: ...


@TRAINERS.register("no trainer", config=DPOConfig)  # rejected: misfit; limit: class decorator
class NoTrainer:
    def __init__(self, config: DPOConfig, context: Context) -> None: ...


@TRAINERS.register_factory("optimizer", config=DPOConfig)  # rejected: misfit
def optimizer(config: DPOConfig, context: Context) -> Plain:
    return Plain(3)


TRAINERS.register("no context, called", config=DPOConfig)(NoContext)  # rejected: misfit
TRAINERS.register("no trainer, called", config=DPOConfig)(NoTrainer)  # rejected: misfit
TRAINERS.register_instance("optimizer", Plain(3))  # rejected: misfit
STEPPERS.register_instance("class", Adam)  # rejected: misfit

# What is registered here is no name of the stub's until that is written again.

TRAINERS.build("grpo", DPOConfig(), Context())  # rejected: overload
TRAINERS.components["grpo"]  # rejected: key
