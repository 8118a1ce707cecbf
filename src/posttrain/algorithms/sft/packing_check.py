"""A check that sequences which share a row don't see one another in a model."""

from __future__ import annotations

import torch
from transformers import PreTrainedModel

from posttrain.batch import Batch
from posttrain.context import Context
from posttrain.errors import PackingError
from posttrain.modes import evaluating
from posttrain.policy import predict

TOKENS = 8
"""Of each of the two sequences that are compared, as far as the vocabulary has so many."""


def require_packing(context: Context) -> None:
    """Raise PackingError if a sequence has other predictions behind another one than alone.

    Only transformers' models that tell sequences apart by their positions are right: in others, such as OPT,
    Bloom and Mamba, a sequence sees those before it in the row.
    """
    network = context.model.network
    first, second = (
        torch.arange(2 * TOKENS).remainder(network.config.get_text_config().vocab_size).view(2, -1)
    )
    try:
        packed = _outputs(network, torch.cat([first, second]))[TOKENS:]
    except TypeError:  # it takes no positions
        raise PackingError(context.stage, type(network).__name__) from None
    alone = _outputs(network, second)
    spread = (alone.max() - alone.min()).item()
    rounding = torch.finfo(network.dtype).eps ** 0.5
    if (packed - alone).abs().max().item() > rounding * spread:
        raise PackingError(context.stage, type(network).__name__)


@torch.no_grad()
def _outputs(network: PreTrainedModel, ids: torch.Tensor) -> torch.Tensor:
    """[T - 1, V]: the logits of a row of sequences of so many tokens, but those behind the last token."""
    row = ids.unsqueeze(0)
    positions = torch.arange(row.shape[1]).remainder(TOKENS).unsqueeze(0)
    batch = Batch(row, torch.ones_like(row), torch.ones_like(row), positions)
    with evaluating(network):
        return predict(network, batch).logits[0]
