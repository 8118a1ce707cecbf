"""The types of the components, and what they are built from."""

from __future__ import annotations

from typing import Protocol

from attrs import frozen


@frozen
class Context:
    """Is given to every trainer, after its config."""

    folder: str = "runs"


class Trainer(Protocol):
    def train(self, steps: int) -> float: ...


class Loss(Protocol):
    def __call__(self, logit: float) -> float: ...


class PreferenceLoss(Protocol):
    def __call__(self, logit: float, *, rejected: float = 0.0) -> float: ...


class Optimizer(Protocol):
    def step(self) -> int: ...


class Loader(Protocol):
    def load(self, path: str) -> int: ...


class Pipeline(Protocol):
    def run(self) -> float: ...
