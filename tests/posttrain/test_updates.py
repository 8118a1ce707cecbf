"""The updates of a step of PPO or GRPO: which completions each learns from, and what it leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import pytest
import torch
from attrs import evolve

from posttrain.algorithms.dpo.config import DPOConfig
from posttrain.algorithms.grpo.config import GRPOConfig
from posttrain.algorithms.grpo.trainer import GRPOTrainer
from posttrain.algorithms.learner import RATE, Learner, Objective
from posttrain.algorithms.ppo.config import PPOConfig
from posttrain.algorithms.ppo.critic import ActorCritic
from posttrain.algorithms.ppo.trainer import Experience, PPOTrainer
from posttrain.algorithms.sampling import Sampled, Sampler, learn
from posttrain.context import Context
from posttrain.example import Preference
from posttrain.group import Group
from posttrain.losses.clipped import ClippedLoss
from posttrain.models.config import LoRAConfig
from posttrain.registries import ALGORITHMS, MODELS, REWARDS
from posttrain.rewards.config import LengthConfig

from .given import PREFERENCES, TASKS, context
from .tiny import SIZE, often_ending

SHORT = REWARDS.spec("length", LengthConfig(longest=1, margin=4))
PPO = PPOConfig(steps=1, batch_size=6, samples=2, max_tokens=4, epochs=3, minibatches=3, reward=SHORT)


@pytest.fixture
def work(tmp_path: Path) -> Context:
    """With three tasks, whose completions often come to an end."""
    made = often_ending([str(task.prompt) for task in TASKS])
    return evolve(context(tmp_path, tasks=TASKS), model=made)


def seen(work: Context, config: PPOConfig, monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """The rows that each update of a step learns from."""
    rows: list[list[int]] = []

    def update(self: Learner, items: Sequence[int], objective: object) -> dict[str, float]:
        del self, objective
        rows.append([*items])
        return {"loss": float(len(rows)), RATE: float(len(rows))}

    monkeypatch.setattr(Learner, "update", update)
    sampled = Sampler(config, work).sample(1)
    learner = Learner(config, work, updates=9)
    metrics = learn(config, work, learner, sampled, lambda _: Objective(torch.zeros(())))

    assert {"loss": (len(rows) + 1) / 2, RATE: float(len(rows))} == metrics
    return rows


def test_partitions(work: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each epoch divides the prompts anew, with their completions together; metrics are means."""
    rows = seen(work, PPO, monkeypatch)
    epochs = [rows[start : start + 3] for start in (0, 3, 6)]

    assert [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]] == epochs[0]
    assert all(sorted(chain(*epoch)) == [*range(12)] for epoch in epochs)
    assert all(row % 2 == 0 and row + 1 in update for update in rows for row in update[::2])
    assert 3 == len({str(sorted(map(sorted, epoch))) for epoch in epochs})
    assert rows == seen(work, PPO, monkeypatch)


