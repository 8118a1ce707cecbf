"""The clipped losses by their formulas."""

from __future__ import annotations

from math import log

import pytest
import torch

from posttrain.losses.clipped import clipped, clipped_value
from posttrain.losses.config import ClippedLossConfig
from posttrain.registries import LOSSES

RATIOS = [0.5, 0.9, 1.1, 1.25, 1.5]


@pytest.mark.parametrize(
    ("advantage", "expected"),
    [(2.0, [-1.0, -1.8, -2.2, -2.5, -2.56]), (-2.0, [1.6, 1.8, 2.2, 2.5, 3.0])],
)
def test_clipped(advantage: float, expected: list[float]) -> None:
    """What is gained is bounded, what is lost is not: above for a good action, below for a bad one."""
    now = torch.tensor([log(ratio) - 3 for ratio in RATIOS])
    actual = clipped(now, torch.full((5,), -3.0), torch.full((5,), advantage), 0.2, 0.28)

    torch.testing.assert_close(actual, torch.tensor(expected))


def test_no_gain_no_gradient() -> None:
    """Beyond the bound there is nothing more to gain, and so no gradient; on the way back there is."""
    now = torch.tensor([log(ratio) for ratio in RATIOS] * 2, requires_grad=True)
    advantages = torch.tensor([1.0] * 5 + [-1.0] * 5)
    torch.autograd.backward(clipped(now, torch.zeros(10), advantages).sum())

    assert now.grad is not None
    expected = [-0.5, -0.9, -1.1, 0.0, 0.0, 0.0, 0.9, 1.1, 1.25, 1.5]
    torch.testing.assert_close(now.grad, torch.tensor(expected))


def test_first_update() -> None:
    """Where the policy is the one that sampled, the gradient is that of the advantage times log pi."""
    now = torch.randn(2, 3, requires_grad=True)
    advantages = torch.randn(2, 3)
    torch.autograd.backward(clipped(now, now.detach(), advantages).sum())

    assert now.grad is not None
    torch.testing.assert_close(now.grad, -advantages)


def test_clipped_value() -> None:
    """A value costs half the square of its error, or of that as far as it may move, whichever is more."""
    values = torch.tensor([1.0, 1.0, 0.1, -1.0])
    actual = clipped_value(values, torch.zeros(4), torch.tensor([1.0, -1.0, 1.0, -0.5]), 0.2)

    torch.testing.assert_close(actual, torch.tensor([0.8**2, 2.0**2, 0.9**2, 0.5**2]) / 2)


def test_gradients() -> None:
    """Both gradients are those of finite differences."""
    random = torch.Generator().manual_seed(0)
    now, old, third = (torch.randn(3, 4, generator=random, dtype=torch.float64) for _ in range(3))

    def policy(values: torch.Tensor) -> torch.Tensor:
        return clipped(values, old, third, 0.2, 0.3)

    def value(values: torch.Tensor) -> torch.Tensor:
        return clipped_value(values, old, third, 0.4)

    now.requires_grad_()
    assert torch.autograd.gradcheck(policy, (now,))
    assert torch.autograd.gradcheck(value, (now,))


@pytest.mark.parametrize(("clip_high", "bound"), [(None, 0.1), (0.5, 0.5)])
def test_by_name(clip_high: float | None, bound: float) -> None:
    """The component named `clipped` is the function with its config's bounds; the upper is as the lower."""
    now, old, advantages = torch.randn(3, 2, 5).unbind()
    built = LOSSES.build("clipped", ClippedLossConfig(0.1, clip_high))
    mask = torch.ones(2, 5)

    torch.testing.assert_close(built(now, old, advantages, mask), clipped(now, old, advantages, 0.1, bound))


@pytest.mark.parametrize(("advantage", "expected"), [(2.0, [0, 0, 0, 0, 1]), (-2.0, [1, 0, 0, 0, 0])])
def test_is_clipped(advantage: float, expected: list[int]) -> None:
    """A token is clipped where the bound applies: above for a good action, below for a bad one."""
    now, old = torch.tensor([[log(ratio) for ratio in RATIOS]]), torch.zeros(1, 5)
    built = LOSSES.build("clipped", ClippedLossConfig(0.2, 0.28))
    found = built.is_clipped(now, old, torch.full((1, 5), advantage), torch.ones(1, 5))

    assert [expected] == found.int().tolist()
