"""The estimators of divergence against the divergence itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from posttrain.kl import k1, k2, k3

Estimator = Callable[[Tensor, Tensor], Tensor]
POLICY = torch.tensor([0.5, 0.3, 0.2], dtype=torch.float64).log()
REFERENCE = torch.tensor([0.2, 0.3, 0.5], dtype=torch.float64).log()


@pytest.mark.parametrize("estimator", [k1, k3])
def test_unbiased(estimator: Estimator) -> None:
    """The mean of what the policy samples is the divergence."""
    expected = (POLICY.exp() * (POLICY - REFERENCE)).sum()

    torch.testing.assert_close((POLICY.exp() * estimator(POLICY, REFERENCE)).sum(), expected)


@pytest.mark.parametrize(
    ("estimator", "expected"),
    [(k1, [0.5, -1.0, 0.0]), (k2, [0.125, 0.5, 0.0]), (k3, [0.10653066, 0.71828183, 0.0])],
)
def test_value(estimator: Estimator, expected: list[float]) -> None:
    """Each token's estimate is its formula's."""
    actual = estimator(torch.tensor([-1.0, -2.0, -3.0]), torch.tensor([-1.5, -1.0, -3.0]))

    torch.testing.assert_close(actual, torch.tensor(expected))


def test_gradient() -> None:
    """k3 pulls a token's log-probability to the reference model's, by 1 - r."""
    log_probs = POLICY.clone().requires_grad_()
    torch.autograd.backward(k3(log_probs, REFERENCE).sum())

    assert log_probs.grad is not None
    torch.testing.assert_close(log_probs.grad, 1 - torch.exp(REFERENCE - POLICY))
