"""Cross entropy over the tokens that count."""

from __future__ import annotations

import torch
from torch import Tensor

from posttrain.losses.config import CrossEntropyConfig
from posttrain.registries import LOSSES


def cross_entropy(logits: Tensor, labels: Tensor, mask: Tensor, label_smoothing: float = 0.0) -> Tensor:
    """The mean over masked tokens of `-sum_v q_v log p_v`, q being the smoothed target.

    Shapes: logits [B, T, V], labels [B, T] integers, mask [B, T] zeros and ones; gives a scalar.
    `q = (1 - s) onehot(label) + s / V` (Szegedy et al. 2016, equation 3).

    >>> import torch
    >>> certain = torch.tensor([[[0.0, 50.0]]])
    >>> round(cross_entropy(certain, torch.tensor([[0]]), torch.ones(1, 1)).item())
    50
    """
    log_probs = torch.log_softmax(logits, dim=-1)
    target = log_probs.gather(-1, labels.unsqueeze(-1)).squeeze(-1)
    smoothed = (1 - label_smoothing) * target + label_smoothing * log_probs.mean(dim=-1)
    return -(smoothed * mask).sum() / mask.sum().clamp(min=1)


@LOSSES.register("cross_entropy", config=CrossEntropyConfig)
class CrossEntropyLoss:
    """The usual loss of next-token prediction."""

    def __init__(self, config: CrossEntropyConfig) -> None:
        self._config = config

    def __call__(self, logits: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        """The scalar loss; shapes as in `cross_entropy`."""
        return cross_entropy(logits, labels, mask, self._config.label_smoothing)
