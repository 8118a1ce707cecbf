"""`build` and `spec` of a component itself, which are checked against its own signature."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from attrs import frozen
from typing_extensions import reveal_type

from tests.typing.zoo.components import DPO, PPO, Adam, Plain, replay
from tests.typing.zoo.config import AdamConfig, DPOConfig, PPOConfig
from tests.typing.zoo.protocols import Context, Optimizer
from tests.typing.zoo.registries import LOADERS, STEPPERS, TRAINERS
from typed_registry import Registry

T = TypeVar("T")

OPTIMIZERS = Registry[Optimizer, [Iterable[float]]]("optimizers")
OPEN = Registry[Optimizer]("open")


class Box(Generic[T]):
    def __init__(self, value: T) -> None:
        self.value = value

    def step(self) -> int:
        return 1


@frozen
class Attrs:
    size: int

    def step(self) -> int:
        return self.size


# Without a stub.

reveal_type(OPTIMIZERS.build(Adam, AdamConfig(), [1.0], extra=2))  # reveals: Adam
reveal_type(OPTIMIZERS.build(Adam, config=AdamConfig(), parameters=[1.0]))  # reveals: Adam
reveal_type(OPTIMIZERS.build(Adam, AdamConfig(), [1.0]).only_adam())  # reveals: str
reveal_type(OPEN.build(Attrs, size=3))  # reveals: Attrs
reveal_type(OPEN.build(Box, 3))  # reveals: Box[int]; limit: generic component
OPTIMIZERS.build(Adam, AdamConfig(), [1.0], extr=2)  # rejected: overload
OPTIMIZERS.build(Adam, AdamConfig())  # rejected: overload
OPTIMIZERS.build(Adam, DPOConfig(), [1.0])  # rejected: overload
OPTIMIZERS.build(Adam, AdamConfig(), [1.0], 2, 3)  # rejected: overload
OPEN.build(Attrs, "3")  # rejected: overload
OPTIMIZERS.build(DPO, DPOConfig(), Context())  # rejected: misfit
OPTIMIZERS.build(int)  # rejected: misfit
OPTIMIZERS.build()  # rejected: overload

reveal_type(OPTIMIZERS.spec(Adam, AdamConfig()))  # reveals: Spec[Adam, [Iterable[float]], AdamConfig]
reveal_type(OPTIMIZERS.spec(Adam))  # reveals: Spec[Adam, [Iterable[float]], AdamConfig]
reveal_type(OPTIMIZERS.spec(Adam).build([1.0]))  # reveals: Adam
OPTIMIZERS.spec(Adam, DPOConfig())  # rejected: overload
OPTIMIZERS.spec(Plain)  # rejected: misfit
OPTIMIZERS.spec(DPO, DPOConfig())  # rejected: misfit
adam = OPTIMIZERS.spec(Adam)
adam.build()  # rejected: missing
adam.build(3)  # rejected: argument

# With one.

reveal_type(TRAINERS.build(DPO, DPOConfig(), Context()))  # reveals: DPO
reveal_type(TRAINERS.build(PPO, PPOConfig(0.1), Context(), seed=3))  # reveals: PPO
reveal_type(TRAINERS.build(replay, DPOConfig(), Context()))  # reveals: DPO
reveal_type(STEPPERS.build(Plain, 3, name="x"))  # reveals: Plain
reveal_type(STEPPERS.build(Box, 3))  # reveals: Box[int]; limit: generic component
LOADERS.build(str)  # rejected: misfit
TRAINERS.build(PPO, PPOConfig(0.1), Context(), sed=3)  # rejected: overload
TRAINERS.build(PPO, PPOConfig(0.1))  # rejected: overload
TRAINERS.build(PPO, DPOConfig(), Context())  # rejected: overload
TRAINERS.build(Adam, AdamConfig(), [1.0])  # rejected: overload

reveal_type(TRAINERS.spec(DPO, DPOConfig()))  # reveals: Spec[DPO, [Context], DPOConfig]
reveal_type(TRAINERS.spec(replay))  # reveals: Spec[DPO, [Context], DPOConfig]
reveal_type(TRAINERS.spec(DPO).build(Context()))  # reveals: DPO
reveal_type(STEPPERS.spec(Plain).build(3))  # reveals: Plain
reveal_type(STEPPERS.spec(Adam, AdamConfig()))  # reveals: Spec[Adam, ..., AdamConfig]
TRAINERS.spec(DPO, PPOConfig(0.1))  # rejected: overload
TRAINERS.spec(Adam, AdamConfig())  # rejected: overload
dpo = TRAINERS.spec(DPO)
dpo.build()  # rejected: missing
dpo.build(3)  # rejected: argument
