"""The registries, with a generated stub beside them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from tests.typing.zoo import components, config
from tests.typing.zoo.protocols import Context, Loader, Loss, Optimizer, Pipeline, Trainer
from typed_registry import Registry

TRAINERS = Registry[Trainer, [Context]]("zoo trainers")
LOSSES = Registry[Loss, []]("zoo losses")
OPTIMIZERS = Registry[Optimizer, [Iterable[float]]]("zoo optimizers")
STEPPERS = Registry[Optimizer]("zoo steppers")
MAKERS = Registry[Optimizer, [Context]]("zoo makers")
LOADERS = Registry[Loader, []]("zoo loaders")
READERS = Registry[Loader, []]("zoo readers")
PIPELINES = Registry[Pipeline, [Context]]("zoo pipelines")

LossName: TypeAlias = str

TRAINERS.register("dpo", config=config.DPOConfig)(components.DPO)
TRAINERS.register("ppo", config=config.PPOConfig)(components.PPO)
TRAINERS.register_factory("replay", config=config.DPOConfig)(components.replay)
LOSSES.register("hinge", config=config.MarginConfig)(components.Hinge)
LOSSES.register("preference", config=config.MarginConfig)(components.Preference)
OPTIMIZERS.register("adam", config=config.AdamConfig)(components.Adam)
STEPPERS.register("plain")(components.Plain)
MAKERS.register("maker")(components.Maker)
STEPPERS.register_instance("ready", components.Plain(3))
READERS.register("parsing")(components.Parsing)
PIPELINES.register("chain")(components.Chain)
