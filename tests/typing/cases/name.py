"""`build` by name with a stub: every name has its own arguments and its own class."""

from __future__ import annotations

from typing import Literal

from typing_extensions import reveal_type

from tests.typing.zoo.config import AdamConfig, DPOConfig, MarginConfig, PPOConfig
from tests.typing.zoo.protocols import Context
from tests.typing.zoo.registries import LOADERS, LOSSES, OPTIMIZERS, STEPPERS, TRAINERS

# The exact class.

reveal_type(TRAINERS.build("dpo", DPOConfig(), Context()))  # reveals: DPO
reveal_type(TRAINERS.build("dpo", config=DPOConfig(beta=0.2), context=Context()))  # reveals: DPO
reveal_type(TRAINERS.build("ppo", PPOConfig(0.1), Context(), seed=1))  # reveals: PPO
reveal_type(TRAINERS.build("replay", DPOConfig(), Context()))  # reveals: DPO
reveal_type(LOSSES.build("hinge", MarginConfig()))  # reveals: Hinge
reveal_type(LOSSES.build("hinge", MarginConfig())(0.5))  # reveals: float
reveal_type(OPTIMIZERS.build("adam", AdamConfig(), [1.0]).only_adam())  # reveals: str
reveal_type(STEPPERS.build("plain", 3, name="x"))  # reveals: Plain
reveal_type(STEPPERS.build("plain", size=3))  # reveals: Plain
reveal_type(STEPPERS.build("ready"))  # reveals: Plain

# Another name.

TRAINERS.build("dpoo", DPOConfig(), Context())  # rejected: overload
TRAINERS.build("DPO", DPOConfig(), Context())  # rejected: overload
TRAINERS.build("", DPOConfig(), Context())  # rejected: overload
TRAINERS.build(3)  # rejected: overload
TRAINERS.build(None)  # rejected: overload
TRAINERS.build()  # rejected: overload
TRAINERS.build(name="dpo", config=DPOConfig(), context=Context())  # rejected: overload
LOADERS.build("any")  # rejected: no stub

# Other arguments.

TRAINERS.build("dpo", DPOConfig(), Context(), seed=1)  # rejected: overload
TRAINERS.build("ppo", PPOConfig(0.1), Context(), sed=1)  # rejected: overload
TRAINERS.build("ppo", PPOConfig(0.1), Context(), seed="1")  # rejected: overload
TRAINERS.build("dpo", PPOConfig(0.1), Context())  # rejected: overload
TRAINERS.build("dpo", DPOConfig(), 3)  # rejected: overload
TRAINERS.build("dpo", DPOConfig())  # rejected: overload
TRAINERS.build("dpo", context=Context())  # rejected: overload
TRAINERS.build("dpo")  # rejected: overload
TRAINERS.build("dpo", DPOConfig(), Context(), 3)  # rejected: overload
STEPPERS.build("plain", "3")  # rejected: overload
STEPPERS.build("plain", 3, "x")  # rejected: overload
STEPPERS.build("ready", 3)  # rejected: overload

# What is built.

TRAINERS.build("dpo", DPOConfig(), Context()).trian(3)  # rejected: attribute
TRAINERS.build("dpo", DPOConfig(), Context()).train("3")  # rejected: argument
LOSSES.build("hinge", MarginConfig())("x")  # rejected: argument
LOSSES.build("preference", MarginConfig())(0.5, rejectd=3)  # rejected: keyword

# A name that is one of several, and one that only the run knows.


def several(
    loss: Literal["hinge", "preference"],
    trainer: Literal["dpo", "replay"],
    unlike: Literal["dpo", "ppo"],
    beside: Literal["dpo", "grpo"],
    free: str,
) -> None:
    reveal_type(LOSSES.build(loss, MarginConfig()))  # reveals: Hinge | Preference
    reveal_type(LOSSES.build(loss, MarginConfig())(0.5))  # reveals: float
    reveal_type(TRAINERS.build(trainer, DPOConfig(), Context()))  # reveals: DPO
    LOSSES.build(loss, DPOConfig())  # rejected: overload
    TRAINERS.build(unlike, DPOConfig(), Context())  # rejected: union
    TRAINERS.build(beside, DPOConfig(), Context())  # rejected: union
    TRAINERS.build(free, DPOConfig(), Context())  # rejected: overload
    TRAINERS.build(free)  # rejected: overload
    TRAINERS.build(f"{free}po", DPOConfig(), Context())  # rejected: overload
    either = LOSSES.build("hinge" if free else "preference", MarginConfig())  # accepted; limit: ternary
    reveal_type(either)  # reveals: Hinge | Preference; limit: ternary
    if free == "dpo":
        reveal_type(TRAINERS.build(free, DPOConfig(), Context()))  # reveals: DPO; limit: narrowing
    if free in ("dpo", "replay"):
        reveal_type(TRAINERS.build(free, DPOConfig(), Context()))  # reveals: DPO; limit: narrowing
    match free:
        case "dpo":
            reveal_type(TRAINERS.build(free, DPOConfig(), Context()))  # reveals: DPO
        case _:
            pass
