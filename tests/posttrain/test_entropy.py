"""The policy's entropy as a term of the loss."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from attrs import evolve

from posttrain.algorithms.grpo.config import GRPOConfig
from posttrain.algorithms.grpo.trainer import GRPOTrainer
from posttrain.algorithms.learner import Objective
from posttrain.algorithms.ppo.config import PPOConfig
from posttrain.algorithms.ppo.critic import ActorCritic
from posttrain.algorithms.ppo.trainer import PPOTrainer
from posttrain.algorithms.sampling import Sampler
from posttrain.context import Context
from posttrain.policy import predict

from .given import TASKS, context

GRPO = GRPOConfig(batch_size=3, samples=2, max_tokens=5, temperature=0.7, reduction="token", beta=0.1)
PPO = PPOConfig(batch_size=3, minibatches=1, max_tokens=5, temperature=0.7)


def objective(work: Context, config: GRPOConfig | PPOConfig) -> Objective:
    """Return the objective of the completions of the first step."""
    sampled = Sampler(config, work).sample(1)
    rows = range(len(sampled.rewards))
    if isinstance(config, GRPOConfig):
        grpo = GRPOTrainer(config, work)
        return grpo.objective(grpo.experience(sampled, None), rows)
    ppo, actor = PPOTrainer(config, work), ActorCritic(work.model.network)
    return ppo.objective(actor, ppo.experience(sampled, actor, None), rows)


def gradient(work: Context, loss: torch.Tensor) -> torch.Tensor:
    """Return the gradient of a loss with respect to the model's weights, in one row."""
    weights = [*work.model.network.parameters()]
    return torch.cat([each.flatten() for each in torch.autograd.grad(loss, weights)])


@pytest.mark.parametrize("config", [GRPO, PPO])
def test_term(tmp_path: Path, config: GRPOConfig | PPOConfig) -> None:
    """The mean entropy of the tokens, by its weight, is taken from the loss, and from its gradient."""
    work = context(tmp_path, tasks=TASKS)
    without, found = objective(work, config), objective(work, evolve(config, entropy_weight=0.5))
    sampled = Sampler(config, work).sample(1)
    logits = predict(work.model.network, sampled.batch, config.temperature)
    mean = logits.entropies().sum() / sampled.mask.sum()

    torch.testing.assert_close(found.loss, without.loss - 0.5 * mean)
    assert found.metrics["entropy"].value == pytest.approx(mean.item(), rel=1e-5)
    assert found.metrics == without.metrics
    expected = gradient(work, without.loss) - 0.5 * gradient(work, mean)
    torch.testing.assert_close(gradient(work, found.loss), expected, atol=1e-6, rtol=1e-4)
