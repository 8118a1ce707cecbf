"""The plugin's loss against its formula, in float64."""

from __future__ import annotations

import doctest
from math import exp, log
from statistics import mean

import posttrain_orpo.loss
import pytest
import torch
from posttrain_orpo.loss import log_odds, orpo
from torch import Tensor

CHOSEN = (-0.7, -1.2, -3.0, -0.01)
REJECTED = (-0.3, -2.5, -3.0, -9.0)
FAR = (-1e30, -1e4, -50.0, -1e-3, -1e-9, -1e-38, 0.0)


def pair() -> tuple[Tensor, Tensor]:
    """Mean log-probabilities of four pairs: not preferred, preferred, neither, and clearly preferred."""
    chosen, rejected = (torch.tensor(values, dtype=torch.float64) for values in (CHOSEN, REJECTED))
    return chosen.requires_grad_(), rejected.requires_grad_()


def odds(log_p: float) -> float:
    """The log odds, as the paper writes them."""
    return log(exp(log_p) / (1 - exp(log_p)))


def plain(chosen: float, rejected: float, weight: float) -> float:
    """One pair's loss, as the paper writes it."""
    return -chosen - weight * log(1 / (1 + exp(odds(rejected) - odds(chosen))))


@pytest.mark.parametrize("weight", [0.0, 0.1, 2.5])
def test_value(weight: float) -> None:
    """The loss is its formula's mean over the pairs."""
    expected = mean(plain(c, r, weight) for c, r in zip(CHOSEN, REJECTED, strict=True))

    assert expected == pytest.approx(orpo(*pair(), weight).item(), rel=1e-12)


def test_gradient() -> None:
    """The gradient is what small changes of the arguments give."""

    def loss(chosen: Tensor, rejected: Tensor) -> Tensor:
        return orpo(chosen, rejected, 0.7)

    assert torch.autograd.gradcheck(loss, pair())


def test_direction() -> None:
    """Descent raises what is chosen and lowers what is rejected; without weight, it lets the latter be."""
    for weight in (0.0, 0.5):
        chosen, rejected = pair()
        up, down = torch.autograd.grad(orpo(chosen, rejected, weight), (chosen, rejected))

        assert (up < 0).all()
        assert ((down > 0) == (weight > 0)).all()


@pytest.mark.parametrize("rejected", FAR)
@pytest.mark.parametrize("chosen", FAR)
def test_far_out(chosen: float, rejected: float) -> None:
    """The loss and its gradient are numbers, from the impossible to the certain."""
    up, down = (torch.tensor([value], requires_grad=True) for value in (chosen, rejected))
    value = orpo(up, down, 0.5)
    gradients = torch.autograd.grad(value, (up, down))

    assert value.isfinite()
    assert all(gradient.isfinite().all() for gradient in gradients)


@pytest.mark.parametrize("log_p", [-1e-6, -1e-3, -0.5, -1.0, -20.0])
def test_single_precision(log_p: float) -> None:
    """The odds keep their digits in float32, near certainty too."""
    expected = log_odds(torch.tensor(log_p, dtype=torch.float64)).item()

    assert expected == pytest.approx(log_odds(torch.tensor(log_p)).item(), rel=1e-6)


def test_odds() -> None:
    """Even odds are 0, and the odds against are the odds for with the other sign."""
    p = torch.tensor([0.5, 0.2, 0.01], dtype=torch.float64)

    assert 0.0 == pytest.approx(log_odds(p.log())[0].item(), abs=1e-15)
    torch.testing.assert_close(log_odds((1 - p).log()), -log_odds(p.log()))


def test_example() -> None:
    """The docstring's example gives what it shows."""
    assert (0, 1) == doctest.testmod(posttrain_orpo.loss)
