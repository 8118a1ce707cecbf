"""The difference between the policy that samples and the policy that is trained."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from attrs import evolve

from posttrain.algorithms.grpo.config import GRPOConfig
from posttrain.algorithms.grpo.trainer import Experience, GRPOTrainer
from posttrain.algorithms.ppo.config import PPOConfig
from posttrain.algorithms.sampling import Sampler
from posttrain.context import Context
from posttrain.importance import importance
from posttrain.policy import predict
from posttrain.precision import Precision, computing
from posttrain.registries import ALGORITHMS

from .given import TASKS, context
from .rolled import rolled
from .tiny import often_ending

CONFIG = GRPOConfig(steps=1, batch_size=3, samples=4, max_tokens=5, temperature=0.7)


@pytest.fixture
def work(tmp_path: Path) -> Context:
    """With three tasks, whose completions often come to an end."""
    made = often_ending([str(task.prompt) for task in TASKS])
    return evolve(context(tmp_path, tasks=TASKS), model=made)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
def test_log_probs(work: Context, temperature: float) -> None:
    """The log-probabilities of the sampling are those of scoring, where both are in float32."""
    rollout = rolled(work.model, ["ab", "e", "fgh"], 5, [1, 2, 3], temperature)
    with torch.no_grad():
        scored = predict(work.model.network, rollout.batch, temperature).token_log_probs()

    torch.testing.assert_close(rollout.log_probs, scored, atol=1e-5, rtol=1e-5)
    assert rollout.log_probs.min() < 0


def test_greedy(work: Context) -> None:
    """Those of the likeliest tokens are the policy's, which has no temperature then."""
    rollout = rolled(work.model, ["ab", "e"], 3)
    with torch.no_grad():
        scored = predict(work.model.network, rollout.batch).token_log_probs()

    torch.testing.assert_close(rollout.log_probs, scored, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_precision(work: Context, precision: Precision) -> None:
    """Completions are sampled in the precision in which they are learnt from."""
    config = evolve(CONFIG, precision=precision)
    sampled = Sampler(config, work).sample(1)
    with torch.no_grad(), computing(precision, work.model.network.device):
        scored = predict(work.model.network, sampled.batch, 0.7).token_log_probs()
    with torch.no_grad():
        single = predict(work.model.network, sampled.batch, 0.7).token_log_probs()
    gap, other = ((sampled.log_probs - each).abs().max().item() for each in (scored, single))

    assert gap < 1e-4 if precision == "float32" else gap < other


@pytest.mark.parametrize("name", ["grpo", "ppo"])
def test_gap(work: Context, name: str) -> None:
    """How far sampling and scoring are apart is a metric of each step."""
    ppo = PPOConfig(steps=1, batch_size=3, max_tokens=5, minibatches=1)
    (ALGORITHMS.spec("grpo", CONFIG) if name == "grpo" else ALGORITHMS.spec("ppo", ppo)).build(work).train()
    found = work.journal.records[0].values["train/sampling_gap"]

    assert 0 <= found < 1e-4


def test_correction(work: Context) -> None:
    """With a cap, each token's loss counts by the truncated ratio of the two probabilities."""
    sampled = Sampler(CONFIG, work).sample(1)
    behaviour = sampled.log_probs - torch.linspace(-1, 1, sampled.log_probs.shape[1])
    rows = range(len(sampled.rewards))

    def loss(cap: float | None) -> torch.Tensor:
        trainer = GRPOTrainer(evolve(CONFIG, importance_cap=cap, reduction="token"), work)
        experience = evolve(trainer.experience(sampled, None), advantages=torch.ones(12))
        return trainer.objective(evolve(experience, behaviour=behaviour), rows).loss

    ratios = importance(sampled.log_probs, behaviour, 1.5)
    expected = -(ratios * sampled.mask).sum() / sampled.mask.sum()

    torch.testing.assert_close(loss(None), torch.tensor(-1.0))
    torch.testing.assert_close(loss(1.5), expected, atol=1e-5, rtol=1e-5)
    assert 1.5 == ratios.max()


def test_without_behaviour(work: Context) -> None:
    """Where nobody knows the probabilities of the sampling, nothing is corrected."""
    sampled = Sampler(CONFIG, work).sample(1)
    trainer = GRPOTrainer(evolve(CONFIG, importance_cap=1.0), work)
    known: Experience = trainer.experience(sampled, None)
    found = trainer.objective(evolve(known, behaviour=None), range(12))

    assert "sampling_gap" not in found.metrics
