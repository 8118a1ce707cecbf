"""The loss of group sequence policy optimization."""

from __future__ import annotations

from torch import Tensor

from posttrain.losses.clipped import bounded_loss, is_beyond
from posttrain.losses.config import GSPOLossConfig
from posttrain.registries import LOSSES


def sequence_ratios(log_probs: Tensor, old_log_probs: Tensor, mask: Tensor) -> Tensor:
    """Return `s = (pi(y) / pi_old(y))^(1 / |y|)` of each completion, for each of its tokens.

    Shapes: all [B, T], and so are the ratios. Zheng et al. 2025, "Group Sequence Policy Optimization",
    https://arxiv.org/abs/2507.18071, equation 7.

    >>> import torch
    >>> now, before = torch.tensor([[-1.0, -2.0]]), torch.tensor([[-1.0, -1.0]])
    >>> sequence_ratios(now, before, torch.ones(1, 2)).equal(torch.tensor([[-0.5, -0.5]]).exp())
    True
    """
    differences = (log_probs - old_log_probs) * mask
    means = differences.sum(dim=1, keepdim=True) / mask.sum(dim=1, keepdim=True).clamp(min=1)
    return means.exp().expand_as(log_probs)


@LOSSES.register("gspo", config=GSPOLossConfig)
class GSPOLoss:
    """The clipped surrogate of group sequence policy optimization, by the ratio of whole completions.

    It is `-min(s A, clip(s, 1 - clip, 1 + clip_high) A)` with the ratio `s` of the completion as a whole.
    Each token has the loss of its completion (Zheng et al. 2025, equation 5), so that the mean over the
    tokens of a completion, `reduction: sequence`, is that loss.
    """

    def __init__(self, config: GSPOLossConfig) -> None:
        self._config = config

    def __call__(self, log_probs: Tensor, old_log_probs: Tensor, advantages: Tensor, mask: Tensor) -> Tensor:
        """Return the loss of each token, [B, T]."""
        ratios = sequence_ratios(log_probs, old_log_probs, mask)
        return bounded_loss(ratios, advantages, self._config.clip, self._config.clip_high)

    def is_clipped(
        self, log_probs: Tensor, old_log_probs: Tensor, advantages: Tensor, mask: Tensor
    ) -> Tensor:
        """Return for which tokens the ratio of the completion is beyond the bound that applies, [B, T]."""
        ratios = sequence_ratios(log_probs, old_log_probs, mask)
        return is_beyond(ratios, advantages, self._config.clip, self._config.clip_high)
