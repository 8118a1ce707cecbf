"""The shapes of losses, checked: a scalar for each token would be averaged once more without an error."""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor

from posttrain.errors import LossError


def of_shape(shape: Sequence[int], name: str, loss: Tensor) -> Tensor:
    """Return what the loss of this name has returned. Raises LossError if it is of another shape.

    >>> import torch
    >>> of_shape((), "mine", torch.tensor(0.5))
    tensor(0.5000)
    """
    if loss.shape != (*shape,):
        raise LossError(name, (*shape,), (*loss.shape,))
    return loss
