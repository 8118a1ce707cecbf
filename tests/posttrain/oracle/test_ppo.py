"""Proximal policy optimization beside TorchRL's and Stable-Baselines3's, on the same weights."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor

import posttrain.advantage
from posttrain.algorithms.ppo.config import PPOConfig
from posttrain.algorithms.ppo.critic import ActorCritic
from posttrain.algorithms.ppo.trainer import Experience
from posttrain.batch import collate
from posttrain.context import Context
from posttrain.example import Demonstration
from posttrain.losses.clipped import clipped, clipped_value
from posttrain.losses.config import ClippedLossConfig
from posttrain.registries import ALGORITHMS, LOSSES

from .foreign import Actions, gae
from .given import close, gradient, work

COUNT, WORDS = 40, 7


def normal(*shape: int, seed: int, scale: float = 1.0) -> Tensor:
    """Random numbers in float64."""
    return scale * torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def actions(seed: int) -> Actions:
    """Random ones; the policy and the values have moved, so far that many are beyond their bounds."""
    scores = normal(COUNT, WORDS, seed=seed).requires_grad_()
    chosen = torch.randint(0, WORDS, (COUNT,), generator=torch.Generator().manual_seed(seed))
    values = normal(COUNT, seed=seed + 1).requires_grad_()
    return Actions(
        scores,
        values,
        chosen,
        log_probs(scores, chosen).detach() + normal(COUNT, seed=seed + 2, scale=0.4),
        values.detach() + normal(COUNT, seed=seed + 3),
        normal(COUNT, seed=seed + 4),
        normal(COUNT, seed=seed + 5),
    )


def log_probs(scores: Tensor, chosen: Tensor) -> Tensor:
    """Of what was chosen."""
    return torch.log_softmax(scores, dim=-1).gather(-1, chosen.unsqueeze(-1)).squeeze(-1)


@pytest.mark.parametrize("bounds", [(0.2, 0.2), (0.1, 0.28)])
@pytest.mark.parametrize("seed", [0, 10])
def test_policy_loss(seed: int, bounds: tuple[float, float]) -> None:
    """The clipped surrogate and its gradient are TorchRL's."""
    held = actions(seed)
    now = log_probs(held.scores, held.chosen)
    actual = clipped(now, held.old_log_probs, held.advantages, *bounds).mean()
    expected, _ = held.losses(bounds, 0.3)

    close(actual, expected)
    close(torch.autograd.grad(actual, held.scores)[0], torch.autograd.grad(expected, held.scores)[0])


@pytest.mark.parametrize("value_clip", [0.05, 0.3, 2.0])
@pytest.mark.parametrize("seed", [0, 10])
def test_value_loss(seed: int, value_clip: float) -> None:
    """The clipped loss of the values and its gradient are half of TorchRL's, which has no half of squares."""
    held = actions(seed)
    actual = clipped_value(held.values, held.old_values, held.returns, value_clip).mean()
    _, whole = held.losses((0.2, 0.2), value_clip)

    close(actual, whole / 2)
    close(torch.autograd.grad(actual, held.values)[0], torch.autograd.grad(whole / 2, held.values)[0])


@pytest.mark.parametrize(("gamma", "lam"), [(1.0, 0.95), (0.9, 0.5), (0.99, 0.0), (0.7, 1.0)])
def test_gae(gamma: float, lam: float) -> None:
    """Advantages and returns of completions of different lengths are Stable-Baselines3's of episodes."""
    mask = torch.tensor([[0, 1, 1, 1, 1, 1], [0, 0, 1, 1, 0, 0], [1, 1, 1, 1, 1, 0], [0, 0, 0, 0, 0, 1]])
    ends = torch.tensor([[0, 0, 0, 0, 0, 1], [0, 0, 0, 1, 0, 0], [0, 0, 0, 0, 1, 0], [0, 0, 0, 0, 0, 1]])
    rewards, values = normal(4, 6, seed=0), normal(4, 6, seed=1)
    actual = posttrain.advantage.gae(rewards, values, mask.double(), gamma, lam)
    expected = gae(rewards, values, ends.double(), gamma, lam)

    for ours, theirs in zip(actual, expected, strict=True):
        close(ours, theirs * mask)


def critic(context: Context) -> ActorCritic:
    """An actor with a critic that judges something."""
    actor = ActorCritic(context.model.network)
    torch.nn.init.normal_(actor.head.weight, generator=torch.Generator().manual_seed(3))
    return actor


def test_objective(tmp_path: Path) -> None:
    """The objective on a batch with padding, and its gradient with respect to all weights, are TorchRL's."""
    context, other = work(tmp_path), work(tmp_path)
    pairs = [(d.prompt, d.completion) for d in context.dataset.train.of(Demonstration)]
    batch = collate(context.model.tokenizer, pairs, 64)
    mask = batch.completion[:, 1:].double()
    shape = mask.shape
    actor, twin_actor = critic(context), critic(other)
    judged = twin_actor.judge(batch, temperature=0.8)
    old = judged.prediction.token_log_probs().detach() + normal(*shape, seed=1, scale=0.3) * mask
    values = judged.values.detach() + normal(*shape, seed=2, scale=0.3)
    advantages, returns = normal(*shape, seed=3), normal(*shape, seed=4)
    loss = LOSSES.spec("clipped", ClippedLossConfig(0.2, 0.28))
    config = PPOConfig(loss=loss, value_weight=0.7, value_clip=0.1, temperature=0.8, max_tokens=8)
    held = Experience(batch, mask, old, values, advantages, returns, torch.zeros(shape))
    actual = ALGORITHMS.build("ppo", config, context).objective(actor, held, range(len(mask)))

    counts = mask == 1
    oracle = Actions(
        judged.prediction.logits[counts],
        judged.values[counts],
        judged.prediction.labels[counts],
        old[counts],
        values[counts],
        advantages[counts],
        returns[counts],
    )
    policy, value = oracle.losses((0.2, 0.28), 0.1)
    expected = policy + 0.7 * value / 2

    assert mask.sum().item() == actual.weight
    close(actual.loss, expected)
    close(gradient(actual.loss, actor), gradient(expected, twin_actor))
