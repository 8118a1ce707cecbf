"""`override`: the name has to be registered, and the component has to fit its kind and its config."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen
from typing_extensions import reveal_type

from tests.typing.zoo.components import DPO, PPO, Adam, Hinge, Plain
from tests.typing.zoo.config import AdamConfig, DPOConfig, MarginConfig, PPOConfig
from tests.typing.zoo.many import MANY
from tests.typing.zoo.protocols import Context, Optimizer
from tests.typing.zoo.registries import LOSSES, OPTIMIZERS, STEPPERS, TRAINERS
from typed_registry import Registry


@frozen
class OtherConfig:
    size: int = 1


class Misfit:
    def __init__(self, config: DPOConfig, context: Context) -> None: ...


class Other(DPO):
    def __init__(self, config: OtherConfig, context: Context) -> None: ...


def make(config: DPOConfig, context: Context) -> DPO:
    return DPO(config, context)


def loss(config: MarginConfig) -> Hinge:
    return Hinge(config)


dpo = DPO(DPOConfig(), Context())

# With a stub, by name.

with TRAINERS.override("dpo", DPO):
    pass
with TRAINERS.override("dpo", make), LOSSES.override("hinge", Hinge):
    pass
with TRAINERS.override("ppo", Other, config=OtherConfig):
    pass
reveal_type(LOSSES.override("preference", loss))  # reveals: Override
TRAINERS.override("dpoo", DPO)  # rejected: overload
TRAINERS.override("dpo", Misfit)  # rejected: overload
TRAINERS.override("dpo", PPO)  # rejected: overload
TRAINERS.override("dpo", Adam)  # rejected: overload
TRAINERS.override("dpo", dpo)  # rejected: overload
TRAINERS.override("dpo", DPO, config=OtherConfig)  # rejected: overload
TRAINERS.override("dpo")  # rejected: overload

# With a stub, by keyword.

with TRAINERS.override(dpo=DPO, ppo=PPO):
    pass
TRAINERS.override(dpoo=DPO)  # rejected: overload
TRAINERS.override(dpo=Misfit)  # rejected: misfit
TRAINERS.override(dpo=DPO, ppo=DPO)  # rejected: misfit
TRAINERS.override(dpo=dpo)  # rejected: overload

# Components without a config class, and dependencies.

with OPTIMIZERS.override("adam", Adam), STEPPERS.override("plain", Plain), STEPPERS.override(plain=Plain):
    pass
OPTIMIZERS.override("adam", Plain)  # rejected: overload
STEPPERS.override("plain", str)  # rejected: overload
STEPPERS.override(plain=str)  # rejected: misfit

# As a decorator.


@TRAINERS.override(dpo=DPO)
def run(size: int) -> str:
    return str(size)


@LOSSES.isolated()
async def wait(size: int) -> str:
    return str(size)


reveal_type(run(1))  # reveals: str
run("1")  # rejected: argument
waiting = wait("1")  # rejected: argument

# A registry with many names.

with MANY.override("hinge", Hinge), MANY.override(hinge=Hinge):
    pass
MANY.override("hing", Hinge)  # rejected: overload
MANY.override(hing=Hinge)  # rejected: overload
MANY.override("hinge", str)  # rejected: overload

# Without a stub, any name is accepted, and the component has to be of the kind.

OPEN = Registry[Optimizer, [Iterable[float]]]("optimizers")

with OPEN.override("adam", Adam), OPEN.override("adam", Adam, config=AdamConfig), OPEN.override(adam=Adam):
    pass
OPEN.override("adam", str)  # rejected: misfit
OPEN.override(adam=str)  # rejected: misfit
OPEN.override("adam")  # rejected: overload
reveal_type(OPEN.unregister("adam"))  # reveals: None
reveal_type(OPEN.freeze())  # reveals: None
OPEN.unregister(3)  # rejected: argument

# Registrations that replace others.

OPEN.register("adam", config=AdamConfig, replace=True)(Adam)
OPEN.register("plain", replace=True)(Plain)
TRAINERS.register("dpo", config=DPOConfig, replace=True)(DPO)
TRAINERS.register_factory("make", config=DPOConfig, replace=True)(make)
TRAINERS.register_instance("dpo", dpo, replace=True)
TRAINERS.register("dpo", config=PPOConfig, replace=True)(DPO)  # rejected: misfit
TRAINERS.register("dpo", replace="yes")  # rejected: overload
