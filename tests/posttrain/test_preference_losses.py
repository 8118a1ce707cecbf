"""The losses of preferences against their formulas, in float64."""

from __future__ import annotations

from math import exp, log

import pytest
import torch
from torch import Tensor

from posttrain.losses.config import DPOLossConfig, PreferenceKind
from posttrain.losses.preference import dpo
from posttrain.registries import LOSSES

CHOSEN = (0.7, -1.2, 3.0, -0.4)
REJECTED = (-0.3, 0.5, -2.5, -0.4)
KINDS: tuple[PreferenceKind, ...] = ("sigmoid", "hinge", "ipo")


def pair() -> tuple[Tensor, Tensor]:
    """Log ratios of four pairs: preferred, not, clearly preferred, and neither."""
    chosen, rejected = (torch.tensor(ratios, dtype=torch.float64) for ratios in (CHOSEN, REJECTED))
    return chosen.requires_grad_(), rejected.requires_grad_()


def of_margin(kind: PreferenceKind, h: float, beta: float) -> float:
    """One pair's loss, as the papers write it."""
    if kind == "sigmoid":
        return -log(1 / (1 + exp(-beta * h)))
    if kind == "hinge":
        return max(0.0, 1 - beta * h)
    return float((h - 1 / (2 * beta)) ** 2)


def expected(kind: PreferenceKind, beta: float, smoothing: float) -> float:
    """The mean over the pairs, each with its chance to be the wrong way round."""
    margins = [c - r for c, r in zip(CHOSEN, REJECTED, strict=True)]
    each = [
        (1 - smoothing) * of_margin(kind, h, beta) + smoothing * of_margin(kind, -h, beta) for h in margins
    ]
    return sum(each) / len(each)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("beta", [0.1, 1.5])
@pytest.mark.parametrize("smoothing", [0.0, 0.25])
def test_value(kind: PreferenceKind, beta: float, smoothing: float) -> None:
    """The loss is its formula's mean over the pairs."""
    chosen, rejected = pair()

    assert expected(kind, beta, smoothing) == pytest.approx(
        dpo(chosen, rejected, beta, kind, smoothing).item(), rel=1e-12
    )


@pytest.mark.parametrize("kind", KINDS)
def test_gradient(kind: PreferenceKind) -> None:
    """The gradient is what small changes of the arguments give."""

    def loss(chosen: Tensor, rejected: Tensor) -> Tensor:
        return dpo(chosen, rejected, 0.3, kind, 0.1)

    assert torch.autograd.gradcheck(loss, pair())


@pytest.mark.parametrize("kind", KINDS)
def test_direction(kind: PreferenceKind) -> None:
    """Descent raises the chosen and lowers the rejected by as much, where there is no preference yet."""
    chosen, rejected = (torch.zeros(3, dtype=torch.float64, requires_grad=True) for _ in range(2))
    up, down = torch.autograd.grad(dpo(chosen, rejected, 0.5, kind), (chosen, rejected))

    assert (up < 0).all()
    torch.testing.assert_close(down, -up)


def test_sigmoid_far_out() -> None:
    """A margin of any size gives a number: the logarithm never sees a 0."""
    far = torch.tensor([-1e6], dtype=torch.float64)

    assert 1e5 == pytest.approx(dpo(far, torch.zeros_like(far), 0.1).item())
    assert 0.0 == dpo(-far, torch.zeros_like(far), 0.1).item()


def test_even_noise() -> None:
    """When half of the labels are wrong, neither completion of a pair is preferred."""
    chosen, rejected = pair()

    torch.testing.assert_close(
        dpo(chosen, rejected, 0.4, "sigmoid", 0.5), dpo(rejected, chosen, 0.4, "sigmoid", 0.5)
    )


@pytest.mark.parametrize("kind", KINDS)
def test_by_name(kind: PreferenceKind) -> None:
    """The component named `dpo` is the function with its config's settings."""
    chosen, rejected = pair()
    config = DPOLossConfig(kind=kind, label_smoothing=0.2)
    value = dpo(chosen, rejected, 0.3, kind, 0.2)

    torch.testing.assert_close(LOSSES.build("dpo", config)(chosen, rejected, 0.3), value)
    torch.testing.assert_close(LOSSES.spec("dpo", config).build()(chosen, rejected, 0.3), value)
