"""The algorithms on two examples: what they minimise, and how an update changes the weights."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, logsigmoid

from posttrain.algorithms.dpo.config import DPOConfig
from posttrain.algorithms.sft.config import SFTConfig
from posttrain.context import Context
from posttrain.errors import MissingExamplesError
from posttrain.protocols import Model
from posttrain.reference import Reference
from posttrain.registries import ALGORITHMS, OPTIMIZERS, SCHEDULERS

from .direct import completion, likelihood
from .given import DEMONSTRATIONS, PREFERENCES, context

FLAT = SCHEDULERS.spec("constant")


def differences(made: Model) -> Tensor:
    """By how much each chosen completion is more likely than the rejected one."""
    pairs = [
        (likelihood(made, p.prompt, p.chosen), likelihood(made, p.prompt, p.rejected)) for p in PREFERENCES
    ]
    return torch.stack([chosen - rejected for chosen, rejected in pairs]).detach()


def weights(work: Context) -> Tensor:
    """The model's weights in one row, as they are now."""
    return torch.cat([weight.detach().flatten() for weight in work.model.network.parameters()])


def test_sft_objective(tmp_path: Path) -> None:
    """Fine-tuning minimises the mean over all completion tokens of a batch, whatever row they are in."""
    work = context(tmp_path)
    parts = [completion(work.model, d.prompt, d.completion) for d in DEMONSTRATIONS]
    expected = cross_entropy(torch.cat([p[0] for p in parts]), torch.cat([p[1] for p in parts]))
    objective = ALGORITHMS.build("sft", SFTConfig(), work).objective([*DEMONSTRATIONS])

    torch.testing.assert_close(objective.loss, expected)
    assert {} == objective.metrics


def test_dpo_objective(tmp_path: Path) -> None:
    """DPO minimises its loss of the log ratios to the reference model."""
    work = context(tmp_path)
    trainer = ALGORITHMS.build("dpo", DPOConfig(beta=0.3), work)
    reference = Reference.of(work.model.network)
    before = differences(work.model)
    with torch.no_grad():
        for weight in work.model.network.parameters():
            weight.mul_(1.5)
    margins = differences(work.model) - before
    objective = trainer.objective(reference, [*PREFERENCES])

    torch.testing.assert_close(objective.loss, -logsigmoid(0.3 * margins).mean())
    assert {
        "reward_margin": pytest.approx(0.3 * margins.mean().item(), rel=1e-4),
        "reward_accuracy": (margins > 0).float().mean().item(),
    } == {name: mean.value for name, mean in objective.metrics.items()}


@pytest.mark.parametrize("name", ["sft", "dpo"])
def test_clipped(tmp_path: Path, name: str) -> None:
    """A gradient is scaled down to the norm that the config allows, and the update is as long."""
    work = context(tmp_path)
    before = weights(work)
    plain = {"name": "sgd", "lr": 0.5}
    spec = ALGORITHMS.from_mapping(
        {"name": name, "steps": 1, "max_grad_norm": 1e-3, "optimizer": plain, "scheduler": "constant"}
    )
    spec.build(work).train()
    moved = (weights(work) - before).square().sum().sqrt().item()

    assert 0.5 * 1e-3 == pytest.approx(moved, rel=1e-2)


def test_sft_learns(tmp_path: Path) -> None:
    """Enough updates make a few demonstrations certain."""
    work = context(tmp_path)
    config = SFTConfig(
        steps=60,
        batch_size=2,
        optimizer=OPTIMIZERS.from_mapping({"name": "adamw", "lr": 0.02}),
        scheduler=FLAT,
    )
    ALGORITHMS.build("sft", config, work).train()
    last = work.journal.records[-1].values

    assert last["eval/loss"] < 0.05
    assert 1.0 == last["eval/token_accuracy"]


def test_dpo_learns(tmp_path: Path) -> None:
    """A few updates prefer the chosen completions to the rejected ones."""
    work = context(tmp_path)
    config = DPOConfig(
        steps=20,
        batch_size=2,
        optimizer=OPTIMIZERS.from_mapping({"name": "adamw", "lr": 0.01}),
        scheduler=FLAT,
    )
    ALGORITHMS.build("dpo", config, work).train()
    last = work.journal.records[-1].values

    assert 1.0 == last["eval/preference_accuracy"]
    assert last["eval/preference_margin"] > 5.0


def test_no_demonstrations(tmp_path: Path) -> None:
    """Fine-tuning says what it needs, before it starts."""
    with pytest.raises(MissingExamplesError) as caught:
        ALGORITHMS.build("sft", SFTConfig(), context(tmp_path, demonstrations=()))

    assert "sft learns from demonstrations, and the dataset has none; it has 2 preferences" == str(
        caught.value
    )
    assert ("sft", "demonstrations") == (caught.value.algorithm, caught.value.needed)


def test_no_preferences(tmp_path: Path) -> None:
    """So does DPO."""
    with pytest.raises(MissingExamplesError) as caught:
        ALGORITHMS.build("dpo", DPOConfig(), context(tmp_path, preferences=()))

    assert "dpo learns from preferences, and the dataset has none; it has 2 demonstrations" == str(
        caught.value
    )
