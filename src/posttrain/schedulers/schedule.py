"""The schedules: each a pure function of progress, from 0 to 1, to a share of the optimizer's rate."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi

from torch.optim import Optimizer
from torch.optim.lr_scheduler import LambdaLR

from posttrain.registries import SCHEDULERS
from posttrain.schedulers.config import ConstantConfig, CosineConfig, LinearConfig


@SCHEDULERS.register_factory("constant", config=ConstantConfig)
def constant(config: ConstantConfig, optimizer: Optimizer, steps: int) -> LambdaLR:
    """The optimizer's rate throughout."""
    return _schedule(optimizer, steps, config.warmup_steps, lambda _: 1.0)


@SCHEDULERS.register_factory("linear", config=LinearConfig)
def linear(config: LinearConfig, optimizer: Optimizer, steps: int) -> LambdaLR:
    """Down in a straight line to a share of the optimizer's rate, over `steps` updates."""
    return _schedule(
        optimizer, steps, config.warmup_steps, lambda progress: 1 - (1 - config.final) * progress
    )


@SCHEDULERS.register_factory("cosine", config=CosineConfig)
def cosine(config: CosineConfig, optimizer: Optimizer, steps: int) -> LambdaLR:
    """Down along half a cosine to a share of the optimizer's rate (Loshchilov and Hutter 2017)."""

    def share(progress: float) -> float:
        return config.final + (1 - config.final) * (1 + cos(2 * pi * config.cycles * progress)) / 2

    return _schedule(optimizer, steps, config.warmup_steps, share)


def _schedule(optimizer: Optimizer, steps: int, warmup: int, share: Callable[[float], float]) -> LambdaLR:
    def factor(step: int) -> float:
        if step < warmup:
            return (step + 1) / (warmup + 1)
        return share(min(1.0, (step - warmup) / max(1, steps - warmup)))

    return LambdaLR(optimizer, factor)
