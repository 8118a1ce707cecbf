"""A value function on top of a policy. Shapes: B sequences, T tokens."""

from __future__ import annotations

import torch
from attrs import frozen
from torch import Tensor
from torch.nn import Linear, Module
from transformers import PreTrainedModel

from posttrain.batch import Batch
from posttrain.policy import Prediction, exact


@frozen
class Judgement:
    """What an actor with its critic says of a batch."""

    prediction: Prediction
    values: Tensor
    """[B, T - 1]: of the text up to each token, before that is chosen; 0 outside of the completion."""


class ActorCritic(Module):
    """A policy, and a value head on its last hidden states that begins at 0. Lives for one stage."""

    def __init__(self, network: PreTrainedModel) -> None:
        super().__init__()
        self.network = network
        self.head = Linear(int(network.config.get_text_config().hidden_size), 1)
        torch.nn.init.zeros_(self.head.weight)
        torch.nn.init.zeros_(self.head.bias)
        self.head.to(network.device)

    def judge(self, batch: Batch, temperature: float) -> Judgement:
        """Predictions and values of a batch's tokens."""
        output = self.network(
            input_ids=batch.ids, attention_mask=batch.attention, output_hidden_states=True, use_cache=False
        )
        logits = exact(output.logits[:, :-1])
        mask = batch.completion[:, 1:].to(logits.dtype)
        hidden: Tensor = output.hidden_states[-1][:, :-1]
        values = exact(self.head(hidden.to(self.head.weight.dtype)).squeeze(-1))
        return Judgement(Prediction(logits / temperature, batch.ids[:, 1:], mask), values * mask)
