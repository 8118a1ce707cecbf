"""The configs of the components."""

from __future__ import annotations

from typing import Literal

from attrs import frozen


@frozen
class DPOConfig:
    beta: float = 0.1
    kind: Literal["sigmoid", "ipo"] = "sigmoid"


@frozen
class PPOConfig:
    clip: float
    epochs: int = 4


@frozen
class MarginConfig:
    margin: float = 1.0


@frozen
class AdamConfig:
    lr: float = 1e-3
