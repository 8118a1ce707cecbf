"""`components[name]`, which is the fastest to check and has the best messages."""

from __future__ import annotations

from typing import Literal

from typing_extensions import reveal_type

from tests.typing.zoo.components import DPO
from tests.typing.zoo.config import DPOConfig, MarginConfig, PPOConfig
from tests.typing.zoo.protocols import Context
from tests.typing.zoo.registries import LOADERS, LOSSES, STEPPERS, TRAINERS

reveal_type(TRAINERS.components["dpo"])  # reveals: type[DPO]
reveal_type(TRAINERS.components["dpo"](DPOConfig(), Context()))  # reveals: DPO
reveal_type(TRAINERS.components["ppo"](config=PPOConfig(0.1), context=Context(), seed=3))  # reveals: PPO
reveal_type(TRAINERS.components["replay"](DPOConfig(), context=Context()))  # reveals: DPO
reveal_type(STEPPERS.components["plain"](3))  # reveals: Plain
reveal_type(STEPPERS.components["ready"]())  # reveals: Plain
reveal_type(TRAINERS.components.get("dpo"))  # reveals: type[DPO]
reveal_type(list(TRAINERS.components))  # reveals: list[str]

# Another key.

TRAINERS.components["dpoo"]  # rejected: key
TRAINERS.components["dpoo"](DPOConfig(), Context())  # rejected: key
LOADERS.components["any"]  # rejected: key

# Other arguments.

TRAINERS.components["dpo"](confg=DPOConfig(), context=Context())  # rejected: keyword
TRAINERS.components["dpo"](DPOConfig())  # rejected: missing
TRAINERS.components["dpo"](PPOConfig(0.1), Context())  # rejected: argument
TRAINERS.components["dpo"](DPOConfig(), Context(), 3)  # rejected: excess
TRAINERS.components["replay"](confg=DPOConfig(), context=Context())  # rejected: keyword
TRAINERS.components["replay"](DPOConfig())  # rejected: missing
TRAINERS.components["replay"](3, Context())  # rejected: argument
TRAINERS.components["replay"](DPOConfig(), Context(), 3)  # rejected: excess
STEPPERS.components["plain"](3, nam="x")  # rejected: keyword
STEPPERS.components["ready"](3)  # rejected: excess

# They are to be read alone.

TRAINERS.components["dpo"] = DPO  # rejected: read only
del TRAINERS.components["dpo"]  # rejected: read only
TRAINERS.components = TRAINERS.components  # rejected: read only

# A key that is one of several, and one that only the run knows.


def several(loss: Literal["hinge", "preference"], beside: Literal["dpo", "grpo"], free: str) -> None:
    reveal_type(LOSSES.components[loss])  # reveals: type[Hinge] | type[Preference]
    reveal_type(LOSSES.components[loss](MarginConfig()))  # reveals: Hinge | Preference
    LOSSES.components[loss](DPOConfig())  # rejected: argument
    TRAINERS.components[beside]  # rejected: key
    TRAINERS.components[free]  # rejected: key; limit: any key
