"""What changes memory and time must not change the update; and what a name gives is what its class gives."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import torch
from attrs import evolve
from rich.console import Console
from torch import Tensor

from posttrain.algorithms.config import TrainingConfig
from posttrain.algorithms.dpo.config import DPOConfig
from posttrain.algorithms.dpo.trainer import DPOTrainer
from posttrain.algorithms.grpo.config import GRPOConfig
from posttrain.algorithms.grpo.trainer import GRPOTrainer
from posttrain.algorithms.ppo.config import PPOConfig
from posttrain.algorithms.ppo.trainer import PPOTrainer
from posttrain.algorithms.sft.config import SFTConfig
from posttrain.algorithms.sft.trainer import SFTTrainer
from posttrain.context import Context
from posttrain.journal import Journal
from posttrain.protocols import Trainer
from posttrain.registries import ALGORITHMS, OPTIMIZERS, REWARDS, SCHEDULERS
from posttrain.rewards.config import LengthConfig
from typed_registry import Spec

from .given import TASKS, context
from .tiny import often_ending

STEPS = 3
FLAT = SCHEDULERS.spec("constant")
FAST = OPTIMIZERS.from_mapping({"name": "adamw", "lr": 0.01})
SHORT = REWARDS.spec("length", LengthConfig(longest=0, margin=4))
SFT = SFTConfig(steps=STEPS, batch_size=8, optimizer=FAST, scheduler=FLAT)
DPO = DPOConfig(steps=STEPS, batch_size=8, optimizer=FAST, scheduler=FLAT)
GRPO = GRPOConfig(
    steps=STEPS,
    batch_size=2,
    samples=4,
    max_tokens=4,
    beta=0.1,
    reward=SHORT,
    reduction="token",
    drop_unfinished=True,
    optimizer=FAST,
    scheduler=FLAT,
)
PPO = PPOConfig(
    steps=STEPS, batch_size=2, samples=4, max_tokens=4, reward=SHORT, optimizer=FAST, scheduler=FLAT
)
CONFIGS: dict[str, TrainingConfig] = {"sft": SFT, "dpo": DPO, "grpo": GRPO, "ppo": PPO}
EACH = pytest.mark.parametrize("name", CONFIGS)


def work(folder: Path) -> Context:
    """A model in float64 whose completions often come to an end, and examples of each kind."""
    made = single(folder)
    made.model.network.double()
    return made


def single(folder: Path) -> Context:
    """The same in float32."""
    return evolve(context(folder, tasks=TASKS), model=often_ending([str(task.prompt) for task in TASKS]))


def weights(of: Context) -> Tensor:
    """The model's weights in one row."""
    return torch.cat([weight.detach().flatten() for weight in of.model.network.parameters()])


def spec(config: TrainingConfig) -> Spec[Trainer, [Context]]:
    """The algorithm by its name, with this config."""
    if isinstance(config, SFTConfig):
        return ALGORITHMS.spec("sft", config)
    if isinstance(config, DPOConfig):
        return ALGORITHMS.spec("dpo", config)
    if isinstance(config, GRPOConfig):
        return ALGORITHMS.spec("grpo", config)
    assert isinstance(config, PPOConfig)
    return ALGORITHMS.spec("ppo", config)


def trained(folder: Path, config: TrainingConfig) -> Tensor:
    """The weights that the algorithm with this config comes to."""
    return weights(after(folder, config))


def after(folder: Path, config: TrainingConfig) -> Context:
    """The context that the algorithm with this config has worked on."""
    made = work(folder)
    spec(config).build(made).train()
    return made


@EACH
def test_micro_batches(tmp_path: Path, name: str) -> None:
    """Gradients of a batch's examples one by one add up to the update of all at once, and so do metrics."""
    config = CONFIGS[name]
    before = weights(work(tmp_path))
    runs = [after(tmp_path, evolve(config, micro_batch_size=size)) for size in (None, 1, 3)]
    whole, parts, uneven = map(weights, runs)

    torch.testing.assert_close(parts, whole, atol=1e-6, rtol=0)
    torch.testing.assert_close(uneven, whole, atol=1e-6, rtol=0)
    assert (whole - before).abs().max() > 0.01
    for records in zip(*(run.journal.records for run in runs), strict=True):
        first, *others = (record.values for record in records)
        assert all(pytest.approx(first, rel=1e-4, abs=1e-5, nan_ok=True) == each for each in others)


