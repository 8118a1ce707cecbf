"""Focal loss over the tokens that count."""

from __future__ import annotations

import torch
from torch import Tensor

from posttrain.losses.config import FocalConfig
from posttrain.registries import LOSSES


def focal(logits: Tensor, labels: Tensor, mask: Tensor, gamma: float = 2.0) -> Tensor:
    """The mean over masked tokens of `-(1 - p)^gamma log p`, p being the label's probability.

    Shapes: logits [B, T, V], labels [B, T] integers, mask [B, T] zeros and ones; gives a scalar.
    Lin et al. 2017, "Focal Loss for Dense Object Detection", equation 4.

    >>> import torch
    >>> even = torch.zeros(1, 1, 2)
    >>> round(focal(even, torch.tensor([[0]]), torch.ones(1, 1)).item(), 4)  # (1/2)^2 log 2
    0.1733
    """
    log_probs = torch.log_softmax(logits, dim=-1)
    target = log_probs.gather(-1, labels.unsqueeze(-1)).squeeze(-1)
    least = torch.finfo(target.dtype).tiny  # at 0, the power has no gradient when gamma is below 1
    unsure = (-torch.expm1(target)).clamp(min=least)
    weighted = -(unsure**gamma) * target
    return (weighted * mask).sum() / mask.sum().clamp(min=1)


@LOSSES.register("focal", config=FocalConfig)
class FocalLoss:
    """Cross entropy that counts less where the model is already sure."""

    def __init__(self, config: FocalConfig) -> None:
        self._config = config

    def __call__(self, logits: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        """The scalar loss; shapes as in `focal`."""
        return focal(logits, labels, mask, self._config.gamma)
