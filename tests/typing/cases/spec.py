"""A `Spec`: what it is made from, what it is built from, and where it may be put."""

from __future__ import annotations

from attrs import frozen
from typing_extensions import reveal_type

from tests.typing.zoo.components import DPO
from tests.typing.zoo.config import DPOConfig, MarginConfig, PPOConfig
from tests.typing.zoo.protocols import Context, Loss, PreferenceLoss, Trainer
from tests.typing.zoo.registries import LOADERS, LOSSES, OPTIMIZERS, STEPPERS, TRAINERS
from typed_registry import Spec

# Made by name.

reveal_type(TRAINERS.spec("dpo"))  # reveals: Spec[DPO, [Context]]
reveal_type(TRAINERS.spec("dpo", DPOConfig(beta=0.2)))  # reveals: Spec[DPO, [Context]]
reveal_type(TRAINERS.spec("ppo", PPOConfig(0.1)))  # reveals: Spec[PPO, [Context]]
reveal_type(TRAINERS.spec("replay"))  # reveals: Spec[DPO, [Context]]
reveal_type(LOSSES.spec("hinge"))  # reveals: Spec[Hinge, []]
reveal_type(OPTIMIZERS.spec("adam"))  # reveals: Spec[Adam, [Iterable[float]]]
reveal_type(STEPPERS.spec("ready"))  # reveals: Spec[Plain, ...]
TRAINERS.spec("dpoo")  # rejected: overload
TRAINERS.spec("dpo", PPOConfig(0.1))  # rejected: overload
TRAINERS.spec("dpo", config=DPOConfig())  # rejected: overload
TRAINERS.spec("dpo", beta=0.2)  # rejected: overload
TRAINERS.spec("ppo")  # rejected: overload
STEPPERS.spec("plain")  # rejected: overload
LOADERS.spec("any")  # rejected: no stub

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

# Chosen by a name that only the run knows: as sound, and of the registry's own type.


def chosen(name: str) -> None:
    reveal_type(TRAINERS.choose(name))  # reveals: Spec[Trainer, [Context]]
    reveal_type(TRAINERS.choose("dpo", beta=0.2))  # reveals: Spec[Trainer, [Context]]
    reveal_type(TRAINERS.choose(name).build(Context()))  # reveals: Trainer
    reveal_type(LOSSES.choose(name).build())  # reveals: Loss
    reveal_type(STEPPERS.choose(name).build(1, "any", more=3))  # reveals: Optimizer
    TRAINERS.choose(name).build()  # rejected: missing
    TRAINERS.choose(name).build(3)  # rejected: argument
    OPTIMIZERS.choose(name).build("no numbers")  # rejected: argument
    LOSSES.choose(name).build(3)  # rejected: excess
    TRAINERS.choose(name).build(Context()).only_dpo()  # rejected: attribute
    TRAINERS.choose(3)  # rejected: overload
    TRAINERS.choose()  # rejected: overload
    TRAINERS.choose(name="dpo")  # rejected: overload


# Its parts.

reveal_type(TRAINERS.spec("dpo").name)  # reveals: str
reveal_type(TRAINERS.spec("dpo").config)  # reveals: AttrsInstance
TRAINERS.spec("dpo").name = "ppo"  # rejected: frozen

# Assigned.

same: Spec[DPO, [Context]] = TRAINERS.spec("dpo")
wider: Spec[Trainer, [Context]] = TRAINERS.spec("dpo")
from_run: Spec[Trainer, [Context]] = TRAINERS.choose("dpo")
preference: Spec[PreferenceLoss, []] = LOSSES.spec("preference")
open_ended: Spec[Trainer] = TRAINERS.spec("dpo")
anything: Spec[object] = TRAINERS.spec("dpo")
no_preference: Spec[PreferenceLoss, []] = LOSSES.spec("hinge")  # rejected: assignment
no_class: Spec[DPO, [Context]] = TRAINERS.choose("dpo")  # rejected: assignment
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


experiment = Experiment(TRAINERS.spec("dpo"), LOSSES.choose("hinge"))
reveal_type(experiment.trainer)  # reveals: Spec[Trainer, [Context]]
reveal_type(experiment.trainer.build(Context()))  # reveals: Trainer
reveal_type(experiment.loss.build()(0.5))  # reveals: float
experiment.trainer.build()  # rejected: missing
experiment.loss.bild()  # rejected: attribute
Experiment(LOSSES.spec("hinge"))  # rejected: argument
Experiment(TRAINERS.spec("dpo"), "hinge")  # rejected: argument
