"""A `Spec`: how it is made, what it is built from, and where it is accepted."""

from __future__ import annotations

from typing import Literal

from attrs import frozen
from typing_extensions import reveal_type

from tests.typing.zoo.components import DPO
from tests.typing.zoo.config import DPOConfig, MarginConfig, PPOConfig
from tests.typing.zoo.protocols import Context, Loss, PreferenceLoss, Trainer
from tests.typing.zoo.registries import LOADERS, LOSSES, MAKERS, OPTIMIZERS, STEPPERS, TRAINERS
from typed_registry import Spec

# Made by name and config.

reveal_type(TRAINERS.spec("dpo", DPOConfig(beta=0.2)))  # reveals: Spec[DPO, [Context], DPOConfig]
reveal_type(TRAINERS.spec("ppo", PPOConfig(0.1)))  # reveals: Spec[PPO, [Context], PPOConfig]
TRAINERS.spec("dpoo", DPOConfig())  # rejected: overload
TRAINERS.spec("dpo", PPOConfig(0.1))  # rejected: overload
TRAINERS.spec("dpo", config=DPOConfig())  # rejected: overload
TRAINERS.spec("dpo", DPOConfig(), beta=0.2)  # rejected: overload
TRAINERS.spec("dpo", DPOConfig(), Context())  # rejected: overload

# Made by name and keywords: those of the config class.

reveal_type(TRAINERS.spec("dpo"))  # reveals: Spec[DPO, [Context], DPOConfig]
reveal_type(TRAINERS.spec("dpo", beta=0.2))  # reveals: Spec[DPO, [Context], DPOConfig]
reveal_type(TRAINERS.spec("dpo", beta=0.2, kind="ipo"))  # reveals: Spec[DPO, [Context], DPOConfig]
reveal_type(TRAINERS.spec("ppo", clip=0.1))  # reveals: Spec[PPO, [Context], PPOConfig]
reveal_type(TRAINERS.spec("replay", kind="ipo"))  # reveals: Spec[DPO, [Context], DPOConfig]
reveal_type(LOSSES.spec("hinge"))  # reveals: Spec[Hinge, [], MarginConfig]
reveal_type(OPTIMIZERS.spec("adam", lr=0.1))  # reveals: Spec[Adam, [Iterable[float]], AdamConfig]
TRAINERS.spec("dpoo")  # rejected: overload
TRAINERS.spec("dpoo", beta=0.2)  # rejected: overload
TRAINERS.spec("dpo", betta=0.2)  # rejected: overload
TRAINERS.spec("dpo", beta="high")  # rejected: overload
TRAINERS.spec("dpo", kind="ipoo")  # rejected: overload
TRAINERS.spec("dpo", clip=0.1)  # rejected: overload
TRAINERS.spec("dpo", context=Context())  # rejected: overload
TRAINERS.spec("dpo", name="dpo")  # rejected: overload
TRAINERS.spec("ppo")  # rejected: overload
TRAINERS.spec("ppo", epochs=3)  # rejected: overload
TRAINERS.spec("ppo", 0.1)  # rejected: overload
TRAINERS.spec(name="dpo")  # rejected: overload
LOADERS.spec("any")  # rejected: no stub

# Without a config class, the keywords are the component's parameters.

reveal_type(STEPPERS.spec("plain", size=3))  # reveals: Spec[Plain, ..., _PlainConfig]
reveal_type(STEPPERS.spec("ready"))  # reveals: Spec[Plain]
reveal_type(MAKERS.spec("maker", scale=2.0, limits=[1]))  # reveals: Spec[Maker, [Context], _MakerConfig]
STEPPERS.spec("plain")  # rejected: overload
STEPPERS.spec("plain", 3)  # rejected: overload
STEPPERS.spec("plain", sise=3)  # rejected: overload
STEPPERS.spec("plain", size="3")  # rejected: overload
STEPPERS.spec("plain", size=3, name="x")  # rejected: overload
STEPPERS.spec("ready", size=3)  # rejected: overload
MAKERS.spec("maker")  # rejected: overload
MAKERS.spec("maker", scale=2.0, context=Context())  # rejected: overload
MAKERS.spec("maker", scale=2.0, limits=3)  # rejected: overload

# Made by component and config.

reveal_type(TRAINERS.spec(DPO, DPOConfig()))  # reveals: Spec[DPO, [Context], DPOConfig]
TRAINERS.spec(DPO, PPOConfig(0.1))  # rejected: overload
TRAINERS.spec(DPO, beta=0.2)  # rejected: overload

# A name that is one of several, and one that only the run knows.


def several(trainer: Literal["dpo", "replay"], unlike: Literal["dpo", "ppo"], free: str) -> None:
    reveal_type(TRAINERS.spec(trainer, beta=0.2))  # reveals: Spec[DPO, [Context], DPOConfig]
    TRAINERS.spec(trainer, clip=0.2)  # rejected: overload
    TRAINERS.spec(unlike, beta=0.2)  # rejected: union
    TRAINERS.spec(free)  # rejected: overload
    TRAINERS.spec(free, beta=0.2)  # rejected: overload
    TRAINERS.spec(free, DPOConfig())  # rejected: overload


