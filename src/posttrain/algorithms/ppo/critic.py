"""A value function on top of a policy. Shapes: B sequences, T tokens."""

from __future__ import annotations

import torch
from attrs import frozen
from torch import Tensor
from torch.nn import Linear, Module
from transformers import PreTrainedModel

from posttrain.batch import Batch
from posttrain.policy import Prediction, exact, kept_logits, learnt_columns, prediction_of


@frozen
class Judgement:
    """The predictions of an actor and the values of its critic for a batch."""

    prediction: Prediction
    values: Tensor
    """[B, T - 1]: of the text up to each token, before that is chosen; 0 outside of the completion."""
    after: Tensor
    """[B]: of the text with the completion's last token."""


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
        """Return the predictions and values of a batch's tokens."""
        columns = learnt_columns(self.network, batch)
        output = self.network(
            input_ids=batch.ids,
            attention_mask=batch.attention,
            output_hidden_states=True,
            use_cache=False,
            **kept_logits(columns),
        )
        prediction = prediction_of(output.logits, batch, temperature, columns)
        hidden: Tensor = output.hidden_states[-1]
        values = exact(self.head(hidden.to(self.head.weight.dtype)).squeeze(-1))
        places = torch.arange(values.shape[1], device=values.device) * batch.completion
        after = values.gather(1, places.argmax(dim=1, keepdim=True)).squeeze(1)
        return Judgement(prediction, values[:, :-1] * batch.completion[:, 1:], after)
