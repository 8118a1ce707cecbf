"""Schedules: the rate of every update against its formula."""

from __future__ import annotations

from math import cos, pi

import pytest
import torch
from torch.nn import Parameter
from torch.optim import SGD, Optimizer

from posttrain.algorithms.config import TrainingConfig
from posttrain.protocols import Scheduler
from posttrain.registries import SCHEDULERS
from posttrain.schedulers.config import ConstantConfig, CosineConfig, LinearConfig
from typed_registry import Spec
from typed_registry.config import from_mapping
from typed_registry.errors import ConfigError

FULL = 0.5
VALID = "'constant', 'linear', 'cosine'"


def rates(spec: Spec[Scheduler, [Optimizer, int]], steps: int) -> list[float]:
    """The rate that each of these updates uses."""
    optimizer = SGD([Parameter(torch.zeros(1))], lr=FULL)
    scheduler = spec.build(optimizer, steps)
    used: list[float] = []
    for _ in range(steps):
        used.append(float(optimizer.param_groups[0]["lr"]))
        optimizer.step()
        scheduler.step()
    return used


def test_constant() -> None:
    """The rate stays what it is."""
    assert [FULL] * 5 == rates(SCHEDULERS.spec("constant"), 5)


@pytest.mark.parametrize("name", SCHEDULERS.list())
def test_warmup(name: str) -> None:
    """Each schedule rises in equal parts, starts above 0, and reaches the full rate after the warm-up."""
    expected = [FULL * share for share in (1 / 5, 2 / 5, 3 / 5, 4 / 5, 1)]

    assert expected == pytest.approx(
        rates(SCHEDULERS.from_mapping({"name": name, "warmup_steps": 4}), 20)[:5]
    )


@pytest.mark.parametrize("final", [0.0, 0.25, 1.0])
def test_linear(final: float) -> None:
    """The rate falls by the same amount each update, towards its final share."""
    expected = [FULL * (1 - (1 - final) * step / 8) for step in range(8)]

    assert expected == pytest.approx(rates(SCHEDULERS.spec("linear", LinearConfig(0, final)), 8))


@pytest.mark.parametrize(("final", "cycles"), [(0.1, 0.5), (0.0, 0.5), (0.2, 1.5)])
def test_cosine(final: float, cycles: float) -> None:
    """The rate follows a cosine between its full value and its final share."""
    waves = [(1 + cos(2 * pi * cycles * step / 8)) / 2 for step in range(8)]
    expected = [FULL * (final + (1 - final) * wave) for wave in waves]

    assert expected == pytest.approx(rates(SCHEDULERS.spec("cosine", CosineConfig(0, final, cycles)), 8))


def test_after_warmup() -> None:
    """What follows the warm-up is the whole schedule, over the updates that are left."""
    expected = [FULL * (1 - step / 6) for step in range(6)]

    assert expected == pytest.approx(rates(SCHEDULERS.spec("linear", LinearConfig(4, 0.0)), 10)[4:])


@pytest.mark.parametrize("name", SCHEDULERS.list())
def test_warmup_only(name: str) -> None:
    """A run that ends within the warm-up rises to its end."""
    expected = [FULL * (step + 1) / 11 for step in range(5)]

    assert expected == pytest.approx(rates(SCHEDULERS.from_mapping({"name": name, "warmup_steps": 10}), 5))


def test_beyond_the_end() -> None:
    """Updates past the planned end keep the final rate."""
    optimizer = SGD([Parameter(torch.zeros(1))], lr=FULL)
    scheduler = SCHEDULERS.build("linear", LinearConfig(0, 0.5), optimizer, 2)
    for _ in range(4):
        optimizer.step()
        scheduler.step()

    assert FULL * 0.5 == pytest.approx(optimizer.param_groups[0]["lr"])


def test_constant_with_warmup() -> None:
    """The constant schedule warms up when it is asked to."""
    assert [FULL / 2, FULL, FULL] == rates(SCHEDULERS.spec("constant", ConstantConfig(warmup_steps=1)), 3)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (
            {"name": "constant", "warmup_steps": -1},
            "scheduler.warmup_steps: got -1 (int): 'warmup_steps' must be >= 0: -1",
        ),
        ({"name": "linear", "final": 1.5}, "scheduler.final: got 1.5 (float): 'final' must be <= 1: 1.5"),
        ({"name": "cosine", "cycles": 0}, "scheduler.cycles: got 0 (int): 'cycles' must be > 0: 0.0"),
        (
            {"name": "cosine", "warmup_steps": 2.5},
            "scheduler.warmup_steps: expected int, got 2.5 (float)",
        ),
        (
            {"name": "liner"},
            "scheduler.name: schedulers has no 'liner'; did you mean 'linear'? valid: " + VALID,
        ),
    ],
)
def test_refused(given: dict[str, object], text: str) -> None:
    """A schedule that can't be is refused while the config is read."""
    with pytest.raises(ConfigError) as caught:
        from_mapping(TrainingConfig, {"scheduler": given})

    assert text == str(caught.value)
