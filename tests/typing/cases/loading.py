"""A config file is loaded as an instance of the root class."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen
from typing_extensions import reveal_type

from tests.typing.zoo.protocols import Context, Loss, Trainer
from typed_registry import Spec
from typed_registry.config import dump, from_cli, from_mapping, load, save


@frozen
class Experiment:
    trainer: Spec[Trainer, [Context]]
    loss: Spec[Loss, []]
    seed: int = 0


class Bare:
    """Isn't an attrs class."""


loaded = load(Experiment, "experiment.yaml", ["seed=3"])
reveal_type(loaded)  # reveals: Experiment
reveal_type(from_mapping(Experiment, {"seed": 3}))  # reveals: Experiment
reveal_type(from_cli(Experiment))  # reveals: Experiment
reveal_type(loaded.trainer.build(Context()))  # reveals: Trainer
reveal_type(dump(loaded))  # reveals: str
reveal_type(save(loaded, Path("resolved.yaml")))  # reveals: None
load(Bare, "experiment.yaml")  # rejected: attrs class
load(loaded, "experiment.yaml")  # rejected: argument
load(Experiment)  # rejected: missing
load(Experiment, 3)  # rejected: argument
load(Experiment, "experiment.yaml", seed=3)  # rejected: keyword
from_mapping(Experiment, 3)  # rejected: argument
loaded.sed  # rejected: attribute
loaded.seed = 4  # rejected: frozen
loaded.trainer.build()  # rejected: missing
