"""A check of the shapes of losses: one that is averaged already would be averaged again without an error."""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor

from posttrain.errors import LossError


def of_shape(shape: Sequence[int], name: str, loss: Tensor) -> Tensor:
    """Return what the loss of this name has computed. Raises LossError if it has another shape.

    >>> import torch
    >>> of_shape((), "mine", torch.tensor(0.5))
    tensor(0.5000)
    """
    if loss.shape != (*shape,):
        raise LossError(name, (*shape,), (*loss.shape,))
    return loss