@pytest.mark.parametrize("rank", [0, 1])
def test_partitions_of_processes(work: Context, monkeypatch: pytest.MonkeyPatch, rank: int) -> None:
    """Several processes divide the prompts as one does; one that has none of a minibatch takes part in it."""
    whole = seen(work, PPO, monkeypatch)
    shared = seen(evolve(work, group=Group(rank, 2)), PPO, monkeypatch)
    own = [[row for row in update if row // 2 % 2 == rank] for update in whole]
    local = [[row // 4 * 2 + row % 2 for row in update] for update in own]

    assert [update or [0] for update in local] == shared


def experienced(work: Context, config: PPOConfig) -> tuple[Sampled, Experience, Experience]:
    """Rollouts, what the config makes of them, and what the same does without its setting."""
    sampled = Sampler(config, work).sample(1)
    actor = ActorCritic(work.model.network)
    torch.nn.init.constant_(actor.head.bias, 5.0)
    plain = evolve(config, bootstrap_unfinished=False, drop_unfinished=False)
    found, without = (PPOTrainer(each, work).experience(sampled, actor, None) for each in (config, plain))
    assert {0.0, 1.0} == {*sampled.ended.tolist()}
    return sampled, found, without


def test_bootstrap(work: Context) -> None:
    """A completion that was cut off is worth what the critic expects, one that has ended its reward."""
    config = evolve(PPO, bootstrap_unfinished=True, whiten=False, lam=1.0, beta=0.0)
    sampled, found, without = experienced(work, config)
    last = (found.mask.cumsum(dim=1) * found.mask).argmax(dim=1)
    returns, plain = (each.returns.gather(1, last.unsqueeze(1)).squeeze(1) for each in (found, without))
    cut = sampled.ended == 0

    assert sampled.rewards.equal(plain)
    assert sampled.rewards[~cut].equal(returns[~cut])
    assert [5.0] * int(cut.sum()) == returns[cut].tolist()


def test_drop(work: Context) -> None:
    """A completion that was cut off is left out of the loss, and of the advantages' mean."""
    sampled, found, without = experienced(work, evolve(PPO, drop_unfinished=True, beta=0.0))

    assert (without.mask * sampled.ended.unsqueeze(1)).equal(found.mask)
    assert abs((found.advantages * found.mask).sum().item()) < 1e-4


@pytest.mark.parametrize("name", ["grpo", "ppo"])
def test_penalty(work: Context, name: str) -> None:
    """A completion that was cut off has a penalty taken from its reward."""
    config = GRPOConfig(batch_size=6, samples=2, max_tokens=4, reward=SHORT) if name == "grpo" else PPO
    strict = evolve(config, missing_end_penalty=0.25)
    plain, found = (Sampler(each, work).sample(1) for each in (config, strict))

    torch.testing.assert_close(plain.rewards - 0.25 * (1 - plain.ended), found.rewards)
    assert {0.0, 1.0} == {*plain.ended.tolist()}


def test_no_reference(work: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a price for divergence there is no reference model, and no metric of the divergence."""
    from posttrain.algorithms.ppo import trainer

    monkeypatch.setattr(trainer, "Reference", None)
    ALGORITHMS.spec("ppo", evolve(PPO, beta=0.0)).build(work).train()

    assert "train/kl" not in work.journal.records[0].values


@pytest.mark.parametrize("dropout", [True, False])
@pytest.mark.parametrize("name", ["grpo", "ppo"])
def test_first_ratios(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, *, dropout: bool) -> None:
    """The policy that learns first is the one that was scored, unless dropout is asked for."""
    made = MODELS.build("lora", LoRAConfig(MODELS.spec("transformer", SIZE), dropout=0.5))
    with torch.no_grad():
        for weight in made.network.parameters():
            if weight.requires_grad:
                weight.add_(0.3)
    work = evolve(context(tmp_path, tasks=TASKS), model=made)
    ratios: list[torch.Tensor] = []

    def loss(
        self: ClippedLoss,
        log_probs: torch.Tensor,
        old: torch.Tensor,
        advantages: torch.Tensor,
        mask: torch.Tensor,
    ) -> torch.Tensor:
        del self, advantages, mask
        ratios.append((log_probs - old).exp().detach())
        return 0 * log_probs

    config: GRPOConfig | PPOConfig = evolve(PPO, dropout=dropout)
    if name == "grpo":
        config = GRPOConfig(steps=1, batch_size=3, samples=2, max_tokens=4, epochs=2, dropout=dropout)
    monkeypatch.setattr(ClippedLoss, "__call__", loss)
    (GRPOTrainer(config, work) if isinstance(config, GRPOConfig) else PPOTrainer(config, work)).train()
    away = (ratios[0] - 1).abs().max().item()

    assert (away > 0.05) if dropout else (away < 1e-5)


@pytest.mark.parametrize("dropout", [True, False])
def test_preferences_without_dropout(tmp_path: Path, *, dropout: bool) -> None:
    """DPO's policy is its reference at first, unless dropout is asked for."""
    made = MODELS.build("lora", LoRAConfig(MODELS.spec("transformer", SIZE), dropout=0.5))
    with torch.no_grad():
        for weight in made.network.parameters():
            if weight.requires_grad:
                weight.add_(0.3)
    work = evolve(context(tmp_path, preferences=PREFERENCES), model=made)
    ALGORITHMS.spec("dpo", DPOConfig(steps=1, batch_size=2, dropout=dropout)).build(work).train()
    margin = work.journal.records[0].values["train/reward_margin"]

    assert len(work.dataset.train.of(Preference)) == 2
    assert dropout == (margin != 0.0)
