"""Trainers, their configs and what they are built from: one kind of component, for tests of one registry."""

# ruff: noqa: ARG002  # a fake takes what a trainer takes

from __future__ import annotations

from typing import Literal, Protocol

from attrs import frozen


@frozen
class Context:
    """What every trainer is built from, after its config."""

    folder: str = "runs"


class Trainer(Protocol):
    """What the components are."""

    def train(self, steps: int) -> float:
        """Trains for some steps and returns the last loss."""
        ...


@frozen
class DPOConfig:
    """The settings of `DPOTrainer`."""

    beta: float = 0.1
    kind: Literal["sigmoid", "hinge"] = "sigmoid"


class DPOTrainer:
    """A trainer that is built from a config and a context."""

    def __init__(self, config: DPOConfig, context: Context) -> None:
        self.config = config
        self.context = context

    def train(self, steps: int) -> float:
        """Returns beta times the steps."""
        return self.config.beta * steps


class PPOTrainer:
    """A trainer that is built from keywords."""

    def __init__(self, context: Context, clip: float = 0.2, *, epochs: int = 4) -> None:
        self.context = context
        self.clip = clip
        self.epochs = epochs

    def train(self, steps: int) -> float:
        """Returns clip times the steps."""
        return self.clip * steps


class Configured:
    """A component that takes any config."""

    def __init__(self, config: object) -> None:
        self.config = config


class Idle:
    """A trainer that is built from nothing."""

    def train(self, steps: int) -> float:
        """Does nothing."""
        return 0.0


def made_of(config: DPOConfig, context: Context) -> DPOTrainer:
    """A factory of trainers that takes a config."""
    return DPOTrainer(config, context)


def scaled(context: Context, clip: float = 0.2, scale: float = 2.0) -> PPOTrainer:
    """A factory of trainers."""
    return PPOTrainer(context, clip * scale)
