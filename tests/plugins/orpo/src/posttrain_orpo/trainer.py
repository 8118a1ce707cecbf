"""Odds ratio preference optimization."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posttrain.algorithms.loop import Objective, fit
from posttrain.batch import collate, shuffled
from posttrain.context import Context
from posttrain.errors import MissingExamplesError
from posttrain.example import Preference
from posttrain.policy import predict
from posttrain.registries import ALGORITHMS
from posttrain_orpo.config import ORPOConfig
from posttrain_orpo.loss import log_odds, orpo

if TYPE_CHECKING:
    from torch import Tensor


@ALGORITHMS.register("orpo", config=ORPOConfig)
class ORPOTrainer:
    """Learns to answer and what is preferred at once (Hong, Lee and Thorne 2024). Lives for one stage.

    Raises MissingExamplesError when the dataset has no preferences.
    """

    def __init__(self, config: ORPOConfig, context: Context) -> None:
        if not context.dataset.train.preferences:
            raise MissingExamplesError("orpo", "preferences")
        self._config = config
        self._context = context

    def train(self) -> None:
        """Trains the context's model in place."""
        examples = self._context.dataset.train.preferences
        batches = shuffled(examples, self._config.batch_size, self._context.seed)
        fit(self._config, self._context, batches, self.objective)

    def objective(self, examples: list[Preference]) -> Objective:
        """The loss of a batch of pairs, and how well the model tells them apart."""
        chosen, rejected = self._mean_log_probs(examples).chunk(2)
        ratio = (log_odds(chosen) - log_odds(rejected)).detach()
        figures = {
            "log odds ratio": ratio.mean().item(),
            "odds accuracy": (ratio > 0).float().mean().item(),
        }
        return Objective(orpo(chosen, rejected, self._config.weight), figures)

    def _mean_log_probs(self, examples: list[Preference]) -> Tensor:
        """[2 B]: the mean log-probability of each chosen completion's tokens, then of each rejected one's."""
        model = self._context.model
        chosen = [(example.prompt, example.chosen) for example in examples]
        rejected = [(example.prompt, example.rejected) for example in examples]
        batch = collate(model.tokenizer, chosen + rejected, self._config.max_length)
        prediction = predict(model.network, batch)
        return prediction.log_probs() / prediction.mask.sum(dim=-1).clamp(min=1)
