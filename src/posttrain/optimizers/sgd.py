"""Stochastic gradient descent."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch.nn import Parameter

from posttrain.optimizers.config import SGDConfig
from posttrain.registries import OPTIMIZERS


@OPTIMIZERS.register_factory("sgd", config=SGDConfig)
def sgd(config: SGDConfig, parameters: Iterable[Parameter]) -> torch.optim.SGD:
    """SGD over these parameters."""
    return torch.optim.SGD(
        parameters,
        lr=config.lr,
        momentum=config.momentum,
        nesterov=config.nesterov,
        weight_decay=config.weight_decay,
    )
