"""The losses of direct preference optimization."""

from __future__ import annotations

from torch import Tensor
from torch.nn.functional import logsigmoid, relu
from typing_extensions import assert_never

from posttrain.losses.config import DPOLossConfig, PreferenceKind
from posttrain.registries import LOSSES


def dpo(
    chosen: Tensor,
    rejected: Tensor,
    beta: float,
    kind: PreferenceKind = "sigmoid",
    label_smoothing: float = 0.0,
) -> Tensor:
    """The mean over pairs of the loss of preferring the chosen completion.

    Shapes: chosen and rejected, [B] each, hold `log pi(y|x) - log pi_ref(y|x)` of whole completions, or its
    mean over each completion's tokens.
    With `h = chosen - rejected` and s the label smoothing:

    - sigmoid: `-(1 - s) log sigmoid(beta h) - s log sigmoid(-beta h)`; Rafailov et al. 2023, equation 7,
      smoothed as in Mitchell 2023, "A note on DPO with noisy preferences", equation 3.
    - hinge: `max(0, 1 - beta h)`, smoothed alike; Zhao et al. 2023 (SLiC-HF), equation 1.
    - ipo: `(h - 1 / (2 beta))^2`, smoothed alike; Azar et al. 2023, equation 17. TRL takes the
      means, which its authors were asked about: `length_normalized` in the algorithm's config.

    >>> import torch
    >>> round(dpo(torch.zeros(4), torch.zeros(4), beta=0.1).item(), 4)  # log 2: no preference yet
    0.6931
    """
    margin = chosen - rejected
    preferred, swapped = _pair_loss(margin, beta, kind), _pair_loss(-margin, beta, kind)
    return ((1 - label_smoothing) * preferred + label_smoothing * swapped).mean()


def _pair_loss(margin: Tensor, beta: float, kind: PreferenceKind) -> Tensor:
    if kind == "sigmoid":
        return -logsigmoid(beta * margin)
    if kind == "hinge":
        return relu(1 - beta * margin)
    if kind == "ipo":
        return (margin - 1 / (2 * beta)) ** 2
    assert_never(kind)


@LOSSES.register("dpo", config=DPOLossConfig)
class DPOLoss:
    """The loss of direct preference optimization."""

    def __init__(self, config: DPOLossConfig) -> None:
        self._config = config

    def __call__(self, chosen: Tensor, rejected: Tensor, beta: float) -> Tensor:
        """The scalar loss; shapes as in `dpo`."""
        return dpo(chosen, rejected, beta, self._config.kind, self._config.label_smoothing)
