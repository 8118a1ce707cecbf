"""The losses of tokens against torch's own and against their formulas."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from posttrain.losses.config import CrossEntropyConfig, FocalConfig
from posttrain.losses.cross_entropy import cross_entropy
from posttrain.losses.focal import focal
from posttrain.registries import LOSSES

IGNORED = -100


def tokens() -> tuple[Tensor, Tensor, Tensor]:
    """Logits [2, 5, 7], labels and a mask that counts six of the ten."""
    random = torch.Generator().manual_seed(0)
    logits = 3 * torch.randn(2, 5, 7, generator=random, dtype=torch.float64)
    labels = torch.randint(0, 7, (2, 5), generator=random)
    mask = torch.tensor([[0, 0, 1, 1, 1], [0, 1, 1, 1, 0]], dtype=torch.float64)
    return logits.requires_grad_(), labels, mask


def reference(logits: Tensor, labels: Tensor, mask: Tensor, smoothing: float) -> Tensor:
    """What torch computes, which has no mask but a label to ignore."""
    counted = labels.masked_fill(mask == 0, IGNORED)
    return functional.cross_entropy(
        logits.flatten(0, 1), counted.flatten(), ignore_index=IGNORED, label_smoothing=smoothing
    )


def gradient(loss: Tensor, logits: Tensor) -> Tensor:
    """The loss's gradient with respect to the logits."""
    return torch.autograd.grad(loss, logits)[0]


@pytest.mark.parametrize("smoothing", [0.0, 0.1, 0.9])
def test_cross_entropy(smoothing: float) -> None:
    """The value and the gradient are torch's, with and without smoothed labels."""
    logits, labels, mask = tokens()
    expected = reference(logits, labels, mask, smoothing)
    actual = cross_entropy(logits, labels, mask, smoothing)

    torch.testing.assert_close(actual, expected)
    torch.testing.assert_close(gradient(actual, logits), gradient(expected, logits))


@pytest.mark.parametrize("gamma", [0.0, 0.5, 2.0])
def test_focal(gamma: float) -> None:
    """Each token's cross entropy is weighted by how unsure the model is of it."""
    logits, labels, mask = tokens()
    chances = logits.softmax(dim=-1)
    picked = [chances[b, t, labels[b, t]] for b in range(2) for t in range(5) if mask[b, t] == 1]
    expected = torch.stack([-((1 - p) ** gamma) * p.log() for p in picked]).mean()
    actual = focal(logits, labels, mask, gamma)

    torch.testing.assert_close(actual, expected)
    torch.testing.assert_close(gradient(actual, logits), gradient(expected, logits))


def test_focal_without_focus() -> None:
    """With gamma 0, focal loss is cross entropy."""
    logits, labels, mask = tokens()

    torch.testing.assert_close(focal(logits, labels, mask, 0.0), cross_entropy(logits, labels, mask))


def test_focal_of_certain_token() -> None:
    """A token that the model is sure of costs nothing, and its gradient is a number."""
    logits = torch.tensor([[[200.0, 0.0]]], requires_grad=True)
    loss = focal(logits, torch.tensor([[0]]), torch.ones(1, 1), 0.5)

    assert 0.0 == loss.item()
    assert torch.isfinite(gradient(loss, logits)).all()


@pytest.mark.parametrize("loss", [cross_entropy, focal])
def test_masked_positions(loss: Callable[[Tensor, Tensor, Tensor], Tensor]) -> None:
    """What stands where the mask is 0 changes nothing and gets no gradient."""
    logits, labels, mask = tokens()
    outside = mask == 0
    changed = logits.detach().masked_fill(outside.unsqueeze(-1), 9.0).requires_grad_()
    value = loss(changed, labels.masked_fill(outside, 3), mask)

    torch.testing.assert_close(value, loss(logits, labels, mask))
    assert 0.0 == gradient(value, changed)[outside].abs().sum().item()


def test_nothing_counts() -> None:
    """A batch in which no token counts costs 0, which is a number."""
    logits, labels, mask = tokens()

    assert 0.0 == cross_entropy(logits, labels, torch.zeros_like(mask)).item()
    assert 0.0 == focal(logits, labels, torch.zeros_like(mask)).item()


def test_cross_entropy_by_name() -> None:
    """The component named `cross_entropy` is the function with its config's smoothing."""
    logits, labels, mask = tokens()
    built = LOSSES.build("cross_entropy", CrossEntropyConfig(label_smoothing=0.2))

    torch.testing.assert_close(built(logits, labels, mask), cross_entropy(logits, labels, mask, 0.2))


def test_focal_by_name() -> None:
    """The component named `focal` is the function with its config's gamma."""
    logits, labels, mask = tokens()
    built = LOSSES.spec("focal", FocalConfig(gamma=3.0)).build()

    torch.testing.assert_close(built(logits, labels, mask), focal(logits, labels, mask, 3.0))
