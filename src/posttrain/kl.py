"""How far a policy is from its reference model, estimated from the tokens that the policy has sampled.

Schulman 2020, "Approximating KL Divergence", http://joschu.net/blog/kl-approx.html.
"""

from __future__ import annotations

import torch
from torch import Tensor


def k1(log_probs: Tensor, reference: Tensor) -> Tensor:
    """`log pi - log pi_ref` of each token: without bias, with much variance. Shapes alike, of any form."""
    return log_probs - reference


def k2(log_probs: Tensor, reference: Tensor) -> Tensor:
    """`(log pi - log pi_ref)^2 / 2` of each token: with some bias. Shapes alike, of any form."""
    return (log_probs - reference) ** 2 / 2


def k3(log_probs: Tensor, reference: Tensor) -> Tensor:
    """`r - 1 - log r` of each token with `r = pi_ref / pi`: without bias, and never negative.

    Shapes alike, of any form. It is the one of GRPO; Shao et al. 2024, "DeepSeekMath", equation 4.

    >>> import torch
    >>> k3(torch.tensor(-1.0), torch.tensor(-1.0)).item()
    0.0
    """
    log_ratio = reference - log_probs
    return torch.exp(log_ratio) - 1 - log_ratio
