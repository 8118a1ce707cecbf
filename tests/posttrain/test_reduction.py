"""From the losses of tokens to one, and that parts of a batch come to the same as the whole."""

from __future__ import annotations

import pytest
import torch

from posttrain.algorithms.grpo.config import Reduction
from posttrain.reduction import reduce

LOSSES = torch.tensor([[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0], [9.0, 9.0, 9.0, 9.0]])
MASK = torch.tensor([[1.0, 1.0, 1.0, 0.0], [0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 0.0]])
EXPECTED: dict[Reduction, tuple[float, float]] = {
    "sequence": ((2.0 + 7.0 + 0.0) / 3, 3.0),
    "token": ((1 + 2 + 3 + 7) / 4, 4.0),
    "constant": ((1 + 2 + 3 + 7) / (3 * 8), 3.0),
}


@pytest.mark.parametrize("how", EXPECTED)
def test_value(how: Reduction) -> None:
    """Each way counts what it says, and gives how much that is."""
    loss, weight = reduce(LOSSES, MASK, how, 8)

    assert EXPECTED[how] == pytest.approx((loss.item(), weight))


@pytest.mark.parametrize("how", EXPECTED)
def test_parts(how: Reduction) -> None:
    """The parts' losses by their weights are the whole's, though in one part nothing counts."""
    parts = [reduce(LOSSES[row : row + 1], MASK[row : row + 1], how, 8) for row in range(3)]
    weights = [weight for _, weight in parts]

    assert reduce(LOSSES, MASK, how, 8)[0].item() == pytest.approx(
        sum(loss.item() * weight for loss, weight in parts) / sum(weights)
    )


@pytest.mark.parametrize("how", EXPECTED)
def test_masked(how: Reduction) -> None:
    """What doesn't count gets no gradient."""
    losses = LOSSES.clone().requires_grad_()
    torch.autograd.backward(reduce(losses, MASK, how, 8)[0])

    assert losses.grad is not None
    assert (losses.grad != 0).equal(MASK == 1)
