"""Importance sampling between the policy that has sampled and the same policy as it is trained."""

from __future__ import annotations

from torch import Tensor


def importance(log_probs: Tensor, behaviour: Tensor, cap: float) -> Tensor:
    """Return `min(exp(log_probs - behaviour), cap)` of each token. Shapes alike, of any form.

    A generation engine and a trainer give the same weights slightly different probabilities: other kernels,
    other precision, a cache. The ratio corrects for that, and its truncation bounds the variance (Ionides
    2008, "Truncated Importance Sampling"; for language models Yao et al. 2025, "Your Efficient RL Framework
    Secretly Brings You Off-Policy RL Training", https://fengyao.notion.site/off-policy-rl).

    >>> import torch
    >>> importance(torch.tensor([-1.0, 0.0]), torch.tensor([-1.0, -5.0]), cap=2.0)
    tensor([1., 2.])
    """
    return (log_probs - behaviour).exp().clamp(max=cap)
