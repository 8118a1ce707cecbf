"""Advantages by their formulas."""

from __future__ import annotations

import pytest
import torch

from posttrain.advantage import gae, group_advantages, moments, whiten
from posttrain.algorithms.ppo.trainer import terminal

MASK = torch.tensor([[0.0, 1.0, 1.0, 1.0, 0.0], [1.0, 1.0, 0.0, 0.0, 0.0]])


def test_centred() -> None:
    """Unscaled, an advantage is the reward less its group's mean, whatever other groups have."""
    actual = group_advantages(torch.tensor([[1.0, 2.0, 6.0], [0.0, 0.0, 0.0]]), scaled=False)

    assert [[-2.0, -1.0, 3.0], [0.0, 0.0, 0.0]] == actual.tolist()


def test_scaled() -> None:
    """Scaled, it is that over the deviation of the group, of which one degree of freedom is used up."""
    actual = group_advantages(torch.tensor([[1.0, 2.0, 6.0], [10.0, 20.0, 60.0]]))
    expected = torch.tensor([-2.0, -1.0, 3.0]) / 7**0.5

    torch.testing.assert_close(actual[0], expected, rtol=1e-4, atol=0)
    torch.testing.assert_close(actual[1], expected, rtol=1e-5, atol=0)


def test_equal_rewards() -> None:
    """A group of equal rewards has nothing to learn from."""
    assert [[0.0, 0.0, 0.0]] == group_advantages(torch.ones(1, 3)).tolist()


def test_gae() -> None:
    """An advantage is the sum of what comes, each surprise discounted by gamma lambda a token."""
    rewards = torch.tensor([[9.0, 1.0, 2.0, 3.0, 9.0], [4.0, 5.0, 9.0, 9.0, 9.0]])
    values = torch.tensor([[9.0, 0.5, 0.25, 2.0, 9.0], [1.0, 3.0, 9.0, 9.0, 9.0]])
    advantages, returns = gae(rewards, values, MASK, 0.5, 0.8)
    last = [3.0 - 2.0, 5.0 - 3.0]
    middle = 2.0 + 0.5 * 2.0 - 0.25 + 0.4 * last[0]
    first = [1.0 + 0.5 * 0.25 - 0.5 + 0.4 * middle, 4.0 + 0.5 * 3.0 - 1.0 + 0.4 * last[1]]
    expected = torch.tensor([[0.0, first[0], middle, last[0], 0.0], [first[1], last[1], 0.0, 0.0, 0.0]])

    torch.testing.assert_close(advantages, expected)
    torch.testing.assert_close(returns, (expected + values) * MASK)


def test_cut_off() -> None:
    """Behind the last token of an episode that was cut off comes the value of what would have followed."""
    rewards, values = torch.tensor([[0.0, 0.0]] * 2), torch.tensor([[1.0, 2.0]] * 2)
    mask, after = torch.ones(2, 2), torch.tensor([3.0, 0.0])
    advantages, returns = gae(rewards, values, mask, 0.5, 1.0, after)
    last = [0.5 * 3.0 - 2.0, -2.0]
    first = [0.5 * 2.0 - 1.0 + 0.5 * value for value in last]

    assert [[first[0], last[0]], [first[1], last[1]]] == advantages.tolist()
    assert [[0.75, 1.5], [0.0, 0.0]] == returns.tolist()


def test_cut_off_before_padding() -> None:
    """It comes where the row's own tokens end."""
    found, _ = gae(torch.zeros(2, 5), torch.zeros(2, 5), MASK, 1.0, 0.0, torch.tensor([7.0, 8.0]))

    assert [[0.0, 0.0, 0.0, 7.0, 0.0], [0.0, 8.0, 0.0, 0.0, 0.0]] == found.tolist()


@pytest.mark.parametrize("gamma", [1.0, 0.9])
def test_trusting_rewards(gamma: float) -> None:
    """With lambda 1, returns are the discounted rewards, and the values have no say in them."""
    rewards = torch.tensor([[0.0, 1.0, 0.0, 2.0, 0.0]])
    _, returns = gae(rewards, torch.randn(1, 5), MASK[:1], gamma, 1.0)

    torch.testing.assert_close(returns, torch.tensor([[0.0, 1 + 2 * gamma**2, 2 * gamma, 2.0, 0.0]]))


def test_terminal() -> None:
    """A completion's reward comes with its last token."""
    assert [[0.0, 0.0, 0.0, 2.5, 0.0], [0.0, -1.0, 0.0, 0.0, 0.0]] == terminal(
        torch.tensor([2.5, -1.0]), MASK
    ).tolist()


def test_whiten() -> None:
    """What counts gets mean 0 and variance 1, and its order stays; the rest is 0."""
    values = torch.tensor([[99.0, 1.0, 2.0, 6.0, 99.0], [4.0, 7.0, 99.0, 99.0, 99.0]])
    actual = whiten(values, MASK)
    kept = actual[MASK == 1]

    torch.testing.assert_close(kept.mean(), torch.tensor(0.0), atol=1e-6, rtol=0)
    torch.testing.assert_close(kept.var(correction=0), torch.tensor(1.0))
    assert values[MASK == 1].argsort().equal(kept.argsort())
    assert 0.0 == actual[MASK == 0].abs().sum().item()


def test_whiten_by_sums() -> None:
    """With sums over more than the values, those of all processes say what mean and variance are."""
    values = torch.tensor([[99.0, 1.0, 2.0, 6.0, 99.0], [4.0, 7.0, 99.0, 99.0, 99.0]])
    sums = moments(values[:1], MASK[:1]) + moments(values[1:], MASK[1:])

    assert [5.0, 20.0, 106.0] == sums.tolist()
    torch.testing.assert_close(whiten(values[1:], MASK[1:], sums), whiten(values, MASK)[1:])


def test_whiten_nothing() -> None:
    """Where nothing counts, nothing is left."""
    assert [[0.0, 0.0]] == whiten(torch.ones(1, 2), torch.zeros(1, 2)).tolist()
