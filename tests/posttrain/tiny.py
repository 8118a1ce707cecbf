"""The smallest model that is one, for tests that need real tensors and not much of them."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from posttrain.models.causal import CausalModel
from posttrain.models.config import TransformerConfig
from posttrain.registries import MODELS

SIZE = TransformerConfig(hidden_size=16, layers=2, heads=2, context_length=64, seed=3)


def model() -> CausalModel:
    """A transformer of 10,000 parameters, the same each time."""
    return MODELS.build("transformer", SIZE)


@torch.no_grad()
def often_ending(prompts: Sequence[str]) -> CausalModel:
    """The same, but after one of these prompts the end of text comes about as often as not."""
    made = model()
    weight = made.network.get_input_embeddings().weight  # the output's, too
    rows = [torch.tensor([[byte + 3 for byte in prompt.encode()]]) for prompt in prompts]
    states = [made.network(input_ids=row, output_hidden_states=True).hidden_states[-1][0, -1] for row in rows]
    mean = torch.stack(states).mean(dim=0)
    torch.as_tensor(weight)[1] = 6.0 * mean / (mean @ mean)
    return made
