"""Optimizers, built from their configs and doing what these say."""

from __future__ import annotations

import pytest
import torch
from torch.nn import Parameter
from torch.optim import Optimizer

from posttrain.algorithms.config import TrainingConfig
from posttrain.optimizers.config import AdafactorConfig, AdamWConfig, SGDConfig
from posttrain.registries import OPTIMIZERS
from typed_registry.config import from_mapping
from typed_registry.errors import ConfigError

START = 2.0
VALID = "'adamw', 'adafactor', 'sgd'"


def stepped(optimizer: Optimizer, weight: Parameter, steps: int = 1) -> float:
    """The weight after some steps down its square."""
    for _ in range(steps):
        optimizer.zero_grad()
        torch.autograd.backward(weight.square().sum())
        optimizer.step()
    return weight.item()


def one() -> Parameter:
    """A single weight."""
    return Parameter(torch.tensor([START]))


@pytest.mark.parametrize("name", OPTIMIZERS.list())
def test_descends(name: str) -> None:
    """Each optimizer, with its defaults, goes down."""
    weight = one()
    optimizer = OPTIMIZERS.from_mapping({"name": name}).build([weight])

    assert isinstance(optimizer, Optimizer)
    assert 0 < stepped(optimizer, weight, 5) < START


def test_sgd() -> None:
    """One step of SGD is the rate times the gradient, weight decay and momentum counted."""
    plain, decayed, moving = one(), one(), one()
    stepped(OPTIMIZERS.build("sgd", SGDConfig(lr=0.1), [plain]), plain)
    stepped(OPTIMIZERS.build("sgd", SGDConfig(lr=0.1, weight_decay=0.5), [decayed]), decayed)
    stepped(OPTIMIZERS.build("sgd", SGDConfig(lr=0.1, momentum=0.5), [moving]), moving, 2)

    assert [2 - 0.1 * 4, 2 - 0.1 * 5, 1.6 - 0.1 * (3.2 + 0.5 * 4)] == pytest.approx(
        [plain.item(), decayed.item(), moving.item()]
    )


def test_adamw() -> None:
    """The first step of AdamW is the rate, whatever the gradient, after decay of the weight by itself."""
    weight = one()
    built = OPTIMIZERS.build("adamw", AdamWConfig(lr=0.1, weight_decay=0.5), [weight])

    assert 2 * (1 - 0.1 * 0.5) - 0.1 == pytest.approx(stepped(built, weight))


def test_adamw_settings() -> None:
    """Every setting of the config reaches torch."""
    config = AdamWConfig(lr=0.1, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.2)
    group = OPTIMIZERS.build("adamw", config, [one()]).param_groups[0]

    assert (0.1, (0.8, 0.95), 1e-6, 0.2) == tuple(
        group[key] for key in ("lr", "betas", "eps", "weight_decay")
    )


def test_adafactor_settings() -> None:
    """Every setting of the config reaches torch; `clip` is what torch calls d."""
    config = AdafactorConfig(lr=0.1, beta2_decay=-0.5, clip=2.0, weight_decay=0.2)
    group = OPTIMIZERS.build("adafactor", config, [one()]).param_groups[0]

    assert (0.1, -0.5, 2.0, 0.2) == tuple(group[key] for key in ("lr", "beta2_decay", "d", "weight_decay"))


def test_sgd_settings() -> None:
    """Every setting of the config reaches torch."""
    config = SGDConfig(lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.2)
    group = OPTIMIZERS.build("sgd", config, [one()]).param_groups[0]

    assert (0.1, 0.9, True, 0.2) == tuple(
        group[key] for key in ("lr", "momentum", "nesterov", "weight_decay")
    )


def test_fresh_each_time() -> None:
    """Two optimizers of one choice share no state."""
    spec = OPTIMIZERS.spec("adamw", AdamWConfig(lr=0.1))
    first, second = one(), one()

    assert stepped(spec.build([first]), first) == stepped(spec.build([second]), second)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"name": "adamw", "lr": 0}, "optimizer.lr: got 0 (int): 'lr' must be > 0: 0.0"),
        (
            {"name": "adamw", "betas": [0.9, 1.0]},
            "optimizer.betas: got a list of 2: 'betas' must be < 1: 1.0",
        ),
        (
            {"name": "adamw", "betas": [0.9]},
            "optimizer.betas: expected tuple[float, float], got a list of 1",
        ),
        ({"name": "adamw", "eps": -1e-8}, "optimizer.eps: got -1e-08 (float): 'eps' must be > 0: -1e-08"),
        (
            {"name": "sgd", "momentum": 1},
            "optimizer.momentum: got 1 (int): 'momentum' must be < 1: 1.0",
        ),
        ({"name": "sgd", "nesterov": True}, "optimizer: nesterov needs a momentum above 0"),
        (
            {"name": "adafactor", "beta2_decay": 0.8},
            "optimizer.beta2_decay: got 0.8 (float): 'beta2_decay' must be < 0: 0.8",
        ),
        (
            {"name": "adam"},
            "optimizer.name: optimizers has no 'adam'; did you mean 'adamw'? valid: " + VALID,
        ),
        (
            {"name": "sgd", "betas": [0.9, 0.99]},
            (
                "optimizer.betas: unknown key of sgd (optimizers); "
                "valid: 'lr', 'momentum', 'nesterov', 'weight_decay'"
            ),
        ),
    ],
)
def test_refused(given: dict[str, object], text: str) -> None:
    """A setting that no optimizer could use is refused while the config is read."""
    with pytest.raises(ConfigError) as caught:
        from_mapping(TrainingConfig, {"optimizer": given})

    assert text == str(caught.value)
