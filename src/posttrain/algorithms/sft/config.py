"""The config of supervised fine-tuning."""

from __future__ import annotations

from attrs import field, frozen

from posttrain.algorithms.config import CompletionConfig
from posttrain.protocols import TokenLoss
from posttrain.registries import LOSSES
from typed_registry import Spec


@frozen(kw_only=True)
class SFTConfig(CompletionConfig):
    """Supervised fine-tuning: imitate the demonstrations."""

    dropout: bool = True
    """Whether the model's dropout is on while it learns, if it has any, as a LoRA's `dropout`."""
    packing: bool = False
    """Whether several demonstrations share a row of up to `max_length` tokens, in place of padding each."""
    loss: Spec[TokenLoss, []] = field(factory=lambda: LOSSES.spec("cross_entropy"))
    """Of the completion's tokens; the prompt's don't count."""
