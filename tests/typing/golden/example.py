"""A program with a mistake at every step. The files beside it contain what the checkers print."""

from __future__ import annotations

from typing import Protocol

from attrs import frozen

from tests.typing.zoo.config import DPOConfig, PPOConfig
from tests.typing.zoo.protocols import Context
from tests.typing.zoo.registries import LOSSES, TRAINERS
from typed_registry import Registry, Spec


class Reward(Protocol):
    def score(self, text: str) -> float: ...


@frozen
class LengthConfig:
    scale: float = 1.0


REWARDS = Registry[Reward, []]("rewards")

# Components that don't fit.


@REWARDS.register("misnamed", config=LengthConfig)
class Misnamed:
    def __init__(self, config: LengthConfig) -> None:
        self.config = config

    def scores(self, text: str) -> float:
        return self.config.scale * len(text)


@REWARDS.register("one parameter too many", config=LengthConfig)
class TooMuch:
    def __init__(self, config: LengthConfig, epoch: int) -> None:
        self.config = config

    def score(self, text: str) -> float:
        return self.config.scale * len(text)


@REWARDS.register_factory("number")
def number(scale: float = 1.0) -> float:
    return scale


REWARDS.register_instance("instance", "no reward")

# Names that aren't there.

TRAINERS.build("dpoo", DPOConfig(), Context())
TRAINERS.components["dpoo"]
TRAINERS.spec("dpoo")
REWARDS.build("misnamed", LengthConfig())

# Arguments that are missing, misspelt or of another type.

TRAINERS.build("dpo", DPOConfig())
TRAINERS.build("ppo", PPOConfig(clip=0.2), Context(), sed=1)
TRAINERS.build("dpo", DPOConfig(beta="high"), Context())
TRAINERS.components["ppo"](PPOConfig(clip=0.2), Context(), sed=1)
TRAINERS.components["dpo"](PPOConfig(clip=0.2), Context())
TRAINERS.spec("dpo", PPOConfig(clip=0.2))
TRAINERS.spec("dpo", betta=0.2)
TRAINERS.spec("ppo", clip="high")
TRAINERS.spec("dpo").build()

# What was built is known, too.

trainer = TRAINERS.build("dpo", DPOConfig(), Context())
trainer.train(step=3)
trainer.trian(3)


def run(name: str) -> float:
    TRAINERS.build(name, DPOConfig(), Context())
    loss: Spec[Reward, []] = LOSSES.from_mapping({"name": name})
    return loss.build().score("text")
