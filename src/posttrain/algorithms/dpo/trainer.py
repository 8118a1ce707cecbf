"""Direct preference optimization."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from torch import Tensor
from transformers import PreTrainedModel

from posttrain.algorithms.dpo.config import DPOConfig
from posttrain.algorithms.learner import Mean, Objective
from posttrain.algorithms.length import fitting_examples
from posttrain.algorithms.loop import fit
from posttrain.batch import Batch, collate_pairs, pairs_of
from posttrain.context import Context
from posttrain.errors import MissingExamplesError
from posttrain.example import Preference
from posttrain.losses.shapes import of_shape
from posttrain.policy import predict
from posttrain.reference import Reference
from posttrain.registries import ALGORITHMS


@ALGORITHMS.register("dpo", config=DPOConfig)
class DPOTrainer:
    """Learns a preference without a reward model (Rafailov et al. 2023). Lives for one stage.

    The reference model is the context's model as it is when the training begins.

    Raises MissingExamplesError when the dataset has no preferences, CutError, OverlongError and ContextError
    when they don't fit.
    """

    def __init__(self, config: DPOConfig, context: Context) -> None:
        if not context.dataset.train.of(Preference):
            raise MissingExamplesError("dpo", "preferences", context.dataset.train.summary)
        self._config = config
        self._context = context
        self._loss = config.loss.build()
        given = context.dataset.train.of(Preference)
        self._examples = fitting_examples(context, given, lambda each: pairs_of([each]), config)

    def train(self) -> None:
        """Train the context's model in place."""
        network = self._context.model.network
        reference = None if self._config.reference_free else Reference.of(network)
        fit(self._config, self._context, self._examples, partial(self.objective, reference), reference)

    def objective(self, reference: Reference | None, examples: Sequence[Preference]) -> Objective:
        """Return the loss of a batch of pairs, and how well the policy tells them apart."""
        batch = collate_pairs(self._context.model.tokenizer, examples, self._config.max_length)
        referred: Tensor | float = 0.0
        if reference is not None:  # first, while there are no activations of the policy in memory
            with reference.restored() as network:
                referred = self._log_probs(network, batch)
        ratios = self._log_probs(self._context.model.network, batch) - referred
        chosen, rejected = ratios.chunk(2)
        margin = self._config.beta * (chosen - rejected).detach()
        metrics = {"reward_margin": Mean.of(margin), "reward_accuracy": Mean.of((margin > 0).float())}
        loss = self._loss(chosen, rejected, self._config.beta)
        return Objective(of_shape((), self._config.loss.name, loss), metrics, weight=len(examples))

    def _log_probs(self, network: PreTrainedModel, batch: Batch) -> Tensor:
        prediction = predict(network, batch)
        return prediction.mean_log_probs() if self._config.length_normalized else prediction.log_probs()
