"""Registers the algorithm. It is built by a function, so that reading a config imports no torch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posttrain.context import Context
from posttrain.registries import ALGORITHMS
from posttrain_orpo.config import ORPOConfig

if TYPE_CHECKING:
    from posttrain_orpo.trainer import ORPOTrainer


@ALGORITHMS.register_factory("orpo", config=ORPOConfig)
def orpo(config: ORPOConfig, context: Context) -> ORPOTrainer:
    """Learns to answer and what is preferred at once, without a reference model."""
    from posttrain_orpo.trainer import ORPOTrainer

    return ORPOTrainer(config, context)