# Built from the registry's dependencies.

reveal_type(TRAINERS.spec("dpo").build(Context()))  # reveals: DPO
reveal_type(LOSSES.spec("hinge").build()(0.5))  # reveals: float
reveal_type(OPTIMIZERS.spec("adam").build([1.0]).only_adam())  # reveals: str
reveal_type(STEPPERS.spec("ready").build(1, "any", more=3))  # reveals: Plain
TRAINERS.spec("dpo").build()  # rejected: missing
TRAINERS.spec("dpo").build(3)  # rejected: argument
TRAINERS.spec("dpo").build(Context(), 3)  # rejected: excess
TRAINERS.spec("dpo").build(context=Context())  # rejected: keyword
LOSSES.spec("hinge").build(3)  # rejected: excess
OPTIMIZERS.spec("adam").build(("x",))  # rejected: argument

# Made from a mapping that only the run knows: unchecked values, of the registry's own type.


def of_the_run(data: dict[str, object]) -> None:
    reveal_type(TRAINERS.from_mapping(data))  # reveals: Spec[Trainer, [Context]]
    reveal_type(TRAINERS.from_mapping({"name": "dpo", "beta": 0.2}))  # reveals: Spec[Trainer, [Context]]
    reveal_type(TRAINERS.from_mapping(data).build(Context()))  # reveals: Trainer
    reveal_type(LOSSES.from_mapping(data).build())  # reveals: Loss
    reveal_type(STEPPERS.from_mapping(data).build(1, "any", more=3))  # reveals: Optimizer
    TRAINERS.from_mapping(data).build()  # rejected: missing
    TRAINERS.from_mapping(data).build(3)  # rejected: argument
    OPTIMIZERS.from_mapping(data).build("no numbers")  # rejected: argument
    LOSSES.from_mapping(data).build(3)  # rejected: excess
    TRAINERS.from_mapping(data).build(Context()).only_dpo()  # rejected: attribute
    TRAINERS.from_mapping(3)  # rejected: argument
    TRAINERS.from_mapping("dpo")  # rejected: argument
    TRAINERS.from_mapping()  # rejected: missing
    TRAINERS.from_mapping(data, beta=0.2)  # rejected: keyword
    TRAINERS.choose("dpo")  # rejected: attribute


# Its parts.

reveal_type(TRAINERS.spec("dpo").name)  # reveals: str
reveal_type(TRAINERS.spec("dpo").config)  # reveals: DPOConfig
TRAINERS.spec("dpo").name = "ppo"  # rejected: frozen

# Assigned.

same: Spec[DPO, [Context]] = TRAINERS.spec("dpo")
wider: Spec[Trainer, [Context]] = TRAINERS.spec("dpo")
from_run: Spec[Trainer, [Context]] = TRAINERS.from_mapping({"name": "dpo"})
preference: Spec[PreferenceLoss, []] = LOSSES.spec("preference")
open_ended: Spec[Trainer] = TRAINERS.spec("dpo")
anything: Spec[object] = TRAINERS.spec("dpo")
no_preference: Spec[PreferenceLoss, []] = LOSSES.spec("hinge")  # rejected: assignment
no_class: Spec[DPO, [Context]] = TRAINERS.from_mapping({"name": "dpo"})  # rejected: assignment
another_kind: Spec[Loss, []] = TRAINERS.spec("dpo")  # rejected: assignment
no_context: Spec[Trainer, []] = TRAINERS.spec("dpo")  # rejected: assignment
another_context: Spec[Trainer, [int]] = TRAINERS.spec("dpo")  # rejected: assignment
too_much_context: Spec[Trainer, [Context, int]] = TRAINERS.spec("dpo")  # rejected: assignment
no_spec: Spec[Loss, []] = LOSSES.build("hinge", MarginConfig())  # rejected: assignment

# As a field of a config.


@frozen
class Experiment:
    trainer: Spec[Trainer, [Context]]
    loss: Spec[Loss, []] = LOSSES.spec("hinge")


experiment = Experiment(TRAINERS.spec("dpo"), LOSSES.from_mapping({"name": "hinge"}))
reveal_type(experiment.trainer)  # reveals: Spec[Trainer, [Context]]
reveal_type(experiment.trainer.build(Context()))  # reveals: Trainer
reveal_type(experiment.loss.build()(0.5))  # reveals: float
experiment.trainer.build()  # rejected: missing
experiment.loss.bild()  # rejected: attribute
Experiment(LOSSES.spec("hinge"))  # rejected: argument
Experiment(TRAINERS.spec("dpo"), "hinge")  # rejected: argument
