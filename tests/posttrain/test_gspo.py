"""The loss of group sequence policy optimization by its formula."""

from __future__ import annotations

import torch
from torch import Tensor

from posttrain.losses.config import GSPOLossConfig
from posttrain.losses.gspo import GSPOLoss, sequence_ratios
from posttrain.reduction import reduce
from posttrain.registries import LOSSES

MASK = torch.tensor([[1.0, 1.0, 1.0, 0.0], [0.0, 1.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0], [0.0, 0.0, 0.0, 0.0]])
ADVANTAGES = torch.tensor([1.5, -0.5, -2.0, 1.0])


def given() -> tuple[Tensor, Tensor]:
    """Return log-probabilities now and before, in float64."""
    random = torch.Generator().manual_seed(0)
    now, old = (-torch.rand(4, 4, generator=random, dtype=torch.float64) for _ in range(2))
    return now, old


def by_formula(now: Tensor, old: Tensor, clip: float, clip_high: float) -> Tensor:
    """Return equation 5 of Zheng et al. 2025 with its sign changed, completion by completion."""
    losses: list[Tensor] = []
    for row in range(3):
        kept = MASK[row] == 1
        ratio = torch.exp(now[row][kept].sum() - old[row][kept].sum()) ** (1 / kept.sum())
        bounded = min(max(ratio, torch.tensor(1 - clip)), torch.tensor(1 + clip_high))
        losses.append(-torch.minimum(ratio * ADVANTAGES[row], bounded * ADVANTAGES[row]))
    return torch.stack(losses)


def test_formula() -> None:
    """Each token has the loss of its completion; the mean over the completions is the objective."""
    now, old = given()
    loss = LOSSES.build("gspo", GSPOLossConfig(0.05, 0.08))
    found = loss(now, old, ADVANTAGES.unsqueeze(1).expand(4, 4), MASK)
    expected = by_formula(now, old, 0.05, 0.08)
    [whole, _] = reduce(found[:3], MASK[:3], "sequence", 4)

    torch.testing.assert_close(found[:3], expected.unsqueeze(1).expand(3, 4), atol=1e-6, rtol=1e-6)
    torch.testing.assert_close(whole, expected.mean(), atol=1e-6, rtol=1e-6)


def test_gradient() -> None:
    """The gradient is that of the formula, also where the bound applies."""
    now, old = given()
    ours, theirs = now.clone().requires_grad_(), now.clone().requires_grad_()
    loss = LOSSES.build("gspo", GSPOLossConfig(0.05, 0.08))
    losses = loss(ours, old, ADVANTAGES.unsqueeze(1).expand(4, 4), MASK)
    torch.autograd.backward(reduce(losses[:3], MASK[:3], "sequence", 4)[0])
    torch.autograd.backward(by_formula(theirs, old, 0.05, 0.08).mean())

    assert ours.grad is not None
    assert theirs.grad is not None
    torch.testing.assert_close(ours.grad, theirs.grad, atol=1e-6, rtol=1e-6)


def test_is_clipped() -> None:
    """Either all tokens of a completion are clipped or none."""
    now, old = given()
    loss = GSPOLoss(GSPOLossConfig(0.05, 0.08))
    found = loss.is_clipped(now, old, ADVANTAGES.unsqueeze(1).expand(4, 4), MASK)
    ratios = sequence_ratios(now, old, MASK)[:, 0]
    expected = [
        bool(ratio > 1.08 if advantage > 0 else ratio < 0.95)
        for ratio, advantage in zip(ratios, ADVANTAGES, strict=True)
    ]

    assert [[each] * 4 for each in expected] == found.tolist()
    assert {True, False} == {*expected}


def test_nothing() -> None:
    """The ratio of a completion without tokens is 1."""
    now, old = given()

    assert [1.0] * 4 == sequence_ratios(now, old, MASK)[3].tolist()
