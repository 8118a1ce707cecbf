"""The configs of the losses."""

from __future__ import annotations

from typing import Literal

from attrs import field, frozen
from attrs.validators import and_, ge, gt, le, lt, optional

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
    """sigmoid (DPO), hinge (SLiC) or ipo.

    As in its paper, ipo compares sums over a completion's tokens; with the algorithm's `length_normalized` it
    compares means, as TRL does.
    """
    label_smoothing: float = field(default=0.0, validator=[ge(0), le(0.5)])
    """The chance that a preference is labelled the wrong way round (conservative DPO)."""


@frozen
class ClippedLossConfig:
    """The clipped surrogate of PPO: what a step may gain is bounded by how far it moves the policy."""

    clip: float = field(default=0.2, validator=and_(gt(0), lt(1)))
    """The ratio of the policy to that of the rollouts counts down to 1 - clip."""
    clip_high: float | None = field(default=None, validator=optional(gt(0)))
    """And up to 1 + clip_high, which is clip by default; DAPO takes more, 0.28."""


@frozen
class GSPOLossConfig:
    """The clipped surrogate of group sequence policy optimization, by the ratio of whole completions.

    The ratio is a mean over tokens, so that its bounds are far narrower than those of single tokens; the
    defaults are those of the paper (Zheng et al. 2025, section 5.1).
    """

    clip: float = field(default=3e-4, validator=and_(gt(0), lt(1)))
    """The ratio of a completion counts down to 1 - clip."""
    clip_high: float = field(default=4e-4, validator=gt(0))
    """And up to 1 + clip_high."""
