"""The smallest model that is one, for tests that need real tensors and not much of them."""

from __future__ import annotations

from posttrain.models.causal import CausalModel
from posttrain.models.config import TransformerConfig
from posttrain.registries import MODELS

SIZE = TransformerConfig(hidden_size=16, layers=2, heads=2, context_length=64, seed=3)


def model() -> CausalModel:
    """A transformer of 10,000 parameters, the same each time."""
    return MODELS.build("transformer", SIZE)
