"""The loss of odds ratio preference optimization. Shapes: B pairs."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import logsigmoid


def orpo(chosen: Tensor, rejected: Tensor, weight: float) -> Tensor:
    """The mean over pairs of `L_SFT + weight L_OR`; Hong, Lee and Thorne 2024, equations 6 and 7.

    Shapes: chosen and rejected, [B] each, hold `log p(y|x)`, the mean log-probability of a completion's
    tokens; gives a scalar.

    - `L_SFT = -log p(chosen|x)`
    - `L_OR = -log sigmoid(log odds(chosen|x) - log odds(rejected|x))`, with `odds = p / (1 - p)`

    >>> round(orpo(torch.zeros(4) - 2, torch.zeros(4) - 2, weight=0.1).item(), 4)  # 2 + log(2) / 10
    2.0693
    """
    ratio = log_odds(chosen) - log_odds(rejected)
    return (-chosen - weight * logsigmoid(ratio)).mean()


def log_odds(log_p: Tensor) -> Tensor:
    """`log p - log(1 - p)` of log-probabilities of any shape, elementwise.

    `1 - p` is `-expm1(log p)`, which keeps its digits where p is nearly 1; there `1 - exp(log p)` loses them.
    A p that can't be told from 1 counts as the largest that can, so that its odds are a number.
    """
    below_one = log_p.clamp(max=-torch.finfo(log_p.dtype).eps)
    return below_one - torch.log(-torch.expm1(below_one))
