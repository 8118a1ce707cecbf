"""Adam's family."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch.nn import Parameter

from posttrain.optimizers.config import AdafactorConfig, AdamWConfig
from posttrain.registries import OPTIMIZERS


@OPTIMIZERS.register_factory("adamw", config=AdamWConfig)
def adamw(config: AdamWConfig, parameters: Iterable[Parameter]) -> torch.optim.AdamW:
    """AdamW over these parameters, in torch's fused form."""
    return torch.optim.AdamW(
        parameters,
        lr=config.lr,
        betas=config.betas,
        eps=config.eps,
        weight_decay=config.weight_decay,
        fused=True,
    )


@OPTIMIZERS.register_factory("adafactor", config=AdafactorConfig)
def adafactor(config: AdafactorConfig, parameters: Iterable[Parameter]) -> torch.optim.Adafactor:
    """Adafactor over these parameters."""
    return torch.optim.Adafactor(
        parameters,
        lr=config.lr,
        beta2_decay=config.beta2_decay,
        d=config.clip,
        weight_decay=config.weight_decay,
    )
