"""A registry of losses that each test makes anew, with components that may replace its own."""

from __future__ import annotations

from typing import Protocol

from attrs import frozen

from typed_registry import Registry


class Loss(Protocol):
    """A number for a logit."""

    def loss(self, logit: float) -> float: ...


class Hinge:
    def __init__(self, margin: float = 1.0) -> None:
        self.margin = margin

    def loss(self, logit: float) -> float:
        return max(0.0, self.margin - logit)


@frozen
class FocalConfig:
    gamma: float = 2.0


class Focal:
    def __init__(self, config: FocalConfig) -> None:
        self.config = config

    def loss(self, logit: float) -> float:
        return self.config.gamma * logit


class Fake:
    """Takes no settings."""

    def loss(self, logit: float) -> float:
        return logit


class FakeFocal:
    """Takes the config of `Focal`."""

    def __init__(self, config: FocalConfig) -> None:
        self.config = config

    def loss(self, logit: float) -> float:
        return logit


class Wide:
    """Takes other settings than `Hinge`."""

    def __init__(self, margin: int, width: float = 1.0) -> None:
        self.margin = margin
        self.width = width

    def loss(self, logit: float) -> float:
        return logit


def losses() -> Registry[Loss, []]:
    """Return a registry with two components."""
    registry = Registry[Loss, []]("losses")
    registry.register("hinge")(Hinge)
    registry.register("focal", config=FocalConfig)(Focal)
    return registry
