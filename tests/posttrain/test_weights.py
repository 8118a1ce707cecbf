"""The weights that are trained: their copies in float32, and their state."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from attrs import evolve
from torch import Tensor

from posttrain.algorithms.sft.config import SFTConfig
from posttrain.context import Context
from posttrain.example import Demonstration
from posttrain.models.config import LoRAConfig
from posttrain.registries import ALGORITHMS, MODELS, OPTIMIZERS, SCHEDULERS
from posttrain.weights import MasterWeights, load_trained_state, trained_state

from .given import context
from .tiny import SIZE, model

STEPS = 50
CONFIG = SFTConfig(
    steps=STEPS,
    batch_size=2,
    evaluate_every=STEPS,
    optimizer=OPTIMIZERS.from_mapping({"name": "adamw", "lr": 1e-5, "weight_decay": 0.0}),
    scheduler=SCHEDULERS.spec("constant"),
)


def work(folder: Path, dtype: torch.dtype) -> Context:
    """A model of this precision, whose weights are numbers in bfloat16 in any case."""
    made = model()
    torch.nn.Module.to(made.network.bfloat16(), dtype)
    return evolve(context(folder), model=made)


def weights(of: Context) -> Tensor:
    """The weights in one row, in float32."""
    return torch.cat([weight.detach().flatten().float() for weight in of.model.network.parameters()])


def test_small_updates(tmp_path: Path) -> None:
    """Small updates of weights in bfloat16 add up: 50 steps move as many of them as in float32."""
    half, single = work(tmp_path, torch.bfloat16), work(tmp_path, torch.float32)
    before = weights(half)
    for each in (half, single):
        ALGORITHMS.build("sft", CONFIG, each).train()
    expected = (weights(single).bfloat16().float() != before).float().mean().item()
    actual = (weights(half) != before).float().mean().item()

    assert {torch.bfloat16} == {weight.dtype for weight in half.model.network.parameters()}
    assert expected > 0.5
    assert expected == pytest.approx(actual, abs=0.05)


def test_without_copies(tmp_path: Path) -> None:
    """Without copies in float32, most of these updates would be lost."""
    half = work(tmp_path, torch.bfloat16)
    before = weights(half)
    optimizer = torch.optim.AdamW(half.model.network.parameters(), lr=1e-5, weight_decay=0.0)
    trainer = ALGORITHMS.build("sft", CONFIG, half)
    for _ in range(STEPS):
        optimizer.zero_grad()
        torch.autograd.backward(trainer.objective(half.dataset.train.of(Demonstration)).loss)
        optimizer.step()

    assert (weights(half) != before).float().mean().item() < 0.3


def test_micro_batches() -> None:
    """Gradients of weights in bfloat16 are added up in float32."""
    module = torch.nn.Linear(1, 1, bias=False).bfloat16()
    masters = MasterWeights(module)
    for value in (256.0, 1.0, 1.0):
        module.weight.grad = torch.full_like(module.weight, value)
        masters.collect_gradients()

    assert [258.0] == [float(torch.as_tensor(weight.grad)) for weight in masters.updated]
    assert module.weight.grad is None


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_no_copies(dtype: torch.dtype) -> None:
    """Weights in float32 or more are updated themselves."""
    module = torch.nn.Linear(1, 1).to(dtype)
    masters = MasterWeights(module)

    assert all(own is updated for own, updated in zip(module.parameters(), masters.updated, strict=True))
    assert [] == masters.state()


def test_adapters() -> None:
    """The state of a model with adapters is that of the adapters."""
    adapted = MODELS.build("lora", LoRAConfig(MODELS.spec("transformer", SIZE), rank=2)).network
    trained = [weight for weight in adapted.parameters() if weight.requires_grad]
    state = {name: value.clone() for name, value in trained_state(adapted).items()}
    before = [weight.detach().clone() for weight in trained]
    with torch.no_grad():
        for weight in trained:
            weight.add_(1.0)
    load_trained_state(adapted, state)

    assert sum(weight.numel() for weight in trained) == sum(value.numel() for value in state.values())
    assert all(torch.equal(old, now) for old, now in zip(before, trained, strict=True))


@pytest.mark.parametrize("extra", [True, False])
def test_other_module(*, extra: bool) -> None:
    """The state of another module is refused."""
    module = torch.nn.Linear(2, 2)
    state = {**module.state_dict(), "other": torch.ones(1)} if extra else {}
    with pytest.raises(ValueError, match="missing or unknown"):
        load_trained_state(module, state)
