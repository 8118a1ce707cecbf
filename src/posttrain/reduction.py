"""From the losses of a batch's tokens to one loss. Shapes: B completions, T tokens."""

from __future__ import annotations

from torch import Tensor
from typing_extensions import assert_never

from posttrain.algorithms.grpo.config import Reduction


def reduce(losses: Tensor, mask: Tensor, how: Reduction, longest: int) -> tuple[Tensor, float]:
    """The mean over what counts, and the weight by which it is to be joined with those of other batches.

    Shapes: losses and mask [B, T]; gives a scalar.

    - sequence: each completion counts the same, each of its tokens by its share; GRPO as published (Shao et
      al. 2024, equation 3).
    - token: each token counts the same; DAPO (Yu et al. 2025, equation 8).
    - constant: the sum over tokens, over `longest` for each completion, so that a long one isn't held less
      to account; Dr. GRPO (Liu et al. 2025, section 3.2).

    >>> import torch
    >>> losses, mask = torch.tensor([[1.0, 1.0], [4.0, 0.0]]), torch.tensor([[1.0, 1.0], [1.0, 0.0]])
    >>> [reduce(losses, mask, how, 2)[0].item() for how in ("sequence", "token", "constant")]
    [2.5, 2.0, 1.5]
    """
    kept = losses * mask
    if how == "sequence":
        return (kept.sum(dim=1) / mask.sum(dim=1).clamp(min=1)).mean(), float(len(losses))
    if how == "token":
        count = mask.sum()
        return kept.sum() / count.clamp(min=1), count.item()
    if how == "constant":
        return kept.sum() / (len(losses) * longest), float(len(losses))
    assert_never(how)
