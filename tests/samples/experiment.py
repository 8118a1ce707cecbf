"""An experiment's config in the shape of the real ones: choices within choices, and sections for them."""

# ruff: noqa: ARG002, FBT001, FBT002  # a fake takes what an algorithm takes

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Literal, Protocol

from attrs import field, frozen, validators

from typed_registry import Registry, Spec

BUILT: list[str] = []
"""The classes of what was constructed, in order."""


class Counted:
    """Tells `BUILT` when it is constructed."""

    def __init__(self) -> None:
        BUILT.append(type(self).__name__)


class Loss(Protocol):
    """What every loss does."""

    def compute(self, margin: float) -> float:
        """The loss of a margin."""
        ...


class PreferenceLoss(Loss, Protocol):
    """What a loss of pairs does besides."""

    def reward(self, margin: float) -> float:
        """The reward of a margin."""
        ...


LOSSES = Registry[Loss, []]("losses")


@frozen
class SigmoidConfig:
    """The settings of `Sigmoid`."""

    label_smoothing: float = field(default=0.0, validator=[validators.ge(0), validators.lt(0.5)])
    kind: Literal["sigmoid", "hinge", "ipo"] = "sigmoid"


@LOSSES.register("sigmoid", config=SigmoidConfig)
class Sigmoid(Counted):
    """A loss of pairs."""

    def __init__(self, config: SigmoidConfig) -> None:
        super().__init__()
        self.config = config

    def compute(self, margin: float) -> float:
        """The margin, smoothed."""
        return margin * (1 - self.config.label_smoothing)

    def reward(self, margin: float) -> float:
        """The margin."""
        return margin


@LOSSES.register("cross_entropy")
class CrossEntropy(Counted):
    """A loss of single texts."""

    def __init__(self, weight: float = 1.0) -> None:
        super().__init__()
        self.weight = weight

    def compute(self, margin: float) -> float:
        """The margin, weighted."""
        return margin * self.weight


class Algorithm(Protocol):
    """What every algorithm does."""

    def run(self) -> float:
        """Runs to the end."""
        ...


ALGORITHMS = Registry[Algorithm, []]("algorithms")


@frozen
class DPOConfig:
    """The settings of `DPO`."""

    beta: float = field(default=0.1, validator=validators.gt(0))
    loss: Spec[PreferenceLoss, []] = field(factory=lambda: LOSSES.spec(Sigmoid, SigmoidConfig(0.1)))


@ALGORITHMS.register("dpo", config=DPOConfig)
class DPO(Counted):
    """Learns from pairs."""

    def __init__(self, config: DPOConfig) -> None:
        super().__init__()
        self.loss = config.loss.build()
        self.beta = config.beta

    def run(self) -> float:
        """The loss of beta."""
        return self.loss.compute(self.beta)


@ALGORITHMS.register("sft")
class SFT(Counted):
    """Learns from single texts."""

    def __init__(self, epochs: int = 1, packed: bool = False) -> None:
        super().__init__()
        self.epochs = epochs

    def run(self) -> float:
        """The number of epochs."""
        return float(self.epochs)


class Stage(Enum):
    """Where to stop."""

    WARM_UP = "warm-up"
    FULL = "full"


@frozen
class Steps:
    """How long to go on."""

    count: int = 100
    stage: Stage = Stage.FULL
    marks: tuple[int, ...] = ()


@frozen
class Experiment:
    """Everything that a run is made from."""

    algorithm: Spec[Algorithm, []]
    loss: Spec[Loss, []] = field(factory=lambda: LOSSES.spec(Sigmoid, SigmoidConfig(0.2, "ipo")))
    steps: Steps = Steps(500)
    seed: int = 0
    rate: float | None = None
    precision: Literal["fp32", "bf16"] | int = "fp32"
    folder: Path = Path("runs")
