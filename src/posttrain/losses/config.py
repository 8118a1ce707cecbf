"""The configs of the losses."""

from __future__ import annotations

from typing import Literal

from attrs import field, frozen
from attrs.validators import ge, le, lt

PreferenceKind = Literal["sigmoid", "hinge", "ipo"]


@frozen
class CrossEntropyConfig:
    """The usual loss of next-token prediction."""

    label_smoothing: float = field(default=0.0, validator=[ge(0), lt(1)])
    """The share of probability that the target gives to all tokens alike."""


@frozen
class FocalConfig:
    """Cross entropy that counts less where the model is already sure."""

    gamma: float = field(default=2.0, validator=ge(0))
    """How fast sure tokens lose weight; 0 is cross entropy."""


@frozen
class DPOLossConfig:
    """The loss of direct preference optimization."""

    kind: PreferenceKind = "sigmoid"
    """sigmoid (DPO), hinge (SLiC) or ipo."""
    label_smoothing: float = field(default=0.0, validator=[ge(0), le(0.5)])
    """The chance that a preference is labelled the wrong way round (conservative DPO)."""
