"""Odds ratio preference optimization."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from posttrain.algorithms.learner import Mean, Objective
from posttrain.algorithms.loop import fit
from posttrain.batch import collate_pairs
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
        if not context.dataset.train.of(Preference):
            raise MissingExamplesError("orpo", "preferences", context.dataset.train.summary)
        self._config = config
        self._context = context

    def train(self) -> None:
        """Trains the context's model in place."""
        fit(self._config, self._context, self._context.dataset.train.of(Preference), self.objective)

    def objective(self, examples: Sequence[Preference]) -> Objective:
        """The loss of a batch of pairs, and how well the model tells them apart."""
        chosen, rejected = self._mean_log_probs(examples).chunk(2)
        ratio = (log_odds(chosen) - log_odds(rejected)).detach()
        metrics = {"log_odds_ratio": Mean.of(ratio), "odds_accuracy": Mean.of((ratio > 0).float())}
        return Objective(orpo(chosen, rejected, self._config.weight), metrics, weight=len(examples))

    def _mean_log_probs(self, examples: Sequence[Preference]) -> Tensor:
        """[2 B]: the mean log-probability of each chosen completion's tokens, then of each rejected one's."""
        model = self._context.model
        batch = collate_pairs(model.tokenizer, examples, self._config.max_length)
        return predict(model.network, batch).mean_log_probs()
