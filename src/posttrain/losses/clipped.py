"""The clipped surrogate loss of a policy, and of a value function."""

from __future__ import annotations

import torch
from torch import Tensor

from posttrain.losses.config import ClippedLossConfig
from posttrain.registries import LOSSES


def clipped(
    log_probs: Tensor, old_log_probs: Tensor, advantages: Tensor, clip: float = 0.2, clip_high: float = 0.2
) -> Tensor:
    """`-min(r A, clip(r, 1 - clip, 1 + clip_high) A)` of each token, with `r = pi(y) / pi_old(y)`.

    Shapes: all [B, T], and so is the loss. Schulman et al. 2017, "Proximal Policy Optimization Algorithms",
    equation 7; two bounds as in Yu et al. 2025, "DAPO", equation 10.

    >>> import torch
    >>> round(clipped(torch.tensor(0.5), torch.tensor(0.0), torch.tensor(1.0)).item(), 4)  # e^0.5 > 1.2
    -1.2
    """
    return bounded_loss(torch.exp(log_probs - old_log_probs), advantages, clip, clip_high)


def bounded_loss(ratios: Tensor, advantages: Tensor, clip: float, clip_high: float) -> Tensor:
    """Return `-min(r A, clip(r, 1 - clip, 1 + clip_high) A)`. Shapes alike, of any form."""
    return -torch.minimum(ratios * advantages, ratios.clamp(1 - clip, 1 + clip_high) * advantages)


def is_beyond(ratios: Tensor, advantages: Tensor, clip: float, clip_high: float) -> Tensor:
    """Return where the ratio is beyond the bound that applies, so that there is no gradient.

    >>> is_beyond(torch.tensor([0.5, 0.5, 1.5, 1.5]), torch.tensor([1.0, -1.0, 1.0, -1.0]), 0.2, 0.2)
    tensor([False,  True,  True, False])
    """
    return ((ratios < 1 - clip) & (advantages < 0)) | ((ratios > 1 + clip_high) & (advantages > 0))


def clipped_value(values: Tensor, old_values: Tensor, returns: Tensor, clip: float) -> Tensor:
    """`max((V - R)^2, (clip(V, V_old - clip, V_old + clip) - R)^2) / 2` of each token.

    Shapes: all [B, T], and so is the loss. Schulman et al. 2016 as implemented in PPO's own code; see Huang
    et al. 2022, "The 37 Implementation Details of Proximal Policy Optimization", detail 9.

    >>> import torch
    >>> old, new, wanted = torch.tensor(0.0), torch.tensor(1.0), torch.tensor(1.0)
    >>> round(clipped_value(new, old, wanted, clip=0.2).item(), 2)  # it may not gain by moving so far
    0.32
    """
    bounded = old_values + (values - old_values).clamp(-clip, clip)
    return torch.maximum((values - returns) ** 2, (bounded - returns) ** 2) / 2


@LOSSES.register("clipped", config=ClippedLossConfig)
class ClippedLoss:
    """The clipped surrogate of PPO: what a step may gain is bounded by how far it moves the policy."""

    def __init__(self, config: ClippedLossConfig) -> None:
        self._clip = config.clip
        self._clip_high = config.clip if config.clip_high is None else config.clip_high

    def __call__(self, log_probs: Tensor, old_log_probs: Tensor, advantages: Tensor, mask: Tensor) -> Tensor:
        """Return the loss of each token, [B, T]."""
        del mask
        return clipped(log_probs, old_log_probs, advantages, self._clip, self._clip_high)

    def is_clipped(
        self, log_probs: Tensor, old_log_probs: Tensor, advantages: Tensor, mask: Tensor
    ) -> Tensor:
        """Return for which tokens the ratio is beyond the bound that applies, [B, T]."""
        del mask
        ratios = torch.exp(log_probs - old_log_probs)
        return is_beyond(ratios, advantages, self._clip, self._clip_high)
