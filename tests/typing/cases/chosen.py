"""`specs` and `get` by name, and what is known of a spec's config."""

from __future__ import annotations

from typing import Literal

from typing_extensions import reveal_type

from tests.typing.zoo.config import DPOConfig, MarginConfig
from tests.typing.zoo.protocols import Context
from tests.typing.zoo.registries import LOADERS, LOSSES, MAKERS, PIPELINES, STEPPERS, TRAINERS, LossName

# An item of `specs` takes what `spec` takes after the name.

reveal_type(TRAINERS.specs["dpo"](beta=0.2))  # reveals: Spec[DPO, [Context], DPOConfig]
reveal_type(TRAINERS.specs["dpo"](DPOConfig()))  # reveals: Spec[DPO, [Context], DPOConfig]
reveal_type(TRAINERS.specs["dpo"]().build(Context()))  # reveals: DPO
reveal_type(STEPPERS.specs["plain"](size=3))  # reveals: Spec[Plain, ..., _PlainConfig]
reveal_type(STEPPERS.specs["ready"]().build())  # reveals: Plain
reveal_type(MAKERS.specs["maker"](scale=2.0))  # reveals: Spec[Maker, [Context], _MakerConfig]
TRAINERS.specs["dpoo"]  # rejected: key
LOADERS.specs["any"]  # rejected: key
TRAINERS.specs["dpo"](betta=0.2)  # rejected: overload
TRAINERS.specs["dpo"](beta="high")  # rejected: overload
TRAINERS.specs["dpo"](MarginConfig())  # rejected: overload
TRAINERS.specs["ppo"]()  # rejected: overload
STEPPERS.specs["plain"]()  # rejected: missing
STEPPERS.specs["plain"](sise=3)  # rejected: keyword
STEPPERS.specs["plain"](size="3")  # rejected: argument
STEPPERS.specs["plain"](3)  # rejected: by position
PIPELINES.specs["chain"](loss=LOSSES.specs["hinge"](), make=TRAINERS.specs["dpo"]())
PIPELINES.specs["chain"](loss=TRAINERS.specs["dpo"](), make=TRAINERS.specs["dpo"]())  # rejected: argument

# The config of a spec has the fields of the component's config.

reveal_type(TRAINERS.spec("dpo").config)  # reveals: DPOConfig
reveal_type(TRAINERS.spec("dpo").config.beta)  # reveals: float
reveal_type(TRAINERS.specs["dpo"](beta=0.2).config.beta)  # reveals: float
reveal_type(STEPPERS.spec("plain", size=3).config.size)  # reveals: int
reveal_type(STEPPERS.spec("plain", size=3).config.name_)  # reveals: str
reveal_type(MAKERS.spec("maker", scale=2.0).config.limits)  # reveals: Sequence[int]
TRAINERS.spec("dpo").config.betta  # rejected: attribute
STEPPERS.spec("plain", size=3).config.sise  # rejected: attribute
STEPPERS.spec("plain", size=3).config.size = 4  # rejected: frozen

# `get` returns the component of a name, and takes no other.

reveal_type(LOSSES.get("hinge"))  # reveals: type[Hinge]
reveal_type(LOSSES.get("hinge")(MarginConfig()))  # reveals: Hinge
reveal_type(STEPPERS.get("ready")())  # reveals: Plain
LOSSES.get("hing")  # rejected: overload
LOSSES.get("hinge")(cofig=MarginConfig())  # rejected: keyword
LOSSES.get("hinge")()  # rejected: missing
LOSSES.get()  # rejected: overload


# A name that is one of several, and one that only the run knows.


def several(trainer: Literal["dpo", "replay"], free: str) -> None:
    reveal_type(TRAINERS.specs[trainer](beta=0.2))  # reveals: Spec[DPO, [Context], DPOConfig]
    TRAINERS.specs[trainer](clip=0.2)  # rejected: overload
    LOSSES.get(free)  # rejected: overload
    if free in LOSSES.components:
        reveal_type(LOSSES.components[free](MarginConfig()))  # reveals: Hinge | Preference; limit: membership
    if free in LOSSES.specs:
        reveal_type(LOSSES.specs[free](margin=2.0).build())  # reveals: Hinge | Preference; limit: membership


# The union of a registry's names is an alias, if the module of the registries defines it.


def by_alias(name: LossName, free: str) -> None:
    reveal_type(LOSSES.components[name](MarginConfig()))  # reveals: Hinge | Preference
    by_alias("hing", free)  # rejected: argument
    by_alias(free, free)  # rejected: argument


by_alias("hinge", "any")
