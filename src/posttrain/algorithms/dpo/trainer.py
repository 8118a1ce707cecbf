"""Direct preference optimization."""

from __future__ import annotations

from functools import partial

import torch
from torch import Tensor
from transformers import PreTrainedModel

from posttrain.algorithms.dpo.config import DPOConfig
from posttrain.algorithms.loop import Objective, fit
from posttrain.batch import Batch, collate, shuffled
from posttrain.context import Context
from posttrain.errors import MissingExamplesError
from posttrain.example import Preference
from posttrain.policy import frozen_copy, predict
from posttrain.registries import ALGORITHMS


@ALGORITHMS.register("dpo", config=DPOConfig)
class DPOTrainer:
    """Learns a preference without a reward model (Rafailov et al. 2023). Lives for one stage.

    The reference model is the context's model as it is when the training begins.

    Raises MissingExamplesError when the dataset has no preferences.
    """

    def __init__(self, config: DPOConfig, context: Context) -> None:
        if not context.dataset.train.preferences:
            raise MissingExamplesError("dpo", "preferences")
        self._config = config
        self._context = context
        self._loss = config.loss.build()

    def train(self) -> None:
        """Trains the context's model in place."""
        examples = self._context.dataset.train.preferences
        batches = shuffled(examples, self._config.batch_size, self._context.seed)
        reference = frozen_copy(self._context.model.network)
        fit(self._config, self._context, batches, partial(self.objective, reference))

    def objective(self, reference: PreTrainedModel, examples: list[Preference]) -> Objective:
        """The loss of a batch of pairs, and how well the policy tells them apart."""
        batch = self._pairs(examples)
        policy = _log_probs(self._context.model.network, batch)
        with torch.no_grad():
            referred = _log_probs(reference, batch)
        chosen, rejected = (policy - referred).chunk(2)
        margin = self._config.beta * (chosen - rejected).detach()
        figures = {
            "reward margin": margin.mean().item(),
            "reward accuracy": (margin > 0).float().mean().item(),
        }
        return Objective(self._loss(chosen, rejected, self._config.beta), figures)

    def _pairs(self, examples: list[Preference]) -> Batch:
        """One batch of 2 B rows: the chosen completions, then the rejected ones."""
        chosen = [(example.prompt, example.chosen) for example in examples]
        rejected = [(example.prompt, example.rejected) for example in examples]
        return collate(self._context.model.tokenizer, chosen + rejected, self._config.max_length)


def _log_probs(network: PreTrainedModel, batch: Batch) -> Tensor:
    return predict(network, batch).log_probs()
