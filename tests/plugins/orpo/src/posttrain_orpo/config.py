"""The config of odds ratio preference optimization."""

from __future__ import annotations

from attrs import field, frozen
from attrs.validators import ge

from posttrain.algorithms.config import TrainingConfig


@frozen(kw_only=True)
class ORPOConfig(TrainingConfig):
    """Odds ratio preference optimization: imitate what is chosen, at better odds than what is rejected."""

    weight: float = field(default=0.1, validator=ge(0))
    """Of the odds ratio beside the imitation: the paper's lambda. 0 is fine-tuning on what is chosen."""
