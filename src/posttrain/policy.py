"""What a network says of a batch: its logits, and the log-probabilities of the tokens that are there."""

from __future__ import annotations

import copy

import torch
from attrs import frozen
from torch import Tensor
from transformers import PreTrainedModel

from posttrain.batch import Batch


@frozen
class Prediction:
    """Next-token predictions, each beside the token that came. Shapes: B, T - 1 and V, the vocabulary."""

    logits: Tensor
    """[B, T - 1, V]."""
    labels: Tensor
    """[B, T - 1]: the token that follows."""
    mask: Tensor
    """[B, T - 1]: 1 where that token belongs to the completion."""

    def token_log_probs(self) -> Tensor:
        """[B, T - 1]: the log-probability of each label, 0 outside of the completion."""
        log_probs = torch.log_softmax(self.logits, dim=-1)
        return log_probs.gather(-1, self.labels.unsqueeze(-1)).squeeze(-1) * self.mask

    def log_probs(self) -> Tensor:
        """[B]: the log-probability of each completion as a whole."""
        return self.token_log_probs().sum(dim=-1)

    def mean_log_probs(self) -> Tensor:
        """[B]: the mean log-probability of each completion's tokens; 0 for a completion of none."""
        return self.log_probs() / self.mask.sum(dim=-1).clamp(min=1)


def predict(network: PreTrainedModel, batch: Batch, temperature: float = 1.0) -> Prediction:
    """Runs the network over a batch; the logits are divided by the temperature."""
    there = batch.to(network.device)
    attention = there.attention if there.positions is None else None  # positions tell the sequences apart
    output = network(
        input_ids=there.ids, attention_mask=attention, position_ids=there.positions, use_cache=False
    )
    logits = exact(output.logits[:, :-1])
    return Prediction(logits / temperature, there.ids[:, 1:], there.completion[:, 1:].to(logits.dtype))


def context_length(network: PreTrainedModel) -> int | None:
    """The longest sequence that the network was made for, in tokens, where it says so."""
    found: object = getattr(network.config.get_text_config(), "max_position_embeddings", None)
    return found if isinstance(found, int) and found > 0 else None


def exact(values: Tensor) -> Tensor:
    """The values in float32, or as they are where that would lose digits: a loss needs more than bfloat16."""
    return values.to(torch.promote_types(values.dtype, torch.float32))


def frozen_copy(network: PreTrainedModel) -> PreTrainedModel:
    """The network as it is now, never to change: a reference model."""
    reference = copy.deepcopy(network)
    reference.requires_grad_(requires_grad=False)
    reference.train(mode=False)
    return reference
