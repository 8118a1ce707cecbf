"""The config of supervised fine-tuning."""

from __future__ import annotations

from attrs import field, frozen

from posttrain.algorithms.config import TrainingConfig
from posttrain.protocols import TokenLoss
from posttrain.registries import LOSSES
from typed_registry import Spec


@frozen(kw_only=True)
class SFTConfig(TrainingConfig):
    """Supervised fine-tuning: imitate the demonstrations."""

    loss: Spec[TokenLoss, []] = field(factory=lambda: LOSSES.spec("cross_entropy"))
    """Of the completion's tokens; the prompt's don't count."""