@EACH
def test_gradient_checkpointing(tmp_path: Path, name: str) -> None:
    """Computing activations again changes nothing."""
    config = CONFIGS[name]
    expected = trained(tmp_path, config)
    actual = trained(tmp_path, evolve(config, gradient_checkpointing=True))

    torch.testing.assert_close(actual, expected, atol=1e-6, rtol=0)


@EACH
def test_precision(tmp_path: Path, name: str) -> None:
    """In bfloat16 the weights stay in float32, and come near to where they come without it."""
    found: list[Tensor] = []
    config = evolve(CONFIGS[name], steps=1)
    for precision in ("float32", "bfloat16"):
        made = single(tmp_path)
        spec(evolve(config, precision=precision)).build(made).train()
        found.append(weights(made))
    expected, actual = found

    assert torch.float32 == actual.dtype
    assert not actual.equal(expected)
    assert torch.isfinite(actual).all()
    assert (actual - expected).abs().max() < 2 * 0.01 * 4  # four updates of PPO at most, which may go apart


def test_same_precision(tmp_path: Path) -> None:
    """In bfloat16, too, a policy that hasn't moved is the one that has sampled.

    All ratios are 1, so that the policy's loss is the mean of whitened advantages.
    """
    made = single(tmp_path)
    PPOTrainer(evolve(PPO, steps=1, precision="bfloat16", epochs=1, minibatches=1), made).train()

    assert 0.0 == pytest.approx(made.journal.records[0].values["train/policy_loss"], abs=1e-6)


def test_nothing_counts(tmp_path: Path) -> None:
    """A batch of which nothing counts changes nothing, and its loss is 0."""
    made = context(tmp_path, tasks=TASKS)
    before = weights(made)
    flat = OPTIMIZERS.from_mapping({"name": "sgd", "lr": 1.0})
    config = evolve(GRPO, steps=1, max_tokens=1, temperature=0.01, beta=0.0, optimizer=flat)
    ALGORITHMS.build("grpo", config, made).train()
    first = made.journal.records[0].values

    assert (0.0, 0.0, 0.0) == (first["train/ended"], first["train/loss"], first["train/grad_norm"])
    assert before.equal(weights(made))


@EACH
def test_by_hand(tmp_path: Path, name: str) -> None:
    """An algorithm by its name and settings is its class with its config, to the last bit."""
    expected = trained(tmp_path, CONFIGS[name])
    made = work(tmp_path)
    by_hand: dict[str, Trainer] = {
        "sft": SFTTrainer(SFT, made),
        "dpo": DPOTrainer(DPO, made),
        "grpo": GRPOTrainer(GRPO, made),
        "ppo": PPOTrainer(PPO, made),
    }
    by_hand[name].train()

    assert expected.equal(weights(made))


@pytest.mark.parametrize(("warmup", "is_said"), [(1, False), (2, True)])
def test_warm_up(tmp_path: Path, warmup: int, *, is_said: bool) -> None:
    """It is said if a stage has too few updates for the learning rate to come to the optimizer's."""
    out, work = io.StringIO(), context(tmp_path)
    journal = Journal(work.journal.file, Console(file=out, width=200))
    settings = {"steps": 2, "batch_size": 2, "scheduler": {"name": "linear", "warmup_steps": warmup}}
    ALGORITHMS.from_mapping({"name": "sft", **settings}).build(evolve(work, journal=journal)).train()

    said = (
        "stage: the learning rate warms up over 2 updates, and there are 2, so that it never comes to the "
        "optimizer's; to reach it, lower the scheduler's warmup_steps\n"
    )
    assert is_said == (said in out.getvalue())
