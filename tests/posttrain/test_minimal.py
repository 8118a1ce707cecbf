"""GRPO in one file: it minimises what the component does, and it learns."""

from __future__ import annotations

import copy
import random
from pathlib import Path

import torch

from posttrain.algorithms.grpo.config import GRPOConfig
from posttrain.algorithms.sampling import Sampled
from posttrain.batch import Batch
from posttrain.context import Context
from posttrain.example import Split, Task
from posttrain.journal import Journal
from posttrain.minimal import (
    BETA,
    PROMPT,
    advantages,
    completion_mask,
    grpo_loss,
    imitate,
    new_policy,
    reinforce,
    rewards,
    sample,
    task,
    token_log_probs,
)
from posttrain.models.causal import CausalModel
from posttrain.reference import Reference
from posttrain.registries import ALGORITHMS

from .given import Given
from .small import quiet
from .tiny import model

GROUP = 4


def rollouts(reward: torch.Tensor, rows: torch.Tensor, log_probs: torch.Tensor) -> Sampled:
    """The rows of the file's own sampling, as the component's sampler would give them."""
    counted = completion_mask(rows).long()
    completion = torch.cat([torch.zeros(len(rows), 1, dtype=torch.long), counted], dim=1)
    batch = Batch(rows, torch.ones_like(rows), completion)
    places = tuple(range(len(rows) // GROUP))
    return Sampled(batch, reward, torch.ones(len(rows)), {}, log_probs, places, GROUP)


def test_same_loss(tmp_path: Path) -> None:
    """On the same rollouts, with a policy that has moved on, the losses and gradients are the same."""
    random.seed(1)
    torch.manual_seed(1)
    policy = new_policy()
    asked, wanted = zip(*(task() for _ in range(3)), strict=True)
    rows = sample(policy, torch.tensor(asked).repeat_interleave(GROUP, dim=0))
    reward = torch.rand(len(rows))
    before, old = copy.deepcopy(policy), token_log_probs(policy, rows).detach()
    assert len(rewards(rows[:, PROMPT:], wanted)) == len(rows)

    work = Context(
        CausalModel(policy, model().tokenizer),
        Given(Split([Task("a", {"answer": "b"})])),
        Journal(tmp_path / "metrics.jsonl", quiet()),
        "grpo",
        0,
    )
    config = GRPOConfig(samples=GROUP, beta=BETA, epochs=2)
    trainer = ALGORITHMS.build("grpo", config, work)
    experience = trainer.experience(rollouts(reward, rows, old), Reference.of(policy))
    with torch.no_grad():
        for weight in policy.parameters():
            weight.mul_(1.2)
    ours = trainer.objective(experience, range(len(rows))).loss
    plain = grpo_loss(
        token_log_probs(policy, rows),
        old,
        token_log_probs(before, rows).detach(),
        advantages(reward, GROUP),
        completion_mask(rows),
    )
    weights = [*policy.parameters()]

    torch.testing.assert_close(ours, plain)
    for one, other in zip(
        torch.autograd.grad(ours, weights), torch.autograd.grad(plain, weights), strict=True
    ):
        torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-6)


def test_learns() -> None:
    """A few steps raise the reward."""
    random.seed(0)
    torch.manual_seed(0)
    policy = new_policy()
    imitate(policy, 50)
    before = reinforce(policy, 1)

    assert reinforce(policy, 50) > before + 0.05
